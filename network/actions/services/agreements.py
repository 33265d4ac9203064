"""A municipality's agreement: begun, asked about, changed, released."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from network.actions.models import ActionPoint, ActionState, OwnerState, TakeHomeAgreement
from network.actions.queries.agreements import agreement_of, sheet_about
from network.actions.rules import agreements as rules
from network.actions.services.settling import settle, tell_own
from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.edits import mark
from network.core.errors import Conflict, Invalid, NotAllowed
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering
from network.writing import services as writing

PUBLIC_ID_BYTES = 12
TOO_LATE = _l(
    "More than two days have gone since the gathering, and this can no longer be changed. "
    "How an action goes is told on its own page."
)


def begun(gathering: Gathering, municipality: Municipality) -> TakeHomeAgreement:
    """The municipality's agreement at this gathering, made now if there is none."""
    found = agreement_of(gathering.id, municipality.id)
    if found is not None:
        return found
    now = clock.now()
    made = TakeHomeAgreement(
        public_id=secrets.token_urlsafe(PUBLIC_ID_BYTES),
        gathering_id=gathering.id,
        municipality_id=municipality.id,
        made_at=now,
        changed_at=now,
    )
    made.gathering, made.municipality = gathering, municipality
    db.session.add(made)
    db.session.flush()
    return made


def check_draft(agreement: TakeHomeAgreement) -> None:
    """Raises NotAllowed when it cannot be changed any more, Conflict while answers are asked for (rule AG-4)."""
    check_open(agreement)
    if agreement.asked_at is not None:
        raise Conflict(_("Your colleagues are answering. Press Change first, then everybody sees that it is a draft."))


def check_open(agreement: TakeHomeAgreement) -> None:
    """Raises NotAllowed two days after the gathering (rule AG-8)."""
    if not agreement.is_open:
        raise NotAllowed("closed", str(TOO_LATE))


def say_nothing(agreement: TakeHomeAgreement, because: str, *, by_id: int | None, began: str | None = None) -> None:
    """Nothing this time, and why; an empty reason takes it back.

    `began` is the mark of the reason that stood on her page; None overwrites whatever stands there: for programs.
    Raises Invalid while there are action points, or when the reason is too long, writing.Contested when somebody else
    has written another reason since (F16), Conflict while answers are asked for, NotAllowed two days after.
    """
    check_draft(agreement)
    text = " ".join(because.split())
    if len(text) > rules.REASON_LIMIT:
        raise Invalid("because", _("Write it in at most %(limit)s characters.", limit=rules.REASON_LIMIT))
    if text and sheet_about(agreement).points:
        raise Invalid("because", _("You have an action already. Take it away first, or leave this empty."))
    if text == agreement.nothing_because or began == mark(text):
        return
    if began is not None and began != mark(agreement.nothing_because):
        raise writing.Contested(theirs=agreement.nothing_because, yours=text)
    agreement.nothing_because = text
    touch(agreement)
    audit(by_id, "agreement.edit", "agreement", agreement.id)


def choose_briefer(
    agreement: TakeHomeAgreement, person: Person | None, *, on: date | None, is_unknown: bool, seen: str | None = None
) -> None:
    """Who tells the council, and when. It asks nobody's answer, so it can be said at any time.

    `seen` is the mark of what stood on her page; None overwrites it. Raises Conflict when somebody else has chosen
    otherwise since (F16).
    """
    check_open(agreement)
    chosen = (person.id if person else None, None if is_unknown else on, is_unknown)
    if chosen == (agreement.brief_by_id, agreement.brief_on, agreement.is_brief_day_unknown):
        return
    if seen is not None and seen != briefer_mark(agreement):
        raise Conflict(_("Somebody else has changed this since you opened the page. Compare, and save again."))
    agreement.brief_by_id, agreement.brief_on, agreement.is_brief_day_unknown = chosen
    touch(agreement)


def briefer_mark(agreement: TakeHomeAgreement) -> str:
    """A sign for who tells the council, and when, as it is chosen now."""
    return mark(f"{agreement.brief_by_id} {agreement.brief_on} {agreement.is_brief_day_unknown}")


