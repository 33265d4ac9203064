"""What all groups wrote, as files: the same wordings and the same groups as the page shows."""

from collections.abc import Callable, Iterator, Mapping

from network.core.language import current
from network.core.language import gettext as _
from network.people.queries import the_network
from network.sessions.boards.export.routes.files import XLSX
from network.sessions.boards.export.sheets import Row, book_of
from network.sessions.boards.merging import packed, words
from network.sessions.boards.merging.queries import MergedRound
from network.web import paper
from network.web.paper import Paper, Part, one_line

WIDTHS = (26, 70, 10, 50, 12)


def paper_of(found: MergedRound) -> Paper:
    parts: list[Part] = [*paper.text(words.sums(found), is_quiet=True), *paper.text(words.partly(found), is_quiet=True)]
    for column in found.columns:
        parts += [paper.heading(column.title), *paper.text(column.prompt, is_quiet=True)]
        if column.entries:
            parts.append(paper.entries((one.text, words.about(one)) for one in column.entries))
        else:
            parts += paper.text(_("No notes here."))
    network = the_network()
    return Paper(
        one_line(found.title),
        current(),
        author=network.name if network else "",
        running=one_line(words.running(found)),
        parts=tuple(parts),
    )


def xlsx_of(found: MergedRound) -> bytes:
    return book_of([(_("Notes"), _rows(found), WIDTHS)])


def _rows(found: MergedRound) -> Iterator[Row]:
    yield [_("Column"), _("Note"), _("Groups"), _("Which groups"), _("For everybody")]
    for column in found.columns:
        for one in column.entries:
            groups = ", ".join(one.groups)
            yield [column.title, one.text, len(one.groups), groups, _("yes") if one.is_lifted else ""]


def text_of(found: MergedRound) -> str:
    """Lines without a width of their own: a mail breaks them where its reader's window ends."""
    lines = [one_line(found.title), one_line(words.running(found)), *filter(None, [words.partly(found)])]
    for column in found.columns:
        lines += ["", one_line(column.title).upper(), *filter(None, [one_line(column.prompt)]), ""]
        for one in column.entries:
            first, *more = [one_line(line) for line in one.text.splitlines()] or [""]
            lines += [f"– {first}", *(f"  {line}" for line in more), f"  ({one_line(words.about(one))})"]
        if not column.entries:
            lines.append(_("No notes here."))
    return "\n".join(lines) + "\n"


MAKERS: Mapping[str, tuple[str, Callable[[MergedRound], bytes]]] = {
    "docx": (paper.DOCX, lambda found: paper.docx_of(paper_of(found))),
    "pdf": (paper.PDF, lambda found: paper.pdf_of(paper_of(found))),
    "xlsx": (XLSX, xlsx_of),
    "json": ("application/json", packed.pack),
    "txt": ("text/plain; charset=utf-8", lambda found: text_of(found).encode()),
}
