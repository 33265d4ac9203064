"""The round as its facilitator leads it: groups made, people moved, small groups merged; and the list of seats."""

from collections.abc import Sequence

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, can
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.core.language import ngettext
from network.people.identity import actor
from network.people.models import Person
from network.sessions.gatherings.routes.hall_version import hall_version
from network.sessions.groups.forms import DealForm, MergeForm, MoveForm, VideoForm
from network.sessions.groups.models import DRAFT, GroupKind, GroupRound
from network.sessions.groups.queries import explained, page, rounds
from network.sessions.groups.queries.arranged import arranged, wishes_about
from network.sessions.groups.queries.attending import attending
from network.sessions.groups.routes.found import gathering_of, group_in, person_at, round_to
from network.sessions.groups.routes.sayings import (
    WISH_WORDS,
    contradictions,
    day_sentence,
    meeting_sentence,
    must_share_sentence,
)
from network.sessions.groups.routes.sheets import may_see_rooms
from network.sessions.groups.routes.words import ROLE_WORDS, STATE_WORDS, result_sentences
from network.sessions.groups.rules.rounds import DEALABLE, LIVE
from network.sessions.groups.services import drawing, moving, undoing
from network.sessions.groups.services import rounds as services
from network.sessions.groups.services.dealing import SIZES, Contradicted

blueprint = Blueprint("rounds", __name__)

NOT_DRAWN = 503


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>")
@acts("round.read")
def show(public_id: str, round_id: str) -> ResponseReturnValue:
    return _page(round_to("round.edit", round_id, gathering_id=public_id), DealForm())


@blueprint.post("/rounds/<round_id>/groups")
@acts("round.edit")
def deal(round_id: str) -> ResponseReturnValue:
    """Make the groups, or make them anew."""
    round_ = round_to("round.edit", round_id)
    form = DealForm()
    if not form.validate_on_submit():
        return _page(round_, form, status=422)
    by_id = actor().person_id
    try:
        with drawing.drawing(round_, by_id=by_id, size=form.size.data, version=form.version.data) as drawn:
            with unit_of_work():
                round_ = round_to("round.edit", round_id)
                services.deal(round_, by_id=by_id, drawn=drawn)
    except Contradicted as contradicted:
        said = contradictions(contradicted.facts)
        return _page(round_to("round.edit", round_id), form, status=409, fault=contradicted.message, said=said)
    except Conflict as second:
        return _page(round_to("round.edit", round_id), form, status=409, fault=second.message)
    except drawing.NotDrawn as failure:
        return _page(round_to("round.edit", round_id), form, status=NOT_DRAWN, fault=failure.message)
    return _back(round_)


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/people/<key>")
@acts("round.read")
def person(public_id: str, round_id: str, key: str) -> ResponseReturnValue:
    """The second of two taps: where to."""
    round_ = round_to("round.edit", round_id, gathering_id=public_id)
    return _person_page(round_, person_at(round_, key))


@blueprint.post("/rounds/<round_id>/moves")
@acts("round.edit")
def move(round_id: str) -> ResponseReturnValue:
    """Move somebody. A table with enough people asks, on a page that says so, and goes on when it was meant."""
    round_ = round_to("round.edit", round_id)
    form = MoveForm()
    form.validate_on_submit()
    who, group = person_at(round_, form.person.data), group_in(round_, form.group.data)
    name, group_id = who.name, group.id
    try:
        with unit_of_work():
            round_ = round_to("round.edit", round_id)
            group = group_in(round_, group_id)
            by_id, anyway = actor().person_id, bool(form.anyway.data)
            moving.move_person(round_, who.id, group, by_id=by_id, anyway=anyway, seen=form.seen.data, pins=True)
    except moving.AsksFirst as asks:
        round_ = round_to("round.edit", round_id)
        return _person_page(round_, person_at(round_, form.person.data), asked=group_id, question=asks.message), 409
    flash(_("%(name)s now sits at: %(place)s.", name=name, place=rounds.where(group)), "success")
    return _back(round_)


@blueprint.post("/rounds/<round_id>/merges")
@acts("round.edit")
def merge(round_id: str) -> ResponseReturnValue:
    """A group that has become too small goes to another table, all of it."""
    round_to("round.edit", round_id)
    form = MergeForm()
    form.validate_on_submit()
    with unit_of_work():
        round_ = round_to("round.edit", round_id)
        group, into = group_in(round_, form.group.data), group_in(round_, form.into.data)
        moving.merge_groups(round_, group, into, by_id=actor().person_id)
    flash(
        _("The two groups are one now, at: %(place)s. Both boards can still be read.", place=rounds.where(into)),
        "success",
    )
    return _back(round_)


