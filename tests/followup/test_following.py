"""FU-5 to FU-7: the table of all actions, its filters, its figures, and what can be taken out."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask

from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.followup.queries.following import lines_for, sums_for
from network.followup.rules import following as rules
from network.followup.rules.following import ALL, Filter, filter_from
from network.people.models import Goal
from network.sessions.gatherings.models import Gathering
from tests.actions.agreed import SENTENCES, agree, later, tell
from tests.actions.going import LATE, STEP, ClientFor, Going, go_home
from tests.furnished import furnished
from tests.told import told_of


def go_on() -> tuple[Going, list[str]]:
    """One done, one stuck, one of which nobody has told anything."""
    going = go_home()
    ids = agree(going, *SENTENCES)
    later(going, weeks=1)
    tell(going, ids[0], "done", "=HYPERLINK(1)")
    tell(going, ids[1], "stuck", "Treng ein jurist")
    return going, ids


@pytest.fixture
def followed(app: Flask) -> tuple[Going, list[str]]:
    app.config["WTF_CSRF_ENABLED"] = False
    going, ids = furnished(app, go_on, at=LATE)
    later(going, weeks=5)
    return going, ids


@pytest.fixture
def going(followed: tuple[Going, list[str]]) -> Going:
    return followed[0]


@pytest.fixture
def points(followed: tuple[Going, list[str]]) -> list[str]:
    return followed[1]


def listed(page: str) -> list[bool]:
    """Which of the sentences stand in the table."""
    table = page.partition('id="list"')[2].partition('id="by-gathering"')[0]
    return [words in table for words in SENTENCES]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", [True, True, True]),
        ("state=done", [True, False, False]),
        ("state=stuck", [False, True, False]),
        ("state=open", [False, True, True]),
        ("state=overdue", [False, False, False]),
        ("silent=4", [False, True, True]),
        ("silent=8", [False, False, False]),
        ("municipality=9902&state=done", [True, False, False]),
        ("municipality=9901", [False, False, False]),
        ("goal=17", [False, False, False]),
        ("goal=-", [True, True, True]),
        ("state=<script>&silent=x", [True, True, True]),
    ],
)
def test_filters_stand_in_the_address_and_need_no_script(
    going: Going, points: list[str], client_for: ClientFor, asked: str, shown: list[bool]
) -> None:
    """FU-5"""
    page = client_for(going.hall.cast.lea).get(f"/followup?{asked}").text

    assert listed(page) == shown
    assert "<script>&" not in page


def test_what_is_asked_for_is_chosen_in_the_form(going: Going, points: list[str], client_for: ClientFor) -> None:
    """FU-5"""
    page = client_for(going.hall.cast.lea).get("/followup?state=stuck&silent=4").text

    assert re.findall(r'<option value="(\w*)" selected', page) == ["", "", "", "stuck", "4"]


@pytest.mark.parametrize("asked", ["", "?state=done", "?silent=4", "?goal=-&state=stuck", "?municipality=9901"])
def test_each_figure_opens_its_list(going: Going, points: list[str], client_for: ClientFor, asked: str) -> None:
    """FU-5"""
    lea = client_for(going.hall.cast.lea)
    page = lea.get(f"/followup{asked}").text
    figures = re.findall(r'<a href="([^"#]*)#list"><strong>(\d+)</strong>', page)
    bars = re.findall(r'href="([^"#]*)#list">[^<]*</a></th><td class="number">(\d+)', page)

    opened = [sum(listed(lea.get(address.replace("&amp;", "&")).text)) for address, _number in [*figures, *bars]]

    assert opened == [int(number) for _address, number in [*figures, *bars]]
    assert (len(figures), len(bars) >= 5) == (3, True)


def test_the_one_that_is_silent_longest_is_named_with_its_days(
    going: Going, points: list[str], client_for: ClientFor
) -> None:
    page = client_for(going.hall.cast.lea).get("/followup").text

    assert f'<a href="/actions/{points[2]}"><strong>35 døgn</strong>' in page


def test_those_who_lead_are_not_told_who(going: Going, points: list[str], client_for: ClientFor) -> None:
    """AP-7"""
    lea = client_for(going.hall.cast.lea)
    seen = [lea.get(address) for address in ("/followup", "/followup/tiltak.csv")]

    assert [told for answer in seen for told in told_of(("Cy", "Bo", STEP), answer.text)] == []


def test_who_leads_a_gathering_sees_its_actions_and_no_league(
    going: Going, points: list[str], client_for: ClientFor
) -> None:
    """FU-6"""
    lea, fia = (client_for(person).get("/followup").text for person in (going.hall.cast.lea, going.hall.cast.fia))

    assert (listed(lea), listed(fia)) == ([True] * 3, [True] * 3)
    assert ("by-gathering" in lea, "by-gathering" in fia) == (True, False)


def test_nobody_else_sees_the_table(going: Going, points: list[str], client_for: ClientFor) -> None:
    cast = going.hall.cast
    pages = ("/followup", "/followup/tiltak.csv", "/followup/tiltak.xlsx")

    answers = {
        client_for(person).get(page).status_code
        for person in (cast.anna, cast.bo, cast.kai, cast.otto)
        for page in pages
    }

    assert answers == {404}


def test_municipalities_stand_by_name_and_not_by_how_well_they_do(
    going: Going, points: list[str], client_for: ClientFor
) -> None:
    """FU-6"""
    page = client_for(going.hall.cast.lea).get("/followup").text.partition('id="by-gathering"')[2]

    assert re.findall(r'<th scope="row">(\w+)</th>', page) == ["Sundby"]
    assert "3, 1 ferdige" in page


def test_no_cell_of_a_file_is_a_formula(going: Going, points: list[str], client_for: ClientFor) -> None:
    """FU-7"""
    lea = client_for(going.hall.cast.lea)
    text = lea.get("/followup/tiltak.csv?state=done").data.decode()
    book = openpyxl.load_workbook(io.BytesIO(lea.get("/followup/tiltak.xlsx").data))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]

    assert text.startswith("\ufeffKommune;Tiltak;")
    assert (text.count("\r\n"), "'=HYPERLINK(1)" in text, ";=HYPERLINK" in text) == (2, True, False)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]


def test_the_files_hold_what_the_filter_keeps(going: Going, points: list[str], client_for: ClientFor) -> None:
    """FU-5"""
    text = client_for(going.hall.cast.lea).get("/followup/tiltak.csv?state=open").data.decode()

    assert [words in text for words in SENTENCES] == [False, True, True]


def test_counts_by_goal_come_in_the_networks_order_with_those_without_last(going: Going, points: list[str]) -> None:
    with unit_of_work():
        goal = Goal(number="1", text="Fritidspolitikaren", position=1, from_date=LATE.date())
        db.session.add(goal)
        db.session.flush()
        going.point(points[1]).goal_id = goal.id

    sums = sums_for(actor_for(going.hall.cast.lea.id), ALL, [("1", "Fritidspolitikaren"), ("2", "Medverknad")])

    assert sums.by_goal == [("1", "Fritidspolitikaren", 1), ("2", "Medverknad", 0), ("-", "", 2)]
    assert sums.by_state == [("agreed", 1), ("under_way", 0), ("stuck", 1), ("done", 1), ("dropped", 0)]


@pytest.fixture
def two_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("network.followup.queries.following.ON_A_PAGE", 2)


def test_a_long_list_comes_a_page_at_a_time_and_its_files_whole(
    going: Going, points: list[str], client_for: ClientFor, two_on_a_page: None
) -> None:
    """FU-10"""
    lea = client_for(going.hall.cast.lea)
    first, last, beyond = (lea.get(f"/followup?page={number}").text for number in ("", "2", "9999999"))

    assert [listed(page) for page in (first, last, beyond)] == [
        [True, True, False],
        [False, False, True],
        [True] * 2 + [False],
    ]
    assert ("1 til 2 av 3" in first, "3 til 3 av 3" in last, "3 tiltak" in first, "3 tiltak" in last) == (True,) * 4
    assert all(words in lea.get("/followup/tiltak.csv?page=2").data.decode() for words in SENTENCES)


def test_the_way_to_the_next_page_keeps_what_is_asked_for(
    going: Going, points: list[str], client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FU-10: and what is asked for anew begins with the first page."""
    monkeypatch.setattr("network.followup.queries.following.ON_A_PAGE", 1)
    lea = client_for(going.hall.cast.lea)
    page = lea.get("/followup?state=open&silent=4&page=2").text
    ways = [
        address.replace("&amp;", "&") for address in re.findall(r'<a class="ds-button" href="([^"]*page=[^"]*)"', page)
    ]

    assert ways == ["/followup?state=open&silent=4&page=1#list"]
    assert listed(lea.get(ways[0]).text) == [False, True, False]
    assert 'name="page"' not in page


