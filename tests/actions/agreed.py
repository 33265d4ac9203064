"""What comes after: Sundby has agreed on actions, and weeks go by."""

import re
from datetime import datetime, timedelta

from flask.testing import FlaskClient

from network.actions.models import ActionPoint, ActionUpdate
from network.actions.services import updates
from network.actions.services.updates import Saying, Told
from network.core import clock
from network.core.db import db, unit_of_work
from network.people.models import Person
from tests.actions.going import WHAT, Going

SENTENCES = (WHAT, "Vi prøver open spørjetime", "Vi ber ungdomsrådet om eit råd")


def agree(going: Going, *sentences: str, owner: Person | None = None) -> list[str]:
    """Sundby agrees on these; their public ids. Bo answers for them if nobody else does."""
    ids = [going.write(what, owner=owner) for what in sentences or (WHAT,)]
    going.ask()
    for public_id in ids:
        for person in (going.hall.cast.bo, going.hall.cast.cy):
            going.answer(public_id, person)
    return ids


def tell(
    going: Going, public_id: str, state: str, line: str = "", *, by: Person | None = None, key: str = "", seen: int = 0
) -> Told:
    """Somebody tells how it goes; Bo if nobody else does."""
    person = by or going.hall.cast.bo
    with unit_of_work():
        return updates.tell(
            going.point(public_id),
            Saying(state, line),
            key=key or f"key {db.session.query(ActionUpdate).count()}",
            person_id=person.id,
            via="page",
            seen=seen or None,
        )


def history(public_id: str) -> list[tuple[str, str]]:
    """(state, line) of all that was told, oldest first."""
    db.session.rollback()
    rows = db.session.query(ActionUpdate).join(ActionPoint).filter(ActionPoint.public_id == public_id)
    return [(str(one.state), one.line) for one in rows.order_by(ActionUpdate.id)]


def later(going: Going, **delta: float) -> datetime:
    """Move the clock to so long after the gathering."""
    moment = going.gathering.ends_at + timedelta(**delta)
    clock.set(moment)
    return moment


def form_of(client: FlaskClient, page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to `action`, as the page gives them."""
    return hidden_fields(client.get(page).text, action)


def hidden_fields(text: str, action: str) -> dict[str, str]:
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text, re.S)
    assert found is not None, text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0]))