@blueprint.post("/rounds/<round_id>/groups/<int:group_id>/video")
@acts("round.edit")
def video(round_id: str, group_id: int) -> ResponseReturnValue:
    """The video address of a hybrid group."""
    round_ = round_to("round.edit", round_id)
    form = VideoForm()
    form.validate_on_submit()
    try:
        with unit_of_work():
            round_ = round_to("round.edit", round_id)
            moving.set_video_link(group_in(round_, group_id), form.video_link.data or "", by_id=actor().person_id)
    except Invalid as fault:
        typed = {group_id: form.video_link.data or ""}
        return _page(round_to("round.edit", round_id), DealForm(), status=422, typed=typed, fault=fault.message)
    return _back(round_)


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/seating")
@acts("round.read")
def seating(public_id: str, round_id: str) -> ResponseReturnValue:
    """Name → table, A to Z: to be printed and hung up."""
    round_ = round_to("round.read", round_id, gathering_id=public_id)
    may_see = round_.is_told or can(actor(), "round.edit", round_)
    seats = rounds.seating(round_) if may_see else []
    return render_template("sessions/groups/seating.html", round=round_, gathering=gathering_of(round_), seats=seats)


def _page(
    round_: GroupRound,
    form: DealForm,
    *,
    status: int = 200,
    typed: dict[int, str] | None = None,
    fault: str = "",
    said: Sequence[str] = (),
) -> ResponseReturnValue:
    """`said`: what stands behind the fault, a sentence each."""
    version = hall_version(gathering_of(round_))
    groups = rounds.overview(round_)
    result = page.result_of(round_, [len(one.sitting) for one in groups])
    of_mixed = round_.kind == GroupKind.MIXED and bool(groups)
    people = attending(round_.gathering_id) if of_mixed else []
    here = {one.group.id: [sits.person_id for sits in one.sitting if sits.is_present] for one in groups}
    body = render_template(
        "sessions/groups/round.html",
        round=round_,
        gathering=gathering_of(round_),
        version=version,
        form=form,
        state=STATE_WORDS[round_.state],
        sentences=result_sentences(result) if result else [],
        groups=groups,
        merges=rounds.merges(round_, groups),
        unseated=page.unseated(round_) if result else [],
        role_words={role: str(words) for role, words in ROLE_WORDS.items()},
        person_at=_people_of(round_),
        sizes=SIZES,
        may_deal=round_.state in DEALABLE,
        may_move=round_.state in LIVE,
        typed=typed or {},
        fault=fault,
        said=said,
        pinned=arranged(round_).pinned if of_mixed else frozenset(),
        places=explained.municipalities_of(people, here) if of_mixed else {},
        shares=[
            must_share_sentence(name, count, len(groups)) for name, count in explained.must_share(people, len(groups))
        ],
        last_change=undoing.last_change(round_),
        is_told=round_.state not in DRAFT,
        may_see_rooms=may_see_rooms(),
    )
    return body, status


def _people_of(round_: GroupRound) -> str:
    """The address under which each person's key stands: five hundred are not each worked out by themselves."""
    public_id = gathering_of(round_).public_id
    return url_for("rounds.person", public_id=public_id, round_id=round_.public_id, key="-").removesuffix("-")


def _person_page(round_: GroupRound, who: Person, *, asked: int | None = None, question: str = "") -> str:
    targets = page.targets_for(round_, who.id)
    is_mixed = round_.kind == GroupKind.MIXED
    table = explained.of_person(round_, who.id) if is_mixed else None
    day = explained.of_day(gathering_of(round_), who.id, is_told=False) if is_mixed else None
    return render_template(
        "sessions/groups/move.html",
        round=round_,
        gathering=gathering_of(round_),
        person=who,
        own=rounds.group_of(round_.id, who.id),
        where=rounds.where,
        targets=targets,
        asked=next((one for one in targets if one.group.id == asked), None),
        question=question,
        sentence=meeting_sentence(table) if table else "",
        of_day=day_sentence(day, is_own=False) if day and day.groups > 1 else "",
        is_pinned=who.id in arranged(round_).pinned,
        is_mixed=is_mixed,
        wishes=wishes_about(round_.gathering_id, who.id) if is_mixed else [],
        wish_words=WISH_WORDS,
        meets_again=lambda count: ngettext("meets %(num)s person again", "meets %(num)s people again", count),
        from_same=lambda count: ngettext(
            "%(num)s from the same municipality", "%(num)s from the same municipality", count
        ),
    )


def _back(round_: GroupRound) -> ResponseReturnValue:
    public_id = gathering_of(round_).public_id
    return redirect(url_for("rounds.show", public_id=public_id, round_id=round_.public_id), 303)
