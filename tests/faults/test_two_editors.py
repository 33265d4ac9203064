"""F16: two who have loaded the same version both save, fifty times over: nobody's words go unseen."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from network.cases.rules.boxes import BOXES, FIELDS
from network.core.edits import mark
from tests.faults.caller import Answer, Caller, field_of
from tests.faults.day import Day, at_once

pytestmark = pytest.mark.server

ROUNDS = 50


class CaseRoom:
    """A case, its author and her coordinator."""

    def __init__(self, day: Day) -> None:
        self.day, self.path = day, f"/cases/{day.told['case']}"
        self.writers = [day.caller("Nordvik1").ready(), day.caller("Kai").ready()]

    def stored(self) -> dict[str, str]:
        names = ", ".join(FIELDS)
        return dict(zip(FIELDS, self.day.rows(f"SELECT {names} FROM case_study")[0], strict=True))

    def save(self, writer: Caller, began: dict[str, str], changed: dict[str, str]) -> Answer:
        marks = {f"mark_{name}": mark(text) for name, text in began.items()}
        return writer.post(self.path, **{**began, **changed, **marks})


def edit_a_case(room: CaseRoom, chance: random.Random, number: int) -> list[str]:
    """One round: both begin with what is stored, and save at the same moment. What went wrong."""
    began = room.stored()
    boxes = [chance.choice(BOXES[:3]) for _writer in room.writers]
    texts = [f"{who} skreiv dette i runde {number}" for who in ("Ho", "Han")]
    changes = [{box: text} for box, text in zip(boxes, texts, strict=True)]
    saves = [partial(room.save, who, began, change) for who, change in zip(room.writers, changes, strict=True)]
    answers = at_once(saves)
    now, told = room.stored(), sorted(one.status for one in answers)
    if boxes[0] != boxes[1]:
        both = [now[box] for box in boxes] == texts
        return [] if both and told == [303, 303] else [f"{told}: {now}"]
    if told != [303, 409]:
        return [f"{told} for the same box"]
    first, second = (0, 1) if answers[0].status == 303 else (1, 0)
    is_seen = all(text in answers[second].text for text in texts)
    again = room.save(room.writers[second], now, changes[second])
    is_right = is_seen and now[boxes[0]] == texts[first] and again.status == 303
    return [] if is_right and room.stored()[boxes[0]] == texts[second] else [f"round {number}: a text went unseen"]


class PlanRoom:
    """A gathering and the two who lead it."""

    def __init__(self, day: Day) -> None:
        self.day, self.leads = day, [day.caller("Lea").ready(), day.caller("Tor").ready()]

    def form(self) -> dict[str, str]:
        """The fields of the page that changes the gathering, as it shows them."""
        page = self.leads[0].get(f"{self.day.path}/edit").text
        [(title, theme, zone)] = self.day.rows("SELECT title, theme, zone FROM gathering")
        shown = {name: _value(page, name) for name in ("date", "starts", "seal")}
        return {"title": title, "theme": theme, "zone": zone, "language": "nn", **shown}


def _value(page: str, name: str) -> str:
    return page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


def edit_a_gathering(room: PlanRoom, number: int) -> list[str]:
    """One round: both change the place of the same gathering at the same moment."""
    form, path = room.form(), room.day.path
    places = [f"Huset til {who}, {number}" for who in ("Lea", "Tor")]
    saves = [
        partial(_save, lead, path, {**form, "place": place}) for lead, place in zip(room.leads, places, strict=True)
    ]
    answers = at_once(saves)
    if sorted(one.status for one in answers) != [303, 409]:
        return [f"{sorted(one.status for one in answers)} for the same gathering"]
    second = 0 if answers[0].status == 409 else 1
    is_seen = all(f"<dd>{place}</dd>" in answers[second].text for place in places)
    stored = room.day.rows("SELECT place FROM gathering")[0][0]
    seen = {**form, "place": places[second], "seal": field_of(answers[second].text, "seal")}
    again = room.leads[second].post(path, **seen)
    is_right = is_seen and stored == places[1 - second] and again.status == 303
    return [] if is_right else [f"round {number}: a place went unseen"]


def _save(lead: Caller, path: str, fields: dict[str, str]) -> Answer:
    return lead.post(path, **fields)


class PointRoom:
    """What a municipality takes home, and two of its delegates."""

    def __init__(self, day: Day) -> None:
        self.day, self.writers = day, [day.caller(name).ready() for name in ("Nordvik1", "Nordvik2")]
        agreement = f"{day.path}/agreements/9900"
        self.writers[0].post(f"{agreement}/points", key="the-only-action1")
        self.page, self.path = agreement, f"{agreement}/points/the-only-action1"

    def form(self, page: str) -> dict[str, str]:
        """The fields of the action as a page shows them."""
        hidden = dict(re.findall(r'name="(mark_\w+)" value="([^"]*)"', page))
        return {**hidden, **dict(re.findall(r'name="(\w+_on)" type="date" value="([^"]*)"', page))}

    def stored(self) -> str:
        return str(self.day.rows("SELECT due_on FROM action_point")[0][0])


def edit_an_action(room: PointRoom, number: int) -> list[str]:
    """One round: both choose another deadline for the same action at the same moment."""
    form = room.form(room.writers[0].get(room.page).text)
    days = [(date.today() + timedelta(days=200 + 2 * number + who)).isoformat() for who in (0, 1)]
    saves = [
        partial(_save, one, room.path, {**form, "due_on": day}) for one, day in zip(room.writers, days, strict=True)
    ]
    answers = at_once(saves)
    if sorted(one.status for one in answers) != [303, 409]:
        return [f"{sorted(one.status for one in answers)} for the same action"]
    second, stored = 0 if answers[0].status == 409 else 1, room.stored()
    is_seen = all(day in answers[second].text for day in days)
    again = _save(room.writers[second], room.path, {**room.form(answers[second].text), "due_on": days[second]})
    is_right = is_seen and stored == days[1 - second] and (again.status, room.stored()) == (303, days[second])
    return [] if is_right else [f"round {number}: a deadline went unseen"]


def edited(day: Day, *, rounds: int) -> list[str]:
    """So many rounds of all three kinds in a random order; what went wrong."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    cases, plans, points = CaseRoom(day), PlanRoom(day), PointRoom(day)
    kinds = [partial(edit_a_case, cases, chance), partial(edit_a_gathering, plans), partial(edit_an_action, points)]
    faults: list[str] = []
    for number in range(rounds):
        faults += chance.choices(kinds, weights=(5, 2, 3))[0](number)
    return [*faults, f"seed {seed}"] if faults else []


def test_fifty_times_two_save_over_one_version_and_nobody_loses_a_word(day: Callable[..., Day]) -> None:
    """CA-5, GA, AG-7: the second sees both texts side by side, and her own is taken once she has."""
    assert edited(day(), rounds=ROUNDS) == []


def test_control_without_marks_and_seals_the_second_overwrites_the_first(day: Callable[..., Day]) -> None:
    assert edited(day(without="overwrite_unseen"), rounds=6) != []


def test_control_without_marks_of_an_action_too(day: Callable[..., Day]) -> None:
    assert edit_an_action(PointRoom(day(without="overwrite_unseen")), 0) != []