def ask(agreement: TakeHomeAgreement, *, by_id: int | None) -> list[ActionPoint]:
    """Ask everybody for an answer. What was answered before counts on where the words are the same (rule AG-4).

    Returns the points whose owner is to be asked by mail. Asking twice is asking once.
    Raises Invalid, with the field "points", when there is nothing to answer, or a point lacks something.
    """
    check_open(agreement)
    if agreement.asked_at is not None:
        return []
    points = sheet_about(agreement).points
    if not points and not agreement.nothing_because:
        raise Invalid("points", _("Write one action first, or say why it is nothing this time."))
    for point in points:
        _freeze(point)
    if any(lacks(point) for point in points):
        raise Invalid("points", _("Each action needs a sentence, somebody responsible, a first step and two dates."))
    _ask_anew(agreement, points)
    agreement.asked_at, agreement.asked_by_id = clock.now(), by_id
    touch(agreement)
    audit(by_id, "agreement.ask", "agreement", agreement.id)
    settle(agreement)
    return [point for point in points if point.owner_state == OwnerState.ASKED]


def change(agreement: TakeHomeAgreement, *, by_id: int | None) -> None:
    """Make it a draft again. No answer is lost by that alone."""
    check_open(agreement)
    if agreement.asked_at is None:
        return
    agreement.asked_at = None
    for point in sheet_about(agreement).points:
        if point.writing_id is not None:
            writing.reopen(point.writing_id)
    touch(agreement)
    audit(by_id, "agreement.change", "agreement", agreement.id)
    settle(agreement)


def release(agreement: TakeHomeAgreement, reason: str, *, by_id: int | None) -> None:
    """Let the municipality go home without. Raises Invalid without a reason, and for a long one."""
    why = " ".join(reason.split())
    if not why:
        raise Invalid("reason", _("Write why. It stands in the record of the day."))
    if len(why) > 200:
        raise Invalid("reason", _("Write a shorter reason."))
    if agreement.released_at is None:
        agreement.released_at, agreement.released_by_id, agreement.release_reason = clock.now(), by_id, why
        touch(agreement)
        audit(by_id, "agreement.release", "agreement", agreement.id)
        settle(agreement)


def hold_back(agreement: TakeHomeAgreement, *, by_id: int | None) -> None:
    """Take a release back."""
    if agreement.released_at is not None:
        agreement.released_at, agreement.released_by_id, agreement.release_reason = None, None, ""
        touch(agreement)
        audit(by_id, "agreement.hold_back", "agreement", agreement.id)
        settle(agreement)


def touch(agreement: TakeHomeAgreement) -> None:
    """It is another than before: those of its municipality who are at the gathering see it at once."""
    agreement.version += 1
    agreement.changed_at = clock.now()
    db.session.flush()
    tell_own(sheet_about(agreement))


def lacks(point: ActionPoint) -> tuple[str, ...]:
    """Which of rules.NEEDED a point still lacks."""
    said: dict[str, object] = {name: getattr(point, name) for name in rules.NEEDED if name != "owner"}
    said["owner"] = point.owner_id
    return tuple(name for name in rules.NEEDED if not said[name])


def _freeze(point: ActionPoint) -> None:
    """Nobody writes on in a sentence that others answer; its words are those that stand there now."""
    if point.writing_id is not None:
        take_words(point, writing.close(point.writing_id))


def take_words(point: ActionPoint, texts: Mapping[str, str]) -> None:
    point.what, point.first_step = (" ".join(texts[name].split()) for name in ("what", "first_step"))


def _ask_anew(agreement: TakeHomeAgreement, points: Sequence[ActionPoint]) -> None:
    for point in points:
        asked_as = rules.fingerprint(point.what, point.first_step, point.first_step_on, point.due_on, point.owner_id)
        if point.asked_as and point.asked_as != asked_as:
            point.wording += 1
            point.state, point.agreed_at = ActionState.PROPOSED, None
            _ask_owner_anew(point)
        point.asked_as = asked_as
    asked_as = rules.fingerprint(agreement.nothing_because)
    if agreement.asked_as and agreement.asked_as != asked_as:
        agreement.wording += 1
    agreement.asked_as = asked_as
    db.session.flush()


def _ask_owner_anew(point: ActionPoint) -> None:
    """A yes was to the sentence that she read: to another one she is asked again (AG-6)."""
    if point.owner_state != OwnerState.NONE:
        point.owner_state = OwnerState.ASKED
