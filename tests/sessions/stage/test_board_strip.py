"""What the hall says on a group's board (ST-18, ST-26, ST-27): who writes there misses neither clock nor step."""

import html
import json
import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.groups.models import GroupMember, GroupRole
from network.sessions.polls.models import Poll
from network.sessions.polls.rules.asking import Kind
from network.sessions.polls.services import answering, making, running
from network.sessions.stage.services import messages
from tests.sessions.stage.conftest import Day, Listener

ClientFor = Callable[[Person | None], FlaskClient]
ListenerFor = Callable[[Person], Listener]


def board_of(phone: FlaskClient) -> str:
    found = re.search(r"/boards/[\w-]+", phone.get("/").text)
    assert found
    return found[0]


def strip_of(page: str) -> str:
    """What stands in it, as words."""
    start = page.index("<hall-page")
    return " ".join(re.sub(r"<[^>]*>", " ", page[start : page.index("</hall-page>")]).split())


def test_on_the_board_stand_the_clock_the_part_of_the_round_done_and_help(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    phone = client_for(day.cast.anna)

    said = strip_of(phone.get(board_of(phone)).text)

    wanted = ["3:00", "Steg 1 av 3: Skriv. Skriv for deg sjølv", "Ferdig", "Treng hjelp"]
    assert [word for word in wanted if word not in said] == []


def test_the_word_of_the_next_part_is_on_the_page_before_it_begins(
    day: Day, client_for: ClientFor, listener_for: ListenerFor
) -> None:
    """ST-17: the part's name and the clock change in the same second."""
    day.to_work()
    anna = listener_for(day.cast.anna).join(day.gathering.public_id)
    phone = client_for(day.cast.anna)
    board = board_of(phone)
    found = re.search(r'class="strip__where" data-parts="([^"]+)"', phone.get(board).text)
    assert found
    words = json.loads(html.unescape(found[1]))

    day.move("phase")

    part = anna.heard("hall:changed")[-1][2]["part"]
    shown = re.search(r'class="strip__where"[^>]*>([^<]*)<', phone.get(board).text)
    assert list(words.values()) == ["Skriv", "Snakk saman", "Vel"]
    assert (words[part], shown and shown[1]) == ("Snakk saman", "Snakk saman")


def test_a_line_to_the_hall_stands_on_the_board_until_it_is_put_away(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    phone = client_for(day.cast.anna)
    board = board_of(phone)
    with unit_of_work():
        messages.send_message(day.gathering, "Fem minutt att.", [], by_id=day.cast.fia.id)
    page = phone.get(board).text
    address = re.search(r'action="([^"]+/messages/\d+/seen)"', page)

    answer = phone.post(address[1], data={"next": board}) if address else None

    before, now = "Fem minutt att." in strip_of(page), "Fem minutt att." in strip_of(phone.get(board).text)
    assert (before, answer and answer.location, now) == (True, board, False)


def test_what_everybody_is_asked_stands_on_the_board_until_she_has_answered(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    phone = client_for(day.cast.anna)
    board = board_of(phone)
    question = "Har de høyrt noko de vil ta med heim?"
    with unit_of_work():
        draft = making.Draft(Kind.CHOICE, question, options=("Ja", "Nei"))
        poll = making.make(day.gathering, draft, key="a-key-of-the-page", by_id=day.cast.fia.id)
        poll_id = poll.id
    before = question in strip_of(phone.get(board).text)
    with unit_of_work():
        running.open_to_all(db.session.get_one(Poll, poll_id), by_id=day.cast.fia.id)
    page = phone.get(board).text
    with unit_of_work():
        answering.answer(db.session.get_one(Poll, poll_id), day.cast.anna.id, [0], key="a-key-of-hers")

    after = question in strip_of(phone.get(board).text)
    assert (before, question in strip_of(page), 'href="/#poll"' in page, after) == (False, True, True, False)


def test_when_the_hall_has_gone_on_the_board_says_where_it_is(day: Day, client_for: ClientFor) -> None:
    """What the strip asks for by itself says the same."""
    day.to_work()
    phone = client_for(day.cast.anna)
    board = board_of(phone)
    source = re.search(r'data-source="([^"]+)"', phone.get(board).text)

    day.go_to("lunch")

    said = [strip_of(phone.get(page).text) for page in (board, source[1] if source else "")]
    # The line in the middle is shown when the connection is lost.
    assert said == ["I salen no: Lunsj Du er fråkopla. Slik var det kl. 09:00. Det som skjer no"] * 2


def test_who_may_not_follow_the_hall_gets_no_strip(day: Day, client_for: ClientFor) -> None:
    day.to_work()
    phone = client_for(day.cast.anna)
    source = re.search(r'data-source="([^"]+)"', phone.get(board_of(phone)).text)

    answer = client_for(day.cast.otto).get(source[1] if source else "")

    assert answer.status_code == 404


def test_while_people_talk_the_board_is_out_of_the_way_of_its_own_group_until_it_is_asked_for(
    day: Day, client_for: ClientFor
) -> None:
    """ST-26: the rest of the page is hidden by this mark. Who leads and looks in sees the board."""
    day.to_work()
    phone, fia = client_for(day.cast.anna), client_for(day.cast.fia)
    board = board_of(phone)
    source = re.search(r'data-source="([^"]+)"', phone.get(board).text)
    day.move("phase")

    pages = {
        "hers": phone.get(board).text,
        "asked again": phone.get(source[1] if source else "").text,
        "wanted": phone.get(f"{board}?show=board").text,
        "leader's": fia.get(board).text,
    }
    day.move("phase")

    is_quiet = {name: "data-quiet" in page for name, page in pages.items()}
    assert is_quiet == {"hers": True, "asked again": True, "wanted": False, "leader's": False}
    assert f'href="{board}?show=board"' in pages["hers"]
    said = strip_of(pages["hers"])
    assert [word for word in ("Legg ned telefonen", "Vis tavla", "Treng hjelp") if word not in said] == []
    assert "data-quiet" not in phone.get(board).text


def test_when_notes_are_sorted_the_scribe_is_offered_to_do_it(day: Day, client_for: ClientFor) -> None:
    """ST-27: an offer; the others hear what is done now."""
    with unit_of_work():
        day.items["mixed"].phases = '[["write", 3], ["sort", 3]]'
    day.to_work()
    with unit_of_work():
        for member in db.session.scalars(select(GroupMember)):
            member.role = GroupRole.SCRIBE if member.person_id == day.cast.anna.id else GroupRole.HOST
    phones = [client_for(person) for person in (day.cast.anna, day.cast.bo)]
    offer = "Du er referent: sorter gjerne. Alle kan."
    writing = [offer in strip_of(phone.get(board_of(phone)).text) for phone in phones]

    day.move("phase")

    sorting = [strip_of(phone.get(board_of(phone)).text) for phone in phones]
    assert (writing, [offer in said for said in sorting]) == ([False, False], [True, False])
    assert "Steg 2 av 2: Samle. Legg lappar som liknar, ved sida av kvarandre." in sorting[1]
