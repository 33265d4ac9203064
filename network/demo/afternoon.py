"""The afternoon of the gathering that is over: what was lifted and marked, agreed and answered, until all went home."""

from sqlalchemy import select

from network.access.actor import actor_for
from network.actions.queries.marked import thing_of
from network.actions.services import marks
from network.core.db import db
from network.demo import asking, going_home, notes
from network.demo import content_past as said
from network.demo.hall import at, begins_work, goes_to, items_of, leader_of, step
from network.demo.past import FIRST, LUNCH, SECOND, Delegates, came
from network.people.models import Person
from network.sessions.boards.services.lifting import lift
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.services.door import check_out
from network.sessions.groups.models import RoundState
from network.sessions.groups.services import rounds
from network.sessions.stage.models import Question, StageState

PLENARY, COFFEE, HOME, READY, LAST, END = 251, 266, 276, 311, 321, 330
LEFT_EARLY = (16, 33, 50, 67)
"""Places among all delegates of those who took an earlier ferry."""
FIRST_SALT = 100
WRITTEN = ((said.FIRST_NOTES, FIRST + 8, FIRST_SALT), (said.SECOND_NOTES, SECOND + 8, 200))
"""Of each round: the notes, the minute, and where its tables' salts begin."""


def is_over(gathering: Gathering) -> bool:
    state = db.session.get(StageState, gathering.id)
    return state is not None and state.finished_at is not None


def write_notes(gathering: Gathering) -> bool:
    """A few at each table, in the middle of each round. Opens no unit of work and needs none to be open."""
    is_new = False
    for item, (texts, minutes, salt) in zip(items_of(gathering, ItemKind.MIXED_ROUND), WRITTEN, strict=True):
        for place, board in enumerate(notes.boards_of(item)):
            own = texts_of(texts, place)
            with at(gathering, minutes):
                is_new = notes.write(board, own, notes.at_table(board), salt=salt + place) or is_new
    return is_new


def texts_of(texts: notes.Written, place: int) -> notes.Written:
    """What this table wrote: one of its own, and by turns a second and a third that another table has as well."""
    return [texts[(place + step) % len(texts)] for step in (0, 4, 9)[: 1 + place % 3]]


def go_through(gathering: Gathering, delegates: Delegates) -> None:
    first, second = items_of(gathering, ItemKind.MIXED_ROUND)
    with at(gathering, LUNCH - 1):
        _lift(first, WRITTEN[0])
        rounds.step_to(rounds.round_for(first), RoundState.CLOSED, by_id=leader_of(gathering))
    with at(gathering, PLENARY - 2):
        _lift(second, WRITTEN[1])
        step(gathering, "wrap_up")
        step(gathering, "close")
    with at(gathering, PLENARY):
        goes_to(gathering, items_of(gathering, ItemKind.PLENARY)[0])
    people = came(delegates)
    with at(gathering, PLENARY + 12):
        _mark(gathering, [person for number, person in people if number % 2 == 0])
    with at(gathering, PLENARY + 13):
        asking.ask(gathering, [person for _number, person in people])
    with at(gathering, PLENARY + 14):
        asking.show(gathering)
    with at(gathering, COFFEE):
        goes_to(gathering, items_of(gathering, ItemKind.BREAK)[1])
        for _number, person in [one for one in people if one[0] in LEFT_EARLY]:
            check_out(gathering, person.id, by_id=leader_of(gathering))
    home = items_of(gathering, ItemKind.GOING_HOME)[0]
    begins_work(gathering, home, HOME)
    going_home.agree(gathering, HOME + 8)
    _say_goodbye(gathering)


def _lift(item: ProgrammeItem, written: tuple[notes.Written, int, int]) -> None:
    """Each table's first note is for everybody."""
    texts, _minutes, salt = written
    for place, board in enumerate(notes.boards_of(item)):
        note_id = notes.ids_of(texts_of(texts, place), salt=salt + place)[0]
        lift(board, open_board(board), note_id, is_wanted=True, by_id=notes.at_table(board)[0])


def _mark(gathering: Gathering, people: list[Person]) -> None:
    """What struck people: by turns the talk, the case, a question, and what their own table chose for everybody."""
    said_to_all = _said_to_all(gathering)
    at_tables = _chosen_by_table(items_of(gathering, ItemKind.MIXED_ROUND)[0])
    for number, person in enumerate(people):
        kind, line = said.MARKED[number % len(said.MARKED)]
        targets = at_tables[person.id] if kind == "note" else said_to_all[kind]
        thing = thing_of(gathering.id, targets[number % len(targets)])
        if thing is not None:
            marks.mark(gathering, actor_for(person.id), thing, key=f"the-demo-mark-{number}", line=line)


def _said_to_all(gathering: Gathering) -> dict[str, list[str]]:
    """Kind → what can be marked of it, as the marks name it."""
    talk, case = (items_of(gathering, kind)[0] for kind in (ItemKind.TALK, ItemKind.CASE))
    rows = select(Question.id).where(Question.gathering_id == gathering.id, Question.text != "")
    asked = db.session.scalars(rows.order_by(Question.id))
    return {
        "talk": [f"talk:{talk.id}"],
        "case": [f"case:{case.id}"],
        "question": [f"question:{one}" for one in asked],
    }


def _chosen_by_table(item: ProgrammeItem) -> dict[int, list[str]]:
    """Person → the note that her table chose in this round."""
    found = {}
    for place, board in enumerate(notes.boards_of(item)):
        note_id = notes.ids_of(texts_of(said.FIRST_NOTES, place), salt=FIRST_SALT + place)[0]
        found.update({person_id: [f"note:{board.id}:{note_id}"] for person_id in notes.at_table(board)})
    return found


def _say_goodbye(gathering: Gathering) -> None:
    ready, last = items_of(gathering, ItemKind.CLOSING)
    with at(gathering, READY - 1):
        step(gathering, "wrap_up")
        step(gathering, "close")
    for item, minutes in ((ready, READY), (last, LAST)):
        with at(gathering, minutes):
            goes_to(gathering, item)
    with at(gathering, END):
        step(gathering, "finish", is_confirmed=True)
