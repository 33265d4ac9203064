"""The gathering that is over: planned, and gone through until the second round is at work."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from network.core import clock
from network.demo import content_past as said
from network.demo.dates import ZONE, at_half_past_nine
from network.demo.hall import at, begins_work, goes_to, items_of, leader_of
from network.people.models import Goal, Municipality, Person
from network.sessions.gatherings.models import Gathering, GatheringRole, ItemKind
from network.sessions.gatherings.services import inviting, materials
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import Furnishing, Outline, plan_gathering, template_named
from network.sessions.stage.models import QuestionState
from network.sessions.stage.services import talks

PUBLIC_ID = "demo-past"
AGO = timedelta(weeks=8, days=1)
"""So that the eight weeks after which owners are asked were over yesterday."""
ABSENT = {("1514", 1), ("1524", 0), ("1526", 3), ("1529", 1), ("1531", 2), ("1546", 1)}
"""Municipality and place among its delegates, from 0."""
ONE_IN_THIRTEEN_IS_LATE = 13
TALK, ASKED, FIRST, LUNCH, CASE, AFTER_CASE, SECOND = 46, 81, 91, 136, 181, 201, 211
"""Minutes after the start at which each part began."""

Delegates = list[tuple[Person, Municipality]]


def day(now: datetime) -> datetime:
    return at_half_past_nine((now - AGO).astimezone(ZoneInfo(ZONE)).date())


def plan(starts_at: datetime, leaders: list[Person], case_from: Municipality, goals: list[Goal]) -> Gathering:
    outline = Outline(
        title=said.TITLE,
        theme=said.THEME,
        place=said.HALL,
        zone=ZONE,
        language="nn",
        starts_at=starts_at,
        first_question=said.FIRST_QUESTION,
        second_question=said.SECOND_QUESTION,
        last_departure="15:40",
    )
    furnishing = Furnishing(template_named("usual"), guest=said.GUEST_SHOWN, municipality_id=case_from.id)
    gathering = plan_gathering(
        leaders[0].id, outline, furnishing, goal_ids=[goal.id for goal in goals], public_id=PUBLIC_ID
    )
    for leader in leaders[1:]:
        admit(gathering, leader.id, GatheringRole.FACILITATOR)
    return gathering


def came(delegates: Delegates) -> list[tuple[int, Person]]:
    """Those who were there, each with her place among all delegates."""
    each = [number for number, _one in enumerate(delegates)]
    columns = {number: sum(delegates[n][1].id == delegates[number][1].id for n in range(number)) for number in each}
    return [
        (number, person)
        for number, (person, place) in enumerate(delegates)
        if (place.number, columns[number]) not in ABSENT
    ]


def go_through_morning(gathering: Gathering, delegates: Delegates) -> None:
    """From the coffee to the moment at which the second round writes. Rounds stay open until somebody closes them."""
    for person, _place in delegates:
        admit(gathering, person.id)
    guest = inviting.ask_other(
        leader_of(gathering), gathering, inviting.Newcomer(*said.GUEST, role=GatheringRole.SPEAKER)
    )
    _arrive(gathering, [*came(delegates)], guest.person_id)
    arrival, welcome = (items_of(gathering, kind)[0] for kind in (ItemKind.ARRIVAL, ItemKind.WELCOME))
    for item, minutes in ((arrival, 0), (welcome, 31)):
        with at(gathering, minutes):
            goes_to(gathering, item)
    _hear(gathering, delegates)
    first, second = items_of(gathering, ItemKind.MIXED_ROUND)
    begins_work(gathering, first, FIRST)
    late = [person for number, person in came(delegates) if _is_late(number)][-1]
    with at(gathering, FIRST + 12):
        check_in(gathering, late.id, how="host", by_id=leader_of(gathering))
    _break_and_case(gathering)
    begins_work(gathering, second, SECOND)


def _is_late(number: int) -> bool:
    return number % ONE_IN_THIRTEEN_IS_LATE == ONE_IN_THIRTEEN_IS_LATE - 1


def _arrive(gathering: Gathering, arriving: list[tuple[int, Person]], guest_id: int) -> None:
    """Most at the coffee, some with the second ferry; the last of these when the groups sit already."""
    with at(gathering, -20):
        check_in(gathering, guest_id, how="host", by_id=leader_of(gathering))
    late = [person for number, person in arriving if _is_late(number)]
    for number, person in arriving:
        if person not in late:
            with at(gathering, -15 + number * 0.6):
                check_in(gathering, person.id, how="self" if number % 3 else "host", by_id=leader_of(gathering))
    for person in late[:-1]:
        with at(gathering, 62):
            check_in(gathering, person.id, how="host", by_id=leader_of(gathering))


def _hear(gathering: Gathering, delegates: Delegates) -> None:
    """The talk, what people wrote for themselves, and what they asked."""
    talk, questions = items_of(gathering, ItemKind.TALK)[0], items_of(gathering, ItemKind.QUESTIONS)[0]
    materials.add_link(
        leader_of(gathering), gathering, talk, title=said.MATERIAL[0], address=said.MATERIAL[1], public_id=None
    )
    people = [person for number, person in came(delegates) if number % 5 == 1 and not _is_late(number)]
    with at(gathering, TALK):
        goes_to(gathering, talk)
    with at(gathering, TALK + 25):
        for number, (person, line) in enumerate(zip(people, said.LINES, strict=False)):
            talks.write_line(talk, person.id, key=f"the-demo-line-{number}", text=line)
        asked = [
            (state, answer, talks.ask(talk, person.id, key=f"the-demo-past-{number}", text=text))
            for number, (person, (state, text, answer)) in enumerate(zip(people, said.QUESTIONS, strict=False))
        ]
        for person in people[len(said.QUESTIONS) :][: said.WANT_MORE]:
            talks.want_more(talk, person.id, is_wanted=True)
    with at(gathering, ASKED):
        goes_to(gathering, questions)
        for state, answer, question in asked:
            if answer:
                talks.answer(question, answer, by_id=leader_of(gathering))
            else:
                talks.set_state(question, QuestionState(state))


def _break_and_case(gathering: Gathering) -> None:
    lunch, case = items_of(gathering, ItemKind.BREAK)[0], items_of(gathering, ItemKind.CASE)[0]
    after = items_of(gathering, ItemKind.QUESTIONS)[1]
    for item, minutes in ((lunch, LUNCH), (case, CASE), (after, AFTER_CASE)):
        with at(gathering, minutes):
            goes_to(gathering, item)


def founded(starts_at: datetime) -> datetime:
    """When the network was set up and its year planned."""
    return min(starts_at - timedelta(weeks=12), clock.now())