def test_gatherings_stand_side_by_side_some_at_a_time(
    going: Going, points: list[str], client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FU-6"""
    monkeypatch.setattr("network.followup.routes.following.SIDE_BY_SIDE", 1)
    with unit_of_work():
        later_one = going.gathering
        moved = Gathering(**{name: getattr(later_one, name) for name in ("theme", "place", "zone", "language")})
        moved.public_id, moved.title = "earlier", "Den før"
        moved.starts_at, moved.ends_at = (at - timedelta(days=90) for at in (later_one.starts_at, later_one.ends_at))
        db.session.add(moved)
        db.session.flush()
        going.point(points[0]).gathering_id = moved.id
    lea = client_for(going.hall.cast.lea)

    latest, before = (lea.get(f"/followup{asked}").text.partition('id="by-gathering"')[2] for asked in ("", "?back=1"))

    assert ("2, 0 ferdige" in latest, "Tidlegare samlingar" in latest, "Seinare samlingar" in latest) == (
        True,
        True,
        False,
    )
    assert ("1, 1 ferdige" in before, "Tidlegare samlingar" in before, "Seinare samlingar" in before) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        (0, 2, (["a", "b"], 0)),
        (1, 2, (["b"], 1)),
        (2, 4, (["b", "d"], 1)),
        (4, 9, (["d"], 3)),
        (9, 11, ([], 0)),
    ],
)
def test_only_groups_that_reach_into_the_page_are_read(begin: int, end: int, found: tuple[list[str], int]) -> None:
    """`a` has one row, `b` two, `c` none, `d` three."""
    assert rules.window([("a", 1), ("b", 2), ("c", 0), ("d", 3)], begin, end) == found


def test_a_page_that_is_no_number_is_the_first() -> None:
    assert [rules.page_from(said) for said in ("3", "", "x", "-1", "²", "12345678")] == [3, 1, 1, 1, 1, 1]


def test_an_address_that_asks_for_what_nobody_offers_asks_for_nothing() -> None:
    """FU-5"""
    assert filter_from({"state": "nearly", "silent": "3", "goal": " 1 ", "more": "x"}) == Filter(goal="1")
    assert filter_from({"silent": "4"}).asked == {"silent": "4"}


def test_a_silence_is_counted_in_whole_days_and_ends_with_what_is_open() -> None:
    now = clock.now()

    assert [rules.silent_days(state, now - timedelta(days=3, hours=23), now) for state in ("stuck", "done")] == [3, 0]
    assert rules.silent_days("agreed", None, now) == 0


def test_a_day_before_the_deadline_is_over_for_who_lives_there(going: Going, points: list[str]) -> None:
    """It is the gathering's own day that counts."""
    due = going.point(points[2]).due_on
    assert due is not None
    clock.set(going.gathering.starts_at + timedelta(days=85))
    db.session.rollback()

    [line] = [one for one in lines_for(actor_for(going.hall.cast.lea.id)) if one.public_id == points[2]]

    assert line.overdue_days == 1
