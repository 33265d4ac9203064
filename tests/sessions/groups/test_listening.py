"""D2: a municipality with one delegate is offered a table to listen at. She, that table and those who lead see it."""

from collections.abc import Callable

from flask.testing import FlaskClient

from network.people.models import Person
from network.sessions.groups.models import GroupRound, RoundState
from tests.sessions.groups.conftest import Day

ClientFor = Callable[[Person | None], FlaskClient]
OFFERED = "Du er åleine frå kommunen din. Om du vil, kan du lytte ved dette bordet: Bord 2."
HOSTS = "Kan komme og lytte ved bordet dykkar: Dal."
LED = "Åleine frå kommunen. Kan lytte ved: Bord 2."
FREE, NO_GROUP = "Du er fri til å hjelpe", "Du har inga gruppe i denne runden"


def local_round(day: Day) -> GroupRound:
    """Ask and Berg with four delegates each, Dal with one."""
    day.comes(*day.people[:9])
    return day.dealt(kind="local_round", groups="local")


def own_page(client_for: ClientFor, who: Person, round_: GroupRound) -> str:
    return client_for(who).get(f"/rounds/{round_.public_id}/mine").get_data(as_text=True)


def test_she_who_is_alone_her_hosts_and_those_who_lead_see_the_offer(day: Day, client_for: ClientFor) -> None:
    round_ = local_round(day)
    ask, berg, dal = day.people[0], day.people[4], day.people[8]

    pages = [own_page(client_for, who, round_) for who in (dal, berg, ask)]
    led = client_for(day.fia).get(f"/gatherings/{day.gathering.public_id}/rounds/{round_.public_id}")

    assert [(OFFERED in page, HOSTS in page) for page in pages] == [(True, False), (False, True), (False, False)]
    assert led.get_data(as_text=True).count(LED) == 1


def test_a_delegate_who_has_not_come_is_not_sent_to_help_others(day: Day, client_for: ClientFor) -> None:
    round_, late = local_round(day), day.people[12]

    before = own_page(client_for, late, round_)
    day.comes(late)
    after = own_page(client_for, late, round_)

    assert (FREE in before, NO_GROUP in before) == (False, True)
    assert (FREE in after, "Bord 4" in after) == (False, True)


def test_groups_that_are_a_draft_are_not_said_to_be_none(full_day: Day, client_for: ClientFor) -> None:
    """GR-16"""
    round_ = full_day.dealt()

    page = own_page(client_for, full_day.people[0], round_)

    assert "Du ser kvar du sit, så snart folk blir sende til borda." in page
    assert (NO_GROUP in page, any(f"Bord {number}<" in page for number in range(1, 9))) == (False, False)


def test_a_table_of_old_acquaintances_is_told_as_that(day: Day, client_for: ClientFor) -> None:
    day.comes(*day.people[::4][:3])
    day.moves(day.round(), RoundState.WRAP_UP)
    again = day.moves(day.round(), RoundState.RUNNING)

    page = own_page(client_for, day.people[0], again)

    assert ("Du har arbeidd med alle før." in page, "ikkje arbeidd med 0 av" in page) == (True, False)
