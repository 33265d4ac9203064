"""Presenting: the slide that the big screen shows, moved from a phone, and the end of it."""

from network.cases.models import CaseState, CaseStudy
from network.cases.queries import cases as queries
from network.cases.queries import presenting
from network.cases.rules.slides import slides_of, within
from network.cases.services import writing
from network.core.db import db
from network.core.errors import Conflict
from network.core.language import gettext as _
from network.sessions.gatherings.models import Gathering
from network.sessions.stage.services.moves import show_picture

PICTURE = "slides"


def show(case: CaseStudy, number: int, *, rev: int, by_id: int | None, may_any_time: bool) -> bool:
    """Show a slide on the big screen. Says whether it was moved: nothing is, for a form from before the last move.

    `may_any_time`: somebody who leads the hall; others present only while their item goes on (rule CA-9).
    Raises Conflict when the case has no place on a programme, or its turn has not come.
    """
    gathering = _hall_of(case, may_any_time=may_any_time)
    if rev != case.shown_rev:
        return False
    case.shown_slide = within(number, len(slides_of(case.said())))
    case.shown_rev += 1
    db.session.flush()
    facts: dict[str, object] = {"case": case.public_id, "slide": case.shown_slide, "rev": case.shown_rev}
    show_picture(gathering, PICTURE, facts, by_id=by_id)
    return True


def end(case: CaseStudy, *, by_id: int | None, may_any_time: bool) -> None:
    """The presentation is over: the big screen says again what goes on, and the case counts as presented.

    A draft that was told (one can lose a box meanwhile, CA-2) is a draft still.
    """
    gathering = _hall_of(case, may_any_time=may_any_time)
    if presenting.live_slide(gathering.id, case.public_id) is not None:
        show_picture(gathering, "now", {}, by_id=by_id)
    case.shown_slide, case.shown_rev = 1, case.shown_rev + 1
    if case.state != CaseState.DRAFT:
        writing.mark_presented(case, by_id=by_id)


def _hall_of(case: CaseStudy, *, may_any_time: bool) -> Gathering:
    gathering = queries.gathering_of(case)
    if gathering is None:
        raise Conflict(_("This case has no place on a programme yet. Choose one on the page of the case."))
    is_turn = presenting.current_item_id(gathering.id) == case.item_id
    is_on = presenting.live_slide(gathering.id, case.public_id) is not None
    if not (may_any_time or is_turn or is_on):
        raise Conflict(_("It is not your turn yet. When those who lead come to your case, this works."))
    return gathering
