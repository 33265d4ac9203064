"""GA-3, F16: a programme is changed item by item, and what is taken away comes back."""

import re

import pytest

from network.sessions.gatherings.models import ProgrammeItem
from tests.sessions.gatherings.conftest import Office


def form_of(item: ProgrammeItem, seal: str, **other: object) -> dict[str, object]:
    return {
        "title": item.title,
        "kind": str(item.kind),
        "minutes": item.minutes,
        "question": item.question,
        "groups": item.groups,
        "board_template": item.board_template or "challenges",
        "phase_write": 3,
        "phase_talk": 10,
        "seal": seal,
        **other,
    }


def seal_of(office: Office, item: ProgrammeItem) -> str:
    page = office.get(office.cast.fia, f"/programme/{item.public_id}").text
    found = re.search(r'name="seal" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def titles(office: Office) -> list[str]:
    return [item.title for item in office.items()]


def test_a_longer_item_moves_what_comes_after_it_and_the_end(office: Office) -> None:
    """GA-2, GA-11"""
    talk = office.items()[2]

    answer = office.post(
        office.cast.fia, f"/programme/{talk.public_id}", **form_of(talk, seal_of(office, talk), minutes=50)
    )

    page = office.get(office.cast.fia, "/programme").text
    assert (answer.status_code, office.gathering.ends_at.isoformat()) == (303, "2026-11-25T14:15:00+00:00")
    assert (office.gathering.calendar_sequence, ">10:15–11:05</time>" in page) == (1, True)


def test_the_going_home_round_is_not_cut_unasked(office: Office) -> None:
    """GA-3: with the box ticked the same form is taken."""
    home = office.items()[11]
    typed = form_of(home, seal_of(office, home), minutes=20)

    asked = office.post(office.cast.fia, f"/programme/{home.public_id}", **typed)
    untouched = office.items()[11].minutes
    sure = office.post(office.cast.fia, f"/programme/{home.public_id}", **typed, is_sure="y")

    assert (asked.status_code, 'name="is_sure"' in asked.text, untouched) == (422, True, 35)
    assert "treng minst 25 minutt" in asked.text
    assert (sure.status_code, office.items()[11].minutes) == (303, 20)


def test_a_changed_item_sent_twice_is_changed_once_and_no_clash_with_oneself(office: Office) -> None:
    """F10"""
    talk = office.items()[2]
    form = form_of(talk, seal_of(office, talk), minutes=50)

    answers = [office.post(office.cast.fia, f"/programme/{talk.public_id}", **form) for _each in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (office.items()[2].minutes, office.gathering.calendar_sequence) == (50, 1)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"minutes": "mange"}, "Skriv kor mange minutt, frå 1 til 600."),
        ({"minutes": "0"}, "Skriv kor mange minutt, frå 1 til 600."),
        ({"title": ""}, "Gi posten ein tittel."),
        ({"kind": "mixed_round", "minutes": "10", "phase_talk": "11"}, "Fasane er lengre enn heile posten."),
        ({"kind": "mixed_round", "names": "nobody", "phase_write": "0"}, "Utan namn skriv kvar for seg først."),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(office: Office, other: dict[str, str], said: str) -> None:
    talk = office.items()[2]

    answer = office.post(
        office.cast.fia, f"/programme/{talk.public_id}", **form_of(talk, seal_of(office, talk), **other)
    )

    assert (answer.status_code, said in answer.text) == (422, True)
    assert (office.items()[2].title, office.items()[2].minutes) == ("Innleiing utanfrå", 35)


@pytest.mark.parametrize("field", ["minutes", "phase_talk"])
def test_a_word_for_a_number_stands_where_it_was_typed(office: Office, field: str) -> None:
    """In a field that takes words: browsers show nothing of them in one for numbers."""
    item = office.items()[4]
    typed = form_of(item, seal_of(office, item), kind="mixed_round", **{field: "ein halv time"})

    page = office.post(office.cast.fia, f"/programme/{item.public_id}", **typed).text

    found = re.search(rf'<input [^>]*name="{field}"[^>]*>', page)
    assert found is not None
    assert ('value="ein halv time"' in found[0], 'type="text"' in found[0]) == (True, True)


def test_two_who_edit_one_item_see_both_texts(office: Office) -> None:
    """F16"""
    talk = office.items()[2]
    seal = seal_of(office, talk)
    office.post(office.cast.lea, f"/programme/{talk.public_id}", **form_of(talk, seal, speaker="Gro"))

    answer = office.post(office.cast.fia, f"/programme/{talk.public_id}", **form_of(talk, seal, speaker="Gry"))

    assert (answer.status_code, "<dd>Gro</dd>" in answer.text, "<dd>Gry</dd>" in answer.text) == (409, True, True)
    assert office.items()[2].speaker == "Gro"


