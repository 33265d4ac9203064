"""Reading cases: the list, one case as an article, as slides, and what it said before."""

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize, authorize_anywhere
from network.cases import words
from network.cases.models import CaseStudy
from network.cases.queries import cases as queries
from network.cases.queries import presenting
from network.cases.rules.boxes import missing
from network.cases.rules.slides import slides_of
from network.core import clock
from network.core.errors import NotFound
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.stage.queries import talks

blueprint = Blueprint("cases", __name__, url_prefix="/cases")

NOT_FOUND_BY_SEARCH = "noindex, nofollow"
WORDS_A_MINUTE = 200


@blueprint.get("")
@acts("network.read")
def all() -> ResponseReturnValue:
    """Those that the reader may see: her municipality's, those that she leads, and what is public."""
    asker = actor()
    authorize_anywhere(asker, "network.read")
    found = queries.cases_for(asker)
    ours = [case for case in found if case.municipality_id in asker.municipality_ids]
    others = [case for case in found if case.municipality_id not in asker.municipality_ids]
    may_begin = bool(asker.municipality_ids) and bool(asker.roles & set("DK"))
    return render_template("cases/list.html", ours=ours, others=others, may_begin=may_begin, states=words.STATES)


@blueprint.get("/<public_id>")
@acts("case.read")
def show(public_id: str) -> ResponseReturnValue:
    asker = actor()
    case = authorize(asker, "case.read", queries.case_by_public_id(public_id))
    item = queries.item_of(case) if asker.person_id is not None else None
    is_ours = case.municipality_id in asker.municipality_ids and bool(asker.roles & set("DK"))
    may = {act for act in ("edit", "publish", "delete", "present") if allows(asker, f"case.{act}", case.facts())}
    page = render_template(
        "cases/show.html",
        case=case,
        slides=slides_of(case.said()),
        words=words,
        missing=words.labels(missing(case.said())),
        minutes=max(1, round(sum(len(text.split()) for text in case.said().values()) / WORDS_A_MINUTE)),
        gathering=queries.gathering_of(case) if item else None,
        item=item,
        may=may,
        is_ours=is_ours,
        places=_places(case) if "edit" in may else [],
        more=talks.want_more_count(item.id) if item else 0,
        who=talks.who_want_more(item.id) if item and is_ours else [],
        rows=talks.questions_for(asker, item) if item and is_ours else {},
        may_answer=item is not None and allows(asker, "question.answer", item.facts()),
    )
    return for_readers(case, page)


@blueprint.get("/<public_id>/slides")
@acts("case.read")
def slides(public_id: str) -> ResponseReturnValue:
    case = authorize(actor(), "case.read", queries.case_by_public_id(public_id))
    return for_readers(case, deck_page(case, follows=False))


@blueprint.get("/<public_id>/versions")
@acts("case.read")
def versions(public_id: str) -> ResponseReturnValue:
    case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
    return render_template("cases/versions.html", case=case, versions=queries.versions_of(case))


@blueprint.get("/<public_id>/versions/<int:number>")
@acts("case.read")
def version(public_id: str, number: int) -> ResponseReturnValue:
    case = authorize(actor(), "case.edit", queries.case_by_public_id(public_id))
    found = queries.version_of(case, number)
    if found is None:
        raise NotFound()
    said = queries.said_in(found)
    writer = queries.name_of(found.by_id)
    return render_template(
        "cases/version.html", case=case, version=found, said=said, slides=slides_of(said), words=words, writer=writer
    )


def _places(case: CaseStudy) -> list[tuple[str, str]]:
    """Where the case can be presented, for a list to choose from; nowhere among them."""
    slots = queries.slots_of_municipality(case.municipality_id, since=clock.now())
    free = [slot for slot in slots if slot.case is None or slot.case.id == case.id]
    return [("", _("Nowhere yet")), *((slot.item.public_id, slot.name) for slot in free)]


def deck_page(case: CaseStudy, *, follows: bool) -> str:
    """The slides as a scrolling page; in the hall it follows the one on the big screen."""
    gathering = queries.gathering_of(case) if follows else None
    return render_template(
        "cases/slides.html",
        case=case,
        slides=slides_of(case.said()),
        words=words,
        gathering=gathering,
        live=presenting.live_slide(gathering.id, case.public_id) if gathering else None,
    )


def for_readers(case: CaseStudy, page: str) -> Response:
    """What is not public is not for search engines either."""
    response = make_response(page)
    if case.published_at is None:
        response.headers["X-Robots-Tag"] = NOT_FOUND_BY_SEARCH
    return response
