"""What papers, pages and spreadsheets must say, worked out from the database's rows alone: in SQL, and with none of the
program's own reading.
"""

from datetime import UTC, date, datetime
from typing import NamedTuple

from tests.journeys.hall import Hall
from tests.journeys.weeks import ZONE

STATES = {
    "agreed": "Avtalt",
    "done": "Ferdig",
    "dropped": "Lagt bort",
    "stuck": "Står fast – treng hjelp",
    "under_way": "I gang",
}
OPEN = ("agreed", "under_way", "stuck")
ANSWERS = {"agree": "Samd", "live_with": "Kan leve med det", "disagree": "Usamd"}
MONTHS = "januar, februar, mars, april, mai, juni, juli, august, september, oktober, november, desember"

CAME = """
SELECT person.name, arrived_at, left_at FROM attendance
JOIN municipality ON municipality.id = municipality_id
JOIN person ON person.id = person_id
WHERE municipality.name = ?
"""
SAID = """
SELECT voter.name, answer, line, action_answer.at, noter.name, left_at FROM action_answer
JOIN action_point ON action_point.id = action_point_id AND action_point.wording = action_answer.wording
JOIN municipality ON municipality.id = action_point.municipality_id
JOIN person AS voter ON voter.id = action_answer.person_id
JOIN attendance ON attendance.person_id = voter.id AND attendance.gathering_id = action_point.gathering_id
LEFT JOIN person AS noter ON noter.id = action_answer.by_id AND noter.id <> voter.id
WHERE municipality.name = ?
"""
AGREED = """
SELECT municipality.name, what, first_step, first_step_on, due_on, person.name, action_point.state, heard_at,
    coalesce(line, ''), action_point.public_id
FROM action_point
JOIN municipality ON municipality.id = municipality_id
JOIN person ON person.id = owner_id
LEFT JOIN action_update ON action_update.id =
    (SELECT max(id) FROM action_update WHERE action_point_id = action_point.id)
ORDER BY municipality.name, position
"""


class Action(NamedTuple):
    """An action as its row has it, with what was told last of how it goes."""

    place: str
    what: str
    step: str
    step_on: str
    due_on: str
    owner: str
    state: str
    heard_at: str
    line: str
    key: str

    def silent_days(self, now: datetime) -> int:
        return (now - local(self.heard_at)).days if self.state in OPEN else 0

    def cells(self, now: datetime) -> tuple[object, ...]:
        """Its row in the spreadsheet."""
        due, heard = (f"{day:%d.%m.%Y}" for day in (date.fromisoformat(self.due_on), local(self.heard_at)))
        silent = self.silent_days(now)
        return (
            self.place,
            self.what,
            None,
            "Samling 7",
            None,
            due,
            STATES[self.state],
            heard,
            self.line or None,
            silent,
        )


def actions(hall: Hall, place: str | None = None) -> list[Action]:
    """All of them by municipality, or those of one."""
    return [one for one in (Action(*row) for row in hall.rows(AGREED)) if place in (None, one.place)]


def local(stored: str) -> datetime:
    """A moment of a row, by the gathering's clocks."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).astimezone(ZONE)


def long_day(stored: str) -> str:
    day = date.fromisoformat(stored)
    return f"{day.day}. {MONTHS.split(', ')[day.month - 1]} {day.year}"


def answers_of(hall: Hall, place: str) -> list[str]:
    """What each said to each sentence, as the record must say it."""
    return [_answered(*row) for row in hall.rows(SAID, place)]


def record_of(hall: Hall, place: str) -> list[str]:
    """What the record must say besides: who came and went, and what was agreed."""
    said = [_came_and_went(*row) for row in hall.rows(CAME, place)]
    for number, one in enumerate(actions(hall, place), 1):
        said += [f"Tiltak {number}: {one.what}", f"Ansvarleg: {one.owner}", f"Ferdig innan: {long_day(one.due_on)}"]
        said += [f"Første steg: {one.step} ({long_day(one.step_on)})", f"Status: {STATES[one.state]}"]
    return said


def _came_and_went(name: str, arrived: str, left: str | None) -> str:
    return f"{name}: kom {local(arrived):%H:%M}" + (f", reiste {local(left):%H:%M}" if left else "")


def _answered(name: str, answer: str, line: str, at: str, noter: str | None, left: str | None) -> str:
    said = f"{name}: {ANSWERS[answer]}" + (f" – {line}" if line else "")
    if noter:
        return f"{said} (notert av {noter}, {local(at):%H:%M})"
    return f"{said} (frå bussen {local(at):%H:%M})" if left and at > left else said
