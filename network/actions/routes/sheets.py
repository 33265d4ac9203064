"""Laying hands on one municipality's sheet, and drawing its page."""

import secrets
from collections.abc import Callable
from functools import wraps

from flask import render_template, request
from flask.typing import ResponseReturnValue

from network.access.guard import allows, authorize
from network.actions.forms.agreements import ANSWER_WORDS, BrieferForm, NothingForm, PointForm
from network.actions.models import ActionPoint, OwnerState, TakeHomeAgreement
from network.actions.queries import agreements as queries
from network.actions.queries import marks
from network.actions.queries.agreements import Sheet
from network.actions.rules import agreements as rules
from network.actions.services import points as point_services
from network.actions.services.agreements import PUBLIC_ID_BYTES, TOO_LATE, begun, briefer_mark, lacks
from network.actions.services.points import TEXTS
from network.core.edits import mark
from network.core.errors import NotAllowed, NotFound
from network.core.language import format_list
from network.core.language import lazy_gettext as _l
from network.jobs.queries import unreached
from network.people.identity import actor
from network.people.queries import council_meetings
from network.people.queries.network import municipality_by_number
from network.people.queries.setup import goals_on
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.members import day_of
from network.sessions.stage.queries.standing import standing
from network.web.errors import wants_json
from network.writing import services as writing

LACKS = {
    "what": _l("a sentence"),
    "owner": _l("somebody responsible"),
    "first_step": _l("a first step"),
    "first_step_on": _l("the day of the first step"),
    "due_on": _l("a deadline"),
}

TYPED = (*TEXTS, "because", "line")
"""The fields of an agreement's forms that hold somebody's own words."""


def sheet_to(action: str, public_id: str, number: str) -> Sheet:
    """The municipality's sheet at this gathering, if the actor may do this to it."""
    gathering, municipality = gathering_by_public_id(public_id), municipality_by_number(number)
    found = queries.sheet_of(gathering, municipality) if gathering and municipality else None
    return authorize(actor(), action, found)


def agreement_to(action: str, public_id: str, number: str) -> TakeHomeAgreement:
    """The same, with an agreement begun. Inside a unit of work."""
    sheet = sheet_to(action, public_id, number)
    return begun(sheet.gathering, sheet.municipality)


def point_to(action: str, public_id: str, number: str, point_id: str) -> ActionPoint:
    """A point of this sheet, also one that was taken away."""
    sheet = sheet_to(action, public_id, number)
    point = queries.point_by_public_id(point_id)
    if point is None or sheet.agreement is None or point.agreement_id != sheet.agreement.id:
        raise NotFound()
    return point


def page(
    public_id: str,
    number: str,
    *,
    said: str = "",
    faulty: ActionPoint | None = None,
    form: PointForm | None = None,
    clashes: dict[str, str] | None = None,
    nothing: NothingForm | None = None,
    briefer: BrieferForm | None = None,
    answered: dict[str, str] | None = None,
    yours: str = "",
    status: int = 200,
) -> tuple[str, int]:
    """The page as it is now, with what was typed in the form that was not taken, and why."""
    sheet = sheet_to("agreement.read", public_id, number)
    forms = {point.public_id: _filled(point) for point in sheet.points}
    if faulty is not None and form is not None:
        forms[faulty.public_id] = form
    drawn = render_template(
        "actions/agreement.html",
        **_as_it_stands(sheet),
        forms=forms,
        said=said,
        yours=yours,
        faulty=faulty.public_id if faulty else "",
        clashes=clashes or {},
        nothing=nothing or _nothing(sheet),
        briefer=briefer or _briefer(sheet),
        answered=answered or {},
    )
    return drawn, status


