"""What is said on the demo's day: Giske's case in seven boxes, and what the delegates ask the guest. All invented."""

from collections.abc import Sequence

from network.cases.models import CaseStudy
from network.cases.queries.cases import case_of_item
from network.cases.rules.merging import mark
from network.cases.services import writing
from network.demo import content
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.stage.services import talks

TITLE = "Grendemøtet før saka blir skriven"
BOXES = {
    "ingress": (
        "Giske held møtet i grenda **før** rådmannen skriv saka. Vi har prøvd det med tre saker om vegar, "
        "skule og strandsone."
    ),
    "why": (
        "Når saka kom på høyring, var alt skrive ferdig. Dei same ti svarte kvar gong, og dei fleste kom først då "
        "vedtaket var gjort.\n\n"
        "I ei enkel spørjing på butikken sa to av tre at dei ikkje visste kva som var mogleg å påverke."
    ),
    "how": (
        "1. Éi side på vanleg norsk: kva gjeld det, og kva er ikkje avgjort?\n"
        "2. Møte på grendahuset, tre veker før saka blir skriven. To politikarar lyttar, og seier lite.\n"
        "3. Alle skriv kvar for seg først. Så snakkar borda saman.\n"
        "4. Svar til alle som var der: kva høyrde vi, og kva gjorde vi med det?"
    ),
    "result": (
        "Det kom 34, 51 og 28 menneske. Om lag halvparten hadde aldri vore på eit slikt møte.\n\n"
        "I to av tre saker vart framlegget eit anna enn det administrasjonen hadde tenkt. Den tredje vart som før, "
        "men utan klage."
    ),
    "differently": (
        "Det første møtet la vi til ein tysdag i fisket. Og vi lova svar på to veker, men brukte sju. "
        "No lovar vi mindre, og held det."
    ),
    "cost": (
        "Om lag 4000 kroner for kvart møte, til leige og kaffi. Sakshandsamaren bruker ti timar meir før møtet, "
        "og sparer dei att etterpå. Fire kveldar for kvar av dei to politikarane."
    ),
    "contact": "Kai Giskekontakt, koordinator, kai.giskekontakt@giske.example",
}
QUESTIONS = (
    "Korleis fekk de med dei som aldri kjem på møte?",
    "Kva sa administrasjonen då de ville spørje folk før noko var skrive?",
    "Kva gjorde de då folk var heilt usamde?",
)
WANT_MORE = 4
"""So many more only say that they want to hear more."""
KEY = "the-demo-asks-{}"


def tell(gathering: Gathering, coordinator: Person, delegates: Sequence[tuple[Person, Municipality]]) -> None:
    """Have the case lie ready and the guest be asked. What is there already is left as it is."""
    items = list(gathering.items)
    case_item = next((item for item in items if item.kind == ItemKind.CASE and item.municipality_id), None)
    if case_item is not None and case_of_item(case_item.id) is None:
        _write_case(case_item, _place(content.CASE_FROM, delegates), coordinator)
    talk = next((item for item in items if item.kind == ItemKind.TALK), None)
    if talk is not None:
        _ask(talk, [person for person, _place in delegates[1 :: content.DELEGATES_EACH]])


def _write_case(item: ProgrammeItem, place: Municipality, coordinator: Person) -> CaseStudy:
    case = writing.begin(place, TITLE, by_id=coordinator.id, item=item)
    marks = {name: mark(text) for name, text in case.said().items()}
    writing.save(case, {"title": TITLE, **BOXES}, marks, by_id=coordinator.id)
    writing.mark_ready(case, by_id=coordinator.id)
    return case


def _ask(talk: ProgrammeItem, people: Sequence[Person]) -> None:
    """One of each municipality: the first ones ask, the next ones want to hear more."""
    for number, (person, text) in enumerate(zip(people, QUESTIONS, strict=False)):
        talks.ask(talk, person.id, key=KEY.format(number), text=text)
    for person in people[len(QUESTIONS) : len(QUESTIONS) + WANT_MORE]:
        talks.want_more(talk, person.id, is_wanted=True)


def _place(number: str, delegates: Sequence[tuple[Person, Municipality]]) -> Municipality:
    return next(place for _person, place in delegates if place.number == number)
