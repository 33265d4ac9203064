"""The record of a day in words: the same parts make its page, its DOCX and its PDF."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from network.actions.forms.agreements import ANSWER_WORDS
from network.actions.models import ActionAnswer, ActionPoint, OwnerState
from network.actions.queries.agreements import Delegate, Sheet
from network.actions.rules.agreements import NOTHING, Standing
from network.actions.words import state_name
from network.core.language import current, format_date, format_datetime, format_time, ngettext
from network.core.language import gettext as _
from network.followup.queries.record import Part, Record
from network.sessions.gatherings.forms.door import ROLE_WORDS
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.attendance import Presence
from network.web import paper
from network.web.paper import Paper


def paper_of(record: Record) -> Paper:
    """In the language that is spoken now."""
    title = _("Record of the day: %(title)s", title=record.gathering.title)
    parts = [*_day(record), *_programme(record)]
    for part in record.parts:
        parts += _municipality(record.gathering, part)
    parts += [*_others(record), *_questions(record), *_counting(record)]
    return Paper(title, current(), author=record.network, running=_running(record), parts=tuple(parts))


def _running(record: Record) -> str:
    day = format_date(record.gathering.starts_at, "long", zone=record.gathering.zone)
    return " · ".join(words for words in (record.network, record.gathering.title, day) if words)


def _day(record: Record) -> Iterator[paper.Part]:
    gathering = record.gathering
    planned = _span(_at(gathering, gathering.starts_at), _at(gathering, gathering.ends_at))
    yield paper.heading(_("The day"))
    yield paper.facts(
        [
            (_("Day"), format_date(gathering.starts_at, "full", zone=gathering.zone)),
            (_("Place"), gathering.place),
            (_("Theme"), gathering.theme),
            (_("Planned"), planned),
            (_("As it was"), _really(record)),
            (_("Were there"), _came(record)),
            (_("Ready to go home"), _ready(record)),
        ]
    )


def _really(record: Record) -> str:
    gathering = record.gathering
    if record.began_at is None:
        return _("nobody has noted when it began")
    began = _at(gathering, record.began_at)
    if record.ended_at is None:
        return _("began at %(began)s; nobody has noted when it ended", began=began)
    return _span(began, _at(gathering, record.ended_at))


def _came(record: Record) -> str:
    people = ngettext("%(num)s person", "%(num)s people", record.came)
    places = ngettext("from %(num)s municipality", "from %(num)s municipalities", record.municipalities)
    guests = ngettext("%(num)s guest or speaker among them", "%(num)s guests and speakers among them", record.unnamed)
    return f"{people} {places}, {guests}" if record.unnamed else f"{people} {places}"


def _ready(record: Record) -> str:
    return ngettext(
        "%(ready)s of %(num)s municipality present",
        "%(ready)s of %(num)s municipalities present",
        record.municipalities,
        ready=record.ready,
    )


def _programme(record: Record) -> Iterator[paper.Part]:
    if not record.runs:
        return
    gathering = record.gathering
    rows = []
    for run in record.runs:
        real = _("left out") if run.is_left_out else _("not noted")
        if run.began_at is not None:
            ended = _at(gathering, run.ended_at) if run.ended_at else ""
            real = _span(_at(gathering, run.began_at), ended)
        rows.append([run.title, _at(gathering, run.planned_at), real])
    yield paper.heading(_("The programme as it was"))
    yield paper.table([_("Item"), _("Planned"), _("As it was")], rows, caption=_("Each item of the programme"))


def _municipality(gathering: Gathering, part: Part) -> Iterator[paper.Part]:
    yield paper.heading(part.municipality.name)
    if part.people:
        yield paper.items(_person(gathering, part, one) for one in part.people)
    yield from paper.text(_standing(part))
    for number, point in enumerate(part.points, 1):
        yield from paper.text(_("Action %(number)s: %(what)s", number=number, what=point.what))
        yield paper.facts(_facts(point, is_whole=part.is_whole))
        if part.is_whole and part.sheet.is_asked:
            yield paper.items(_answers(part.sheet, point.public_id))
    if part.is_whole and not part.points and part.sheet.agreement is not None:
        yield from _nothing(part.sheet)


def _nothing(sheet: Sheet) -> Iterator[paper.Part]:
    because = sheet.agreement.nothing_because if sheet.agreement is not None else ""
    if because:
        yield from paper.text(_("Nothing this time, because: %(reason)s", reason=" ".join(because.split())))
        if sheet.is_asked:
            yield paper.items(_answers(sheet, NOTHING))


def _standing(part: Part) -> str:
    """Where the municipality stands. Whose answer is missing is said by name to its own, to others as a number."""
    sheet, agreement = part.sheet, part.sheet.agreement
    if sheet.standing == Standing.RELEASED and agreement is not None:
        said = _(
            "May go home without, let go by %(name)s: %(reason)s",
            name=part.released_by or _("somebody who leads"),
            reason=agreement.release_reason,
        )
    elif sheet.standing == Standing.READY:
        said = _("Ready: everybody present has answered.")
    elif sheet.standing == Standing.ASKED:
        said = ngettext("One answer is missing.", "%(num)s answers are missing.", len(sheet.waits_for))
    elif sheet.standing == Standing.DRAFT:
        said = _("A draft. Nobody has been asked.")
    else:
        said = _("Nothing is written.")
    if not part.is_whole and not sheet.points and sheet.subjects and sheet.is_asked:
        said += " " + _("Nothing this time.")
    return said


def _facts(point: ActionPoint, *, is_whole: bool) -> list[tuple[str, str]]:
    """To its own all of it; to others neither who answers for it nor its first step (the matrix' `min`)."""
    found = [(_("Responsible"), _owner(point)), (_("First step"), _first_step(point))] if is_whole else []
    found.append((_("Done by"), format_date(point.due_on, "long") if point.due_on else _("No day yet")))
    if point.goal is not None:
        found.append((_("Goal"), f"{point.goal.number} {point.goal.text}"))
    if point.is_for_council:
        found.append((_("The council"), _("must decide")))
    return [*found, (_("State"), state_name(point.state))]


def _owner(point: ActionPoint) -> str:
    if point.owner is None:
        return _("Nobody yet")
    asked = {OwnerState.ASKED: _("asked by e-mail, has not answered yet"), OwnerState.DECLINED: _("has said no")}
    known = asked.get(point.owner_state)
    return f"{point.owner.name} ({known})" if known else point.owner.name


def _first_step(point: ActionPoint) -> str:
    day = format_date(point.first_step_on, "long") if point.first_step_on else ""
    return f"{point.first_step} ({day})" if day else point.first_step


def _answers(sheet: Sheet, subject: str) -> Iterator[str]:
    for delegate, given in sheet.answers_to(subject):
        yield f"{delegate.name}: {_answer(sheet.gathering, delegate, given)}"


def _answer(gathering: Gathering, delegate: Delegate, given: ActionAnswer | None) -> str:
    if given is None:
        return _("has not answered")
    said = str(ANSWER_WORDS[given.answer])
    if given.line:
        said = f"{said} – {given.line}"
    if given.by is not None and given.by.id != delegate.person_id:
        noted = _("noted by %(name)s", name=given.by.name)
        return f"{said} ({noted}, {_at(gathering, given.at)})"
    if delegate.left_at is not None and given.at > delegate.left_at:
        late = _("from the bus at %(time)s", time=_at(gathering, given.at))
        return f"{said} ({late})"
    return said


def _person(gathering: Gathering, part: Part, one: Presence) -> str:
    """ "Bo: came 08.55, left 14.10, answered from the bus 16.10". How she answered is her municipality's alone."""
    said = [_("came %(time)s", time=_at(gathering, one.row.arrived_at))]
    if one.row.left_at is not None:
        said.append(_("left %(time)s", time=_at(gathering, one.row.left_at)))
        said += _from_the_bus(part, one.row.person_id, one.row.left_at) if part.is_whole else []
    elif part.is_whole and part.sheet.is_asked and one.row.person_id in part.sheet.missing:
        said.append(_missing(part.sheet, one.row.person_id))
    return f"{one.row.person.name}: {', '.join(said)}"


def _from_the_bus(part: Part, person_id: int, left_at: datetime) -> list[str]:
    sheet = part.sheet
    if person_id not in {one.person_id for one in sheet.delegates} or not sheet.is_asked:
        return []
    if person_id in sheet.missing:
        return [_missing(sheet, person_id)]
    own = [one.at for (voter, _key), one in sheet.counting.items() if voter == person_id and not _is_noted(one)]
    late = max((moment for moment in own if moment > left_at), default=None)
    return [_("answered from the bus %(time)s", time=_at(sheet.gathering, late))] if late is not None else []


def _missing(sheet: Sheet, person_id: int) -> str:
    has_some = any(voter == person_id for voter, _key in sheet.counting)
    return _("has not answered all of it") if has_some else _("has not answered")


def _is_noted(answer: ActionAnswer) -> bool:
    return answer.by is not None and answer.by.id != answer.person_id


def _others(record: Record) -> Iterator[paper.Part]:
    if record.others:
        yield paper.heading(_("Came for no municipality"))
        yield paper.items(
            f"{one.row.person.name} ({ROLE_WORDS[one.role]}): "
            + _("came %(time)s", time=_at(record.gathering, one.row.arrived_at))
            for one in record.others
        )


def _questions(record: Record) -> Iterator[paper.Part]:
    if not record.questions:
        return
    yield paper.heading(_("Asked and not answered yet"))
    yield from paper.text(_("Kept with the item at which they were asked."), is_quiet=True)
    yield paper.items(f"{one.text} ({one.item.title})" for one in record.questions)


def _counting(record: Record) -> Iterator[paper.Part]:
    """Every figure with its rule, and the moment at which it was counted (RC-5)."""
    yield paper.heading(_("How this is counted"))
    yield paper.items(
        [
            _(
                "Were there: everybody who was checked in, once, also who left early. Guests and speakers are counted, "
                "not named."
            ),
            _("Municipalities present: those with a delegate or a substitute checked in."),
            _(
                "Ready to go home: each delegate who had not left had answered each sentence, or those who lead let "
                "the municipality go with a reason. Ready does not mean that all agreed."
            ),
            _("From the bus: answered after one was checked out, at most 48 hours after the end."),
            _("As it was: when those who lead went on to an item and from it."),
        ]
    )
    moment = format_datetime(record.at, "long", zone=record.gathering.zone)
    yield from paper.text(_("As it stood %(moment)s.", moment=moment), is_quiet=True)


def _span(began: str, ended: str) -> str:
    return f"{began}–{ended}"


def _at(gathering: Gathering, moment: datetime | None) -> str:
    """A clock on the gathering's day and while it goes on, a day and a clock at any other time."""
    if moment is None:
        return ""
    zone = ZoneInfo(gathering.zone)
    is_its_day = moment.astimezone(zone).date() == gathering.starts_at.astimezone(zone).date()
    if is_its_day or gathering.starts_at <= moment <= gathering.ends_at:
        return format_time(moment, zone=gathering.zone)
    return format_datetime(moment, "short", zone=gathering.zone)


def name_of(record: Record, ending: str) -> str:
    """What the file is called: the day, the word, and the municipality when it is one's own part alone."""
    day = record.gathering.starts_at.astimezone(ZoneInfo(record.gathering.zone)).date().isoformat()
    own = record.parts[0].municipality.name if _is_ones_own(record.parts) else ""
    return "_".join(words for words in (day, _("record"), own) if words) + f".{ending}"


def _is_ones_own(parts: Sequence[Part]) -> bool:
    return len(parts) == 1 and parts[0].is_whole
