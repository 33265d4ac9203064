"""What somebody thinks beforehand about the two questions: hers alone."""

from datetime import datetime

from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.sessions.gatherings.models import Gathering, PreparationAnswer

QUESTIONS = (1, 2)
LONGEST = 4000


def keep_answer(gathering: Gathering, person_id: int, question: int, text: str, *, at: datetime) -> None:
    """Store what she wrote, in place of what stood there; an empty text takes it away.

    `at` is when she wrote it: a device that was offline tells of it later.
    Raises Invalid for a text that is too long or a question that there is not, Conflict when she has written something
    else there since, on another device.
    """
    if question not in QUESTIONS:
        raise Invalid("question")
    if len(text) > LONGEST:
        raise Invalid(f"answer_{question}", _("That was too much at once. Keep the most important."))
    answer = db.session.get(PreparationAnswer, (gathering.id, person_id, question))
    if answer is not None and answer.at > at and answer.text != text:
        raise Conflict(_("You have written something else here since then. That stands; copy from this what you miss."))
    if not text.strip():
        if answer is not None:
            db.session.delete(answer)
    elif answer is None:
        db.session.add(
            PreparationAnswer(gathering_id=gathering.id, person_id=person_id, question=question, text=text, at=at)
        )
    else:
        answer.text, answer.at = text, at
    db.session.flush()