def gives_back(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """What is sent when it is too late comes back beside what stands, to keep elsewhere (rule AG-8)."""

    @wraps(view)
    def watched(public_id: str, number: str, **rest: str) -> ResponseReturnValue:
        try:
            return view(public_id, number, **rest)
        except NotAllowed as refusal:
            if refusal.reason != "closed":
                raise
            if wants_json():
                raise NotAllowed(refusal.reason, str(TOO_LATE)) from refusal
            typed = " · ".join(filter(None, (request.form.get(name, "").strip() for name in TYPED)))
            return page(public_id, number, said=str(TOO_LATE), yours=typed, status=403)

    return watched


def _as_it_stands(sheet: Sheet) -> dict[str, object]:
    """What the page shows whatever was typed."""
    asker = actor()
    shared = marks.shared_with(asker, sheet.gathering, sheet.municipality)
    return {
        "sheet": sheet,
        "state": standing(sheet.gathering.id),
        "gathering": sheet.gathering,
        "municipality": sheet.municipality,
        "choices": _choices(sheet),
        "texts": {point.public_id: _texts(point) for point in sheet.points},
        "lacking": {
            point.public_id: format_list([str(LACKS[name]) for name in lacks_now(point)]) for point in sheet.points
        },
        "unreached": _unreached(sheet),
        "removed": queries.removed_points_of(sheet.agreement.id) if sheet.agreement else (),
        "may_edit": allows(asker, "agreement.edit", sheet.facts()),
        "me": asker.person_id,
        "key": secrets.token_urlsafe(PUBLIC_ID_BYTES),
        "shared": shared,
        "keys": [secrets.token_urlsafe(PUBLIC_ID_BYTES) for _each in shared],
        "answer_words": ANSWER_WORDS,
        "limits": rules,
        "named": lambda people: [(one.public_key, one.name) for one in people],
        "is_many": len(sheet.points) > rules.ENOUGH_POINTS,
    }


def _unreached(sheet: Sheet) -> set[str]:
    """The names of those who were asked by mail whether they take something on, and whom the mail did not reach."""
    asked = {point.owner for point in sheet.points if point.owner and point.owner_state == OwnerState.ASKED}
    lost = unreached([one.email for one in asked if one.email]) if asked else set()
    return {one.name for one in asked if one.email in lost}


def lacks_now(point: ActionPoint) -> tuple[str, ...]:
    """What a point lacks as it is being written: the live texts count, not their copies."""
    texts = _texts(point)
    stored = [name for name in lacks(point) if name not in texts]
    return tuple(name for name in rules.NEEDED if name in stored or (name in texts and not texts[name].strip()))


def _texts(point: ActionPoint) -> dict[str, str]:
    return writing.texts(point.writing) if point.writing is not None else {}


def _filled(point: ActionPoint) -> PointForm:
    form = PointForm(formdata=None)
    for name, value in point_services.stored(point).items():
        form[name].data = bool(value) if name == "is_for_council" else value
        form[f"mark_{name}"].data = mark(value)
    return form


def _nothing(sheet: Sheet) -> NothingForm:
    because = sheet.agreement.nothing_because if sheet.agreement else ""
    return NothingForm(formdata=None, because=because, mark_because=mark(because))


def _briefer(sheet: Sheet) -> BrieferForm:
    form = BrieferForm(formdata=None)
    agreement = sheet.agreement
    if agreement is not None:
        form.briefer.data = agreement.brief_by.public_key if agreement.brief_by else ""
        form.on.data = agreement.brief_on.isoformat() if agreement.brief_on else ""
        form.is_unknown.data = agreement.is_brief_day_unknown
        form.seen.data = briefer_mark(agreement)
    return form


def _choices(sheet: Sheet) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen, as pairs of value and words."""
    present, others = queries.possible_owners(sheet)
    day = day_of(sheet.gathering)
    return {
        "present": [(one.public_key, one.name) for one in present],
        "others": [(one.public_key, one.name) for one in others],
        "goals": [(goal.number, f"{goal.number} {goal.text}") for goal in goals_on(day)],
        "cases": [(case.public_id, case.title) for case in queries.shown_cases(sheet.gathering.id)],
        "meetings": [(one.on_date.isoformat(), "") for one in council_meetings(sheet.municipality.id, from_date=day)],
    }
