"""F10 in the hall: each form one to five times, all shuffled, all at once. One effect each, and the same answer."""

import random
from collections import defaultdict
from collections.abc import Callable
from functools import partial

import pytest

from tests.faults.caller import Answer, Caller
from tests.faults.day import Day, at_once

pytestmark = pytest.mark.server

MOST = 5
EFFECTS = ("attendance", "talk_line", "question", "help_call", "readiness", "hall_message", "stage_move", "person")
"""The tables to which the forms add a row each; the newcomer at the door is checked in besides."""
Form = tuple[Caller, str, dict[str, object]]


def forms_of(day: Day) -> dict[str, Form]:
    """What people in a hall send, each with what makes it one: a key, a version, or the thing itself."""
    lead, tor, her, other = (day.caller(name).ready() for name in ("Lea", "Tor", "Nordvik1", "Sundby1"))
    version = day.rows("SELECT version FROM stage_state")[0][0]
    phase = day.rows("SELECT phase FROM group_round ORDER BY id DESC LIMIT 1")[0][0]
    newcomer = next(key for name, key in day.told["keys"].items() if name in day.told["late"])
    round_ = f"/rounds/{day.told['round']}"
    return {
        "tap": (tor, f"{day.path}/door/taps", {"person": newcomer, "act": "in", "key": "tap-0000001"}),
        "new person": (tor, f"{day.path}/door/people", {"name": "Ny Prøvedøme", "role": "guest", "key": "new-0000001"}),
        "line": (her, f"{day.talk}/lines", {"text": "Berre for meg", "key": "line-0000001"}),
        "question": (other, f"{day.talk}/questions", {"text": "Kven var med?", "key": "asks-0000001"}),
        "help": (her, f"{round_}/help", {}),
        "done": (other, f"{round_}/readiness", {"phase": phase}),
        "message": (lead, f"{day.path}/messages", {"text": "Fem minutt att"}),
        "move": (lead, f"{day.path}/moves", {"act": "phase", "version": version}),
    }


def sent_again(day: Day) -> list[str]:
    """Send them all; what was not as if each had been sent once."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    forms = forms_of(day)
    before = {table: day.count(table) for table in EFFECTS}
    sent = [name for name in forms for _time in range(chance.randint(2, MOST))]
    chance.shuffle(sent)
    answers: dict[str, set[int]] = defaultdict(set)
    for name, answer in zip(sent, at_once([partial(_post, *forms[name]) for name in sent]), strict=True):
        answers[name].add(answer.status)
    more = {table: day.count(table) - before[table] for table in EFFECTS}
    faults = [f"{table}: {count} more" for table, count in more.items() if count != (2 if table == "attendance" else 1)]
    faults += [f"{name}: {sorted(said)}" for name, said in answers.items() if said != {303}]
    return [*faults, f"seed {seed}"] if faults else []


def _post(caller: Caller, path: str, fields: dict[str, object]) -> Answer:
    return caller.post(path, **fields)


def test_each_form_one_to_five_times_in_any_order_has_one_effect_and_one_answer(day: Callable[..., Day]) -> None:
    here = day()

    assert sent_again(here) == []


def test_control_a_program_that_remembers_no_form_does_some_of_it_again(day: Callable[..., Day]) -> None:
    here = day(without="remember_no_form")

    assert any("hall_message" in fault or "help_call" in fault for fault in sent_again(here))


def test_other_words_under_the_same_key_are_refused_and_change_nothing(day: Callable[..., Day]) -> None:
    """After a day as well: what a form's key stands for is kept with what it made."""
    here = day(without="move_the_clock")
    her, tor = here.caller("Nordvik1"), here.caller("Tor")
    forms = forms_of(here)
    her.post(f"{here.talk}/lines", text="Berre for meg", key="line-0000001")
    tor.post(forms["tap"][1], **forms["tap"][2])
    stored = here.rows("SELECT text FROM talk_line"), here.rows("SELECT * FROM attendance ORDER BY person_id")
    here.set_clock(passed=23 * 3600)

    again = her.post(f"{here.talk}/lines", text="Berre for meg", key="line-0000001")
    other = her.post(f"{here.talk}/lines", text="Noko anna", key="line-0000001")
    tap = here.caller("Sundby1").post(forms["tap"][1], **{**forms["tap"][2], "act": "out"})

    assert (again.status, other.status, "Noko anna" in other.text, tap.status in (404, 409)) == (303, 422, True, True)
    after = here.rows("SELECT text FROM talk_line"), here.rows("SELECT * FROM attendance ORDER BY person_id")
    assert after == stored