def test_two_who_edit_different_items_do_not_meet(office: Office) -> None:
    welcome, talk = office.items()[1:3]
    seals = [seal_of(office, item) for item in (welcome, talk)]

    answers = [
        office.post(person, f"/programme/{item.public_id}", **form_of(item, seal, title=title)).status_code
        for person, item, seal, title in (
            (office.cast.lea, welcome, seals[0], "Hei"),
            (office.cast.fia, talk, seals[1], "Innlegg"),
        )
    ]

    assert (answers, titles(office)[1:3]) == ([303, 303], ["Hei", "Innlegg"])


def places_of(office: Office, item: ProgrammeItem) -> list[str]:
    """What the buttons "up" and "down" of an item send, as the page has them."""
    page = office.get(office.cast.fia, "/programme").text
    return re.findall(rf'/{re.escape(item.public_id)}/place">.*?name="after" value="([^"]*)"', page, re.DOTALL)


def test_an_item_goes_up_and_down_by_a_button_and_two_taps_are_one_move(office: Office) -> None:
    """GA-13, F10"""
    third = office.items()[2]
    before = titles(office)
    orders = []

    for way in (0, 1):
        after = places_of(office, third)[way]
        taps = [office.post(office.cast.fia, f"/programme/{third.public_id}/place", after=after) for _tap in range(2)]
        assert [tap.status_code for tap in taps] == [303, 303]
        orders.append(titles(office))

    assert orders == [[before[0], before[2], before[1], *before[3:]], before]


def test_the_second_item_goes_first_and_the_first_has_no_way_up(office: Office) -> None:
    first, second = office.items()[:2]
    ways = [places_of(office, first), places_of(office, second)]

    office.post(office.cast.fia, f"/programme/{second.public_id}/place", after="")

    assert ways == [[second.public_id], ["", office.items()[2].public_id]]
    assert titles(office)[:2] == [second.title, first.title]


def test_behind_what_was_taken_away_nothing_is_put(office: Office) -> None:
    talk, lunch = office.items()[2], office.items()[5]
    office.post(office.cast.fia, f"/programme/{lunch.public_id}/removal")
    before = titles(office)

    answers = [
        office.post(office.cast.fia, f"/programme/{talk.public_id}/place", after=after).status_code
        for after in (lunch.public_id, talk.public_id, "nothing")
    ]

    assert (answers, titles(office)) == ([409, 409, 404], before)


def test_what_is_taken_away_comes_back_where_it_was(office: Office) -> None:
    before = titles(office)
    lunch = office.items()[5]

    gone = office.post(office.cast.fia, f"/programme/{lunch.public_id}/removal")
    page = office.browser(office.cast.fia).get(gone.headers["Location"])
    without = titles(office)
    office.post(office.cast.fia, f"/programme/{lunch.public_id}/return")

    assert ("«Lunsj» er teken bort." in page.text, lunch.title in without) == (True, False)
    assert (titles(office), office.gathering.ends_at.isoformat()) == (before, "2026-11-25T14:00:00+00:00")


def test_a_new_item_stands_after_the_one_it_was_asked_for_and_only_once(office: Office) -> None:
    """F10"""
    talk = office.items()[2]
    form = {"title": "Song", "kind": "break", "minutes": 5, "after": talk.public_id, "key": "abcdefghijklmnop"}

    first = office.post(office.cast.fia, "/programme", **form)
    again = office.post(office.cast.fia, "/programme", **form)

    assert (first.status_code, again.status_code) == (303, 303)
    assert (titles(office)[2:5], titles(office).count("Song")) == ([talk.title, "Song", "Spørsmål"], 1)


@pytest.mark.parametrize(("name", "status"), [("anna", 404), ("otto", 404), ("kai", 404)])
def test_who_does_not_lead_changes_no_programme(office: Office, name: str, status: int) -> None:
    before, talk = titles(office), office.items()[2]
    who = getattr(office.cast, name)

    answers = [
        office.post(who, f"/programme/{talk.public_id}/removal").status_code,
        office.post(who, "/programme", title="x", kind="break", minutes=5).status_code,
        office.post(who, f"/programme/{talk.public_id}/place", after="").status_code,
    ]

    assert (answers, titles(office)) == ([status] * 3, before)
