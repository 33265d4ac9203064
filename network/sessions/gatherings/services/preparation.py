"""What somebody thinks beforehand about the two questions: hers alone."""

from network.core import clock
from network.core.db import db
from network.core.errors import Invalid
from network.core.language import gettext as _
from network.sessions.gatherings.models import Gathering, PreparationAnswer

QUESTIONS = (1, 2)
LONGEST = 4000


def keep_answer(gathering: Gathering, person_id: int, question: int, text: str) -> None:
    """Store what she wrote, in place of what stood there; an empty text takes it away.

    Raises Invalid for a text that is too long or a question that there is not.
    """
    if question not in QUESTIONS:
        raise Invalid("question")
    if len(text) > LONGEST:
        raise Invalid(f"answer_{question}", _("That was too much at once. Keep the most important."))
    answer = db.session.get(PreparationAnswer, (gathering.id, person_id, question))
    if not text.strip():
        if answer is not None:
            db.session.delete(answer)
    elif answer is None:
        db.session.add(
            PreparationAnswer(
                gathering_id=gathering.id, person_id=person_id, question=question, text=text, at=clock.now()
            )
        )
    else:
        answer.text, answer.at = text, clock.now()
    db.session.flush()
