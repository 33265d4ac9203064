"""What a case shows on the big screen and on the live pages of the hall."""

from flask import Flask, render_template

from network.access.guard import allows
from network.cases import words
from network.cases.queries import cases as queries
from network.cases.queries import presenting as live
from network.cases.routes.presenting import case_told_now
from network.cases.rules.slides import slides_of, within
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.stage import pictures
from network.web import panels


def register(app: Flask) -> None:
    pictures.add(app, "slides", _slide)
    panels.add(app, "now_item", _follow, order=10)
    panels.add(app, "control_item", _control, order=10)


def _slide(gathering: Gathering, facts: dict[str, object]) -> str:
    """The slide that the state names, from the record as it is now: nothing of it lies on anybody's laptop."""
    case = queries.case_by_public_id(str(facts.get("case", "")))
    number = facts.get("slide")
    if case is None or case.gathering_id != gathering.id or not isinstance(number, int):
        return ""
    slides = slides_of(case.said())
    slide = slides[within(number, len(slides)) - 1]
    return render_template("cases/_picture.html", case=case, slide=slide, words=words)


def _follow(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    case = case_told_now(gathering)
    if item is None or case is None:
        return None
    may_present = allows(actor(), "case.present", case.facts()) and case.municipality_id in actor().municipality_ids
    return render_template("cases/_follow.html", gathering=gathering, case=case, may_present=may_present)


def _control(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """The slides' buttons for those who lead, beside what else the item offers."""
    case = queries.case_of_item(item.id) if item is not None else None
    if case is None or not allows(actor(), "case.present", case.facts()):
        return None
    slides = slides_of(case.said())
    return render_template(
        "cases/_control.html",
        case=case,
        slide=slides[within(case.shown_slide, len(slides)) - 1],
        is_on=live.live_slide(gathering.id, case.public_id) is not None,
        words=words,
    )
