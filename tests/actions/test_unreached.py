"""A mail that no server takes is told where people look: on the agreement's page, on the coordinator's card."""

import pytest

from network.core.db import db, unit_of_work
from network.jobs.models import FAILED, SENT, OutgoingMail
from network.jobs.services import end_mail, queue_mail
from network.people.models import Municipality
from network.people.services import register
from tests.actions.agreed import agree, later
from tests.actions.going import ClientFor, Going


def ended(address: str, state: str, fault: str | None) -> None:
    with unit_of_work():
        count = db.session.query(OutgoingMail).count()
        mail = queue_mail(
            key=f"try {count}",
            kind="how_it_goes",
            recipient=address,
            language="nn",
            subject="Korleis går det?",
            body="…",
        )
        end_mail(mail, state, fault=fault)


CAME_OF_IT = [
    ("answer 550", True),
    ("unreachable OSError", True),
    ("age", False),
    ("budget", False),
    (None, False),
]


@pytest.mark.parametrize(("fault", "is_told"), CAME_OF_IT)
def test_delegates_see_that_who_was_asked_by_mail_was_not_reached(
    going: Going, client_for: ClientFor, fault: str | None, is_told: bool
) -> None:
    """AG-6; the controls: a mail that got there, and one that nobody tried to hand over."""
    going.write(owner=going.siv)
    going.ask()
    ended(going.siv.email or "", FAILED if fault else SENT, fault)

    page = client_for(going.hall.cast.bo).get(going.path).text

    assert ("E-posten til Siv kom ikkje fram" in page) is is_told


def test_the_coordinator_sees_whom_no_mail_reaches_until_one_gets_there(going: Going, client_for: ClientFor) -> None:
    """FU-1"""
    with unit_of_work():
        kari = register.add_person(name="Kari", email="kari@prove.example")
        place = db.session.get_one(Municipality, going.sundby.id)
        register.give_role(kari, "coordinator", municipality=place)
    agree(going)
    later(going, weeks=2)
    address, browser = going.hall.cast.bo.email or "", client_for(kari)

    pages = [browser.get("/municipalities/9902").text]
    for state, fault in ((FAILED, "answer 550"), (SENT, None)):
        ended(address, state, fault)
        pages.append(browser.get("/municipalities/9902").text)

    assert ["Ingen e-post når Bo" in page for page in pages] == [False, True, False]
