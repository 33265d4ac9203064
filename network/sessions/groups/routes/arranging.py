"""What lies behind "More choices": wishes, pins, evening out, undoing, and the figures behind the sentences."""

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.groups.forms import MendForm, PinForm, UndoForm, WishForm
from network.sessions.groups.models import GroupKind, GroupRound, WishKind
from network.sessions.groups.queries import arranged, explained, page, rounds
from network.sessions.groups.routes.found import gathering_of, person_at, round_to
from network.sessions.groups.routes.sayings import WISH_WORDS, contradictions, group_sentence, way_sentence, when_met
from network.sessions.groups.services import drawing, repairing, undoing, wishing
from network.sessions.groups.services.dealing import Contradicted

blueprint = Blueprint("arranging", __name__)

NOT_DRAWN = 503
SIZES_AROUND = (-1, 0, 1, 2)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.post("/rounds/<round_id>/undo")
@acts("round.edit")
def undo(round_id: str) -> ResponseReturnValue:
    """The groups as they were before the last change."""
    round_to("round.edit", round_id)
    form = UndoForm()
    form.validate_on_submit()
    with unit_of_work():
        round_ = round_to("round.edit", round_id)
        undoing.undo(round_, form.mark.data or "", by_id=actor().person_id)
    flash(_("Taken back. The groups are as they were."), "success")
    return _back(round_)


@blueprint.post("/rounds/<round_id>/pins")
@acts("round.edit")
def pin(round_id: str) -> ResponseReturnValue:
    """Fasten somebody to her group, or let her go; nobody named means all are let go."""
    round_ = round_to("round.edit", round_id)
    form = PinForm()
    form.validate_on_submit()
    key = form.person.data
    who = person_at(round_, key) if key else None
    person_id, name = (who.id, who.name) if who else (0, "")
    with unit_of_work():
        round_ = round_to("round.edit", round_id)
        if who is None:
            wishing.unpin_all(round_, by_id=actor().person_id)
        else:
            wishing.pin(round_, person_id, is_pinned=bool(form.is_pinned.data), by_id=actor().person_id)
    if not key:
        flash(_("Nobody is fastened any more."), "success")
        return _back(round_)
    said = _("%(name)s stays when the rest is mixed.") if form.is_pinned.data else _("%(name)s is mixed with the rest.")
    flash(said % {"name": name}, "success")
    public_id = gathering_of(round_).public_id
    return redirect(url_for("rounds.person", public_id=public_id, round_id=round_id, key=key), 303)


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/wishes")
@acts("round.read")
def wishes(public_id: str, round_id: str) -> ResponseReturnValue:
    return _wishes_page(round_to("round.edit", round_id, gathering_id=public_id), WishForm())


@blueprint.post("/rounds/<round_id>/wishes")
@acts("round.edit")
def wish(round_id: str) -> ResponseReturnValue:
    """One wish more."""
    round_ = round_to("round.edit", round_id)
    form = WishForm()
    form.validate_on_submit()
    if form.kind.data not in set(WishKind):
        raise Invalid("kind")
    one = page.member_by_key(round_.gathering_id, form.one.data or "")
    other = page.member_by_key(round_.gathering_id, form.other.data or "")
    one_id, other_id = one.id if one else 0, other.id if other else None
    try:
        if not one_id:
            raise Invalid("one", _("Choose a name."))
        with unit_of_work():
            gathering = gathering_of(round_to("round.edit", round_id))
            wishing.add_wish(gathering, WishKind(form.kind.data), one_id, other_id, by_id=actor().person_id)
    except Invalid as fault:
        return _wishes_page(round_to("round.edit", round_id), form, fault=fault, status=422)
    flash(_("The wish counts from the next time groups are made."), "success")
    return _to("arranging.wishes", round_to("round.edit", round_id))


@blueprint.post("/rounds/<round_id>/wishes/removal")
@acts("round.edit")
def unwish(round_id: str) -> ResponseReturnValue:
    """One wish less."""
    round_to("round.edit", round_id)
    form = WishForm()
    form.validate_on_submit()
    with unit_of_work():
        round_ = round_to("round.edit", round_id)
        wishing.remove_wish(gathering_of(round_), form.wish.data or 0, by_id=actor().person_id)
    return _to("arranging.wishes", round_)


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/repairs")
@acts("round.read")
def repairs(public_id: str, round_id: str) -> ResponseReturnValue:
    """How the groups can be evened out for those who are there now, each way with what it moves."""
    return _repairs_page(round_to("round.edit", round_id, gathering_id=public_id))


