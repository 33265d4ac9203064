"""DR-12 to DR-14: times as evidence: who sees them, how they are corrected, and the files."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from flask import Flask

from network.core import clock
from network.core.db import db, unit_of_work
from network.people.services import register
from network.sessions.gatherings.models import AttendanceChange
from network.sessions.gatherings.queries.attendance import stamp
from network.sessions.gatherings.rules.cells import plain_cell
from network.sessions.gatherings.services import door as doors
from network.sessions.gatherings.services import guests, members
from tests.cast import STARTS
from tests.sessions.gatherings.door_world import MORNING, Door, open_the_door


@pytest.fixture
def door(app: Flask) -> Door:
    """Anna, Bo and a guest have come; Bo has left after an hour and a half; the gathering is over."""
    made = open_the_door(app)
    with unit_of_work():
        guest = guests.add_guest(made.gathering, name="Kari Gjestedøme", by_id=None)
        for person in (made.cast.anna, made.cast.bo, guest):
            doors.check_in(made.gathering, person.id, how="host", by_id=made.cast.fia.id)
        doors.check_out(made.gathering, made.cast.bo.id, by_id=None, at=STARTS + timedelta(minutes=90))
    clock.set(STARTS + timedelta(days=1))
    return made


def test_hours_are_summed_for_each_municipality_and_guests_are_only_counted(door: Door) -> None:
    page = door.signed_in(door.cast.fia).get(f"{door.path}/attendance").text

    assert '<th scope="row">Nordvik</th><td class="number">1</td><td class="number">8</td>' in page
    assert '<th scope="row">Sundby</th><td class="number">1</td><td class="number">1,5</td>' in page
    assert ("Kari Gjestedøme" in page, "1 gjest" in page, "Fia" in page) == (False, True, True)


@pytest.mark.parametrize(
    ("who", "seen"), [("lea", {"Anna", "Bo"}), ("kai", {"Anna"}), ("bo", {"Bo"}), ("cy", {"Bo"}), ("otto", set())]
)
def test_each_sees_only_what_the_table_of_rights_says(door: Door, who: str, seen: set[str]) -> None:
    browser = door.signed_in(getattr(door.cast, who))

    texts = [browser.get(f"{door.path}/attendance{end}").text for end in ("", ".csv")]

    for text in texts:
        assert {name for name in ("Anna", "Bo") if f">{name}<" in text or f";{name};" in text} == seen


@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx"])
def test_a_stranger_to_the_gathering_learns_not_even_that_it_exists(door: Door, ending: str) -> None:
    assert door.signed_in(door.cast.otto).get(f"{door.path}/attendance{ending}").status_code == 404


def test_the_csv_opens_in_excel_and_holds_no_guest(door: Door) -> None:
    answer = door.signed_in(door.cast.fia).get(f"{door.path}/attendance.csv")

    lines = answer.data.decode("utf-8-sig").split("\r\n")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert lines[1:3] == ["Nordvik;Anna;Delegat;08:41;;8,0;Fia", "Sundby;Bo;Delegat;08:41;10:30;1,5;Fia"]
    assert "Kari" not in answer.text
    assert lines[-2].endswith(";1;")


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(door: Door, name: str) -> None:
    """DR-14; without `plain_cell` the cell would be what was typed."""
    with unit_of_work():
        person = register.add_person(name="x", email=None)
        person.name = name
        members.admit(door.gathering, person.id)
        doors.check_in(door.gathering, person.id, how="host", by_id=None, at=MORNING)
    host = door.signed_in(door.cast.fia)

    book = openpyxl.load_workbook(io.BytesIO(host.get(f"{door.path}/attendance.xlsx").data))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    lines = host.get(f"{door.path}/attendance.csv").data.decode("utf-8-sig")

    assert plain_cell(name) != name
    assert [cell.data_type for cell in cells if cell.value == plain_cell(name)] == ["s"]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert f";{plain_cell(name)};" in lines
    book.close()


def times_of_bo(door: Door) -> tuple[datetime, datetime | None]:
    row = door.attendance(door.cast.bo)
    assert row is not None
    return row.arrived_at, row.left_at


def correct(door: Door, who: str = "fia", **fields: str) -> object:
    browser = door.signed_in(getattr(door.cast, who))
    path = f"{door.path}/attendance/{door.cast.bo.public_key}"
    row = door.attendance(door.cast.bo)
    assert row is not None
    typed = {"arrived": "09:10", "left": "13:00", "reason": "Gløymde å gå ut", "seen": stamp(row), **fields}
    return browser.post(path, **typed)


def test_times_are_corrected_with_a_reason_and_the_old_ones_stay_readable(door: Door) -> None:
    correct(door)

    row, change = door.attendance(door.cast.bo), db.session.query(AttendanceChange).one()
    assert row is not None
    assert (row.arrived_at, row.left_at) == (STARTS + timedelta(minutes=10), STARTS + timedelta(hours=4))
    assert (change.reason, change.by_id) == ("Gløymde å gå ut", door.cast.fia.id)
    assert (change.arrived_before, change.left_before) == (MORNING, STARTS + timedelta(minutes=90))
    assert "Gløymde å gå ut" in door.signed_in(door.cast.lea).get(f"{door.path}/attendance").text


@pytest.mark.parametrize(
    "fields",
    [
        {"reason": ""},
        {"reason": "#returned"},
        {"arrived": "9"},
        {"arrived": "25:00"},
        {"arrived": "09:30x"},
        {"left": "09:00"},
        {"reason": "x" * 201},
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_what_was_typed(door: Door, fields: dict[str, str]) -> None:
    answer = correct(door, **fields)

    row = door.attendance(door.cast.bo)
    assert row is not None
    assert (answer.status_code, row.arrived_at, db.session.query(AttendanceChange).count()) == (422, MORNING, 0)
    assert all(f'value="{value}"' in answer.text for value in fields.values())


@pytest.mark.parametrize("who", ["kai", "bo", "anna", "otto"])
def test_only_those_who_lead_correct_times(door: Door, who: str) -> None:
    answer = correct(door, who)

    row = door.attendance(door.cast.bo)
    assert row is not None
    assert (answer.status_code in (403, 404), row.arrived_at) == (True, MORNING)


def test_nobody_has_left_at_a_time_that_has_not_come(door: Door) -> None:
    clock.set(STARTS + timedelta(hours=3))

    answer = correct(door, left="15:00")

    assert (answer.status_code, "Dette har ikkje hendt enno" in answer.text) == (422, True)
    assert times_of_bo(door) == (MORNING, STARTS + timedelta(minutes=90))


def test_a_correction_sent_twice_is_stored_once(door: Door) -> None:
    """F10"""
    row = door.attendance(door.cast.bo)
    assert row is not None
    answers = [correct(door, seen=seen) for seen in [stamp(row)] * 2]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert db.session.query(AttendanceChange).count() == 1


def test_who_stays_past_midnight_left_the_night_after(door: Door) -> None:
    with unit_of_work():
        gathering = db.session.merge(door.gathering)
        gathering.ends_at = STARTS + timedelta(hours=17)
    correct(door, left="00:40")

    assert times_of_bo(door) == (STARTS + timedelta(minutes=10), STARTS + timedelta(hours=15, minutes=40))


def test_a_clock_that_the_night_skips_is_refused_in_words(door: Door) -> None:
    """F21: on 29 March 2026 no clock in Oslo shows 02:30."""
    with unit_of_work():
        gathering = db.session.merge(door.gathering)
        gathering.starts_at = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
        gathering.ends_at = gathering.starts_at + timedelta(hours=8)

    answer = correct(door, left="02:30")

    assert (answer.status_code, "aldri" in answer.text) == (422, True)
    assert times_of_bo(door) == (MORNING, STARTS + timedelta(minutes=90))


def test_over_newer_times_nothing_is_stored_and_both_are_shown(door: Door) -> None:
    """F16"""
    answer = correct(door, seen="2026-01-01T00:00:00+00:00|-")

    row = door.attendance(door.cast.bo)
    assert row is not None
    assert (answer.status_code, row.arrived_at, 'value="09:10"' in answer.text, "10:30" in answer.text) == (
        409,
        MORNING,
        True,
        True,
    )
