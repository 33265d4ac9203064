"""What the hall was asked at the gathering that is over, and the same question ready to be asked once more today."""

from collections.abc import Sequence

from sqlalchemy import select

from network.core.db import db
from network.demo import content_past as said
from network.demo.hall import leader_of
from network.people.models import Person
from network.sessions.gatherings.models import Gathering
from network.sessions.polls.models import Poll
from network.sessions.polls.rules.asking import Kind
from network.sessions.polls.services import answering, making, running

KEY, AGAIN = "the-demo-question", "the-demo-question-again"
ONE_IN_SIX_IS_SILENT = 6


def ask(gathering: Gathering, people: Sequence[Person]) -> None:
    """Asked and answered by most. What came of it is shown when `show` is called."""
    draft = making.Draft(Kind.SCALE, said.ASKED, options=said.ASKED_ENDS)
    poll = making.make(gathering, draft, key=KEY, by_id=leader_of(gathering))
    running.open_to_all(poll, by_id=leader_of(gathering))
    for number, person in enumerate(people):
        if number % ONE_IN_SIX_IS_SILENT:
            point = said.ASKED_POINTS[number % len(said.ASKED_POINTS)]
            answering.answer(poll, person.id, [point], key=f"the-demo-answer-{number}")


def show(gathering: Gathering) -> None:
    """The figures, on the screen and for good."""
    poll = _asked(gathering)
    running.reveal(poll, by_id=leader_of(gathering))
    running.close(poll, by_id=leader_of(gathering))


def prepare_again(before: Gathering, gathering: Gathering) -> None:
    """Whoever leads today can ask it once more, and see what has moved."""
    making.repeat(_asked(before), gathering, key=AGAIN, by_id=leader_of(gathering))


def _asked(gathering: Gathering) -> Poll:
    return db.session.scalars(select(Poll).where(Poll.gathering_id == gathering.id, Poll.key == KEY)).one()