@blueprint.post("/rounds/<round_id>/repairs")
@acts("round.edit")
def mend(round_id: str) -> ResponseReturnValue:
    """One of these ways, exactly as it was shown."""
    round_ = round_to("round.edit", round_id)
    form = MendForm()
    form.validate_on_submit()
    try:
        standing = repairing.standing_of(round_)
        way = repairing.way_of(standing, form.way.data or "")
        if way.seal != form.seal.data:
            raise Conflict(_("Somebody has come, left or been moved since. Here is how it stands now."))
        with unit_of_work():
            round_ = round_to("round.edit", round_id)
            repairing.mend(round_, standing, way, by_id=actor().person_id)
    except Conflict as second:
        return _repairs_page(round_to("round.edit", round_id), fault=second.message, status=409)
    except drawing.NotDrawn as failure:
        return _repairs_page(round_to("round.edit", round_id), fault=failure.message, status=NOT_DRAWN, is_quiet=True)
    flash(way_sentence(len(way.moves), way.again), "success")
    return _back(round_)


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/again")
@acts("round.read")
def again(public_id: str, round_id: str) -> ResponseReturnValue:
    """Each group in figures, with the pairs that have sat together before, and when: what lies behind the sentence."""
    round_ = round_to("round.edit", round_id, gathering_id=public_id)
    return render_template(
        "sessions/groups/again.html",
        round=round_,
        gathering=gathering_of(round_),
        found=explained.of_groups(round_),
        group_sentence=group_sentence,
        when_met=when_met,
    )


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/advice")
@acts("round.read")
def advice(public_id: str, round_id: str) -> ResponseReturnValue:
    """How many groups: how large each is then, and in how many of the day's rounds nobody need meet again."""
    round_ = round_to("round.edit", round_id, gathering_id=public_id)
    people, mixed = page.dealt_now(round_), page.mixed_rounds(round_.gathering_id)
    sizes = [round_.size + more for more in SIZES_AROUND if 3 <= round_.size + more <= 12]
    fault, counts = "", []
    try:
        counts = drawing.advised(people, sizes, max(2, mixed)) if people else []
    except drawing.NotDrawn as failure:
        fault = failure.message
    return render_template(
        "sessions/groups/advice.html",
        round=round_to("round.edit", round_id),
        gathering=gathering_of(round_),
        people=people,
        rounds=max(2, mixed),
        counts=counts,
        fault=fault,
        may_deal=round_.state in ("planned", "drawn"),
    ), (NOT_DRAWN if fault else 200)


def _repairs_page(
    round_: GroupRound, *, fault: str = "", status: int = 200, is_quiet: bool = False
) -> ResponseReturnValue:
    """`is_quiet`: the ways are not worked out, since that has just failed."""
    said: list[str] = []
    found: list[repairing.Way] = []
    standing = None
    round_id = round_.public_id
    try:
        standing = repairing.standing_of(round_)
        found = repairing.ways(standing) if not is_quiet else []
    except Contradicted as contradicted:
        fault, said, status = contradicted.message, contradictions(contradicted.facts), 409
    except Conflict as refusal:
        fault = fault or refusal.message
    except drawing.NotDrawn as failure:
        fault, status = failure.message, NOT_DRAWN
    round_ = round_to("round.edit", round_id)
    names = arranged.names_of({move.person_id for way in found for move in way.moves})
    places = rounds.places_in(round_.id)
    body = render_template(
        "sessions/groups/repairs.html",
        round=round_,
        gathering=gathering_of(round_),
        standing=standing,
        ways=found,
        names=names,
        places=places,
        way_sentence=way_sentence,
        fault=fault,
        said=said,
    )
    return body, status


def _wishes_page(
    round_: GroupRound, form: WishForm, *, fault: Invalid | None = None, status: int = 200
) -> ResponseReturnValue:
    gathering = gathering_of(round_)
    body = render_template(
        "sessions/groups/wishes.html",
        round=round_,
        gathering=gathering,
        form=form,
        wishes=arranged.wishes_in(gathering.id),
        people=page.those_who_are_dealt(gathering),
        wish_words=WISH_WORDS,
        fault=fault,
        is_mixed=round_.kind == GroupKind.MIXED,
    )
    return body, status


def _back(round_: GroupRound) -> ResponseReturnValue:
    return _to("rounds.show", round_)


def _to(endpoint: str, round_: GroupRound) -> ResponseReturnValue:
    public_id = gathering_of(round_).public_id
    return redirect(url_for(endpoint, public_id=public_id, round_id=round_.public_id), 303)
