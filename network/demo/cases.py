"""The demo's cases: written down by those who tell them, some told in a hall, some for everybody to read."""

from network.cases.models import CaseStudy
from network.cases.queries.cases import case_of_item
from network.cases.services import writing
from network.core import clock
from network.core.edits import mark
from network.demo.content_cases import GISKE, JOKKMOKK, KRAMFORS, KS, ROROS, Told
from network.demo.hall import items_of
from network.people import queries as people
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem

LIBRARY = (KRAMFORS, JOKKMOKK)
OF_TODAY = (GISKE, KS)
TITLE, BOXES = GISKE.title, GISKE.boxes


def tell_in_the_past(gathering: Gathering) -> None:
    """Volda's case was told at the gathering that is over, and two more lie in the library."""
    item = items_of(gathering, ItemKind.CASE)[0]
    with clock.stopped_at(gathering.starts_at):
        told = _written(ROROS, item)
        writing.mark_presented(told, by_id=told.made_by_id)
        for case in (told, *(_written(one, None) for one in LIBRARY)):
            writing.publish(case, by_id=case.made_by_id)


def lie_ready(gathering: Gathering) -> None:
    """Today's cases are ready at their places. What is there already is left as it is."""
    items = {item.municipality_id: item for item in items_of(gathering, ItemKind.CASE)}
    for told in OF_TODAY:
        place = people.municipality_by_number(told.number)
        item = items.get(place.id) if place is not None else None
        if item is not None and case_of_item(item.id) is None:
            _written(told, item)


def _written(told: Told, item: ProgrammeItem | None) -> CaseStudy:
    writer, place = people.person_by_email(told.writer), people.municipality_by_number(told.number)
    if writer is None or place is None:
        raise LookupError(told.writer)
    case = writing.begin(place, told.title, by_id=writer.id, item=item)
    case.language = told.language
    marks = {name: mark(text) for name, text in case.said().items()}
    writing.save(case, told.said, marks, by_id=writer.id)
    writing.mark_ready(case, by_id=writer.id)
    return case
