"""What a file says of a note, and of itself, in the language that is spoken now."""

from collections.abc import Mapping

from network.core.language import LazyText, format_date, ngettext
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.boards.dots.words import dots as dots_in_words
from network.sessions.boards.export.rules.collected import BoardCopy, Collection, Gathered, Written

STATES: Mapping[str, LazyText] = {
    "planned": _l("Not opened yet"),
    "open": _l("Open: more can still come"),
    "closed": _l("Closed"),
}
START = 60


def writer(note: Written) -> str:
    """As much of it as the screen has."""
    return ", ".join(part for part in (note.writer, note.place) if part) or _("No name")


def about(note: Written, board: BoardCopy) -> str:
    """All that is said of a note, on one line."""
    said = (writer(note), dots(note), lifted(note), late(note), version(note, board))
    return " · ".join(words for words in said if words)


def dots(one: Written | Gathered) -> str:
    return dots_in_words(one.dots) if one.dots else ""


def lifted(note: Written) -> str:
    return _("chosen for everybody, as number %(rank)s", rank=note.rank) if note.rank else ""


def late(note: Written) -> str:
    return _("came after the board was closed") if note.is_late else ""


def version(note: Written, board: BoardCopy) -> str:
    """Of which note it is another version, by its beginning; one that has been deleted since is not quoted."""
    if note.version_of is None:
        return ""
    other = next((one for one in board.notes if one.id == note.version_of), None)
    if other is None:
        return _("another version of a note")
    return _("another version of “%(start)s”", start=beginning(other.text))


def beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= START else f"{line[:START].rstrip()}…"


def cluster(one: Gathered, count: int) -> str:
    """What stands above the notes of a cluster."""
    said = _("Cluster: %(name)s (%(count)d)", name=one.name, count=count)
    return f"{said} · {dots(one)}" if one.dots else said


def facts(collection: Collection) -> list[tuple[str, str]]:
    """What stands on top of the file."""
    said = [(_("Gathering"), collection.gathering), (_("Day"), format_date(collection.day, "long"))]
    count = sum(len(board.notes) for board in collection.boards)
    if collection.is_round:
        said.append((_("Groups"), str(collection.groups)))
    else:
        [board] = collection.boards
        said += [(_("Group"), board.label), (_("The board"), str(STATES[board.state]))]
    return [*said, (_("Notes"), str(count))]


def notes(count: int) -> str:
    return ngettext("%(num)d note", "%(num)d notes", count)


def title(collection: Collection) -> str:
    return collection.title or collection.boards[0].title


def running(collection: Collection) -> str:
    group = "" if collection.is_round else collection.boards[0].label
    parts = (collection.gathering, group, format_date(collection.day, "long"))
    return " · ".join(words for words in parts if words)
