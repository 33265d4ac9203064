"""The engine by itself: JSON in, JSON out, and a clear no."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.sessions.groups import engine
from network.sessions.groups.engine.__main__ import main
from network.sessions.groups.engine.reading import BadInstance, read_instance

PAGE = Path(__file__).parents[4] / "docs/groups.md"
COMMAND = [sys.executable, "-m", "network.sessions.groups.engine"]
SMALL: dict[str, Any] = {"people": [{"id": name} for name in "abcdef"], "rounds": [{"groups": 2}], "seed": 3}


def say(monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return main(arguments)


def test_neither_importing_nor_running_it_takes_the_web_along() -> None:
    """GR-1. NumPy comes with the search alone: a page that only judges does not wait for it."""
    asks = "import sys, network.sessions.groups.engine as e; print([m for m in sys.modules if m in {}])"
    web = subprocess.run(
        [sys.executable, "-c", asks.format(("flask", "sqlalchemy", "numpy"))],
        capture_output=True,
        text=True,
        check=True,
    )
    runs = "import sys, runpy; runpy.run_module('network.sessions.groups.engine', run_name='again');"
    ran = subprocess.run(
        [sys.executable, "-c", runs + "print([m for m in sys.modules if m in ('flask', 'sqlalchemy')])"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert (web.stdout.strip(), ran.stdout.strip()) == ("[]", "[]")


def test_the_example_of_the_page_works_as_it_stands_there() -> None:
    instance, plan = (text.split("```")[0] for text in PAGE.read_text().split("```json\n")[1:3])

    done = subprocess.run(COMMAND, input=instance, capture_output=True, text=True, check=True)

    answer = json.loads(done.stdout)
    assert (answer["rounds"], done.stderr) == (json.loads(plan)["rounds"], "")
    assert set(answer) == {"rounds", "seconds"}


def test_what_is_told_of_a_change_is_repaired(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published = [[["a", "b", "c"], ["d", "e", "f"]], [["a", "d", "e"], ["b", "c", "f"]]]
    later = {"groups": 2, "present": ["a", "b", "c", "d", "f", "g"]}
    changed = {"people": [*SMALL["people"], {"id": "g"}], "rounds": [{"groups": 2, "present": list("abcdef")}, later]}

    status = say(
        monkeypatch, json.dumps({**changed, "kind": "rebalance", "published": published, "frozen_rounds": 1, "seed": 1})
    )

    assert (status, json.loads(capsys.readouterr().out)["rounds"]) == (
        0,
        [published[0], [["a", "d", "g"], ["b", "c", "f"]]],
    )


def test_contradictions_are_said_with_names_and_nothing_is_planned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pins = [{"person": "a", "group": 1}, {"person": "b", "group": 1}]

    status = say(monkeypatch, json.dumps({**SMALL, "constraints": {"apart": [["a", "b"]], "pinned": pins}}))

    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    assert said.err == "round 1: a is pinned to group 2 and kept apart from b, who is pinned there too\n"


def test_a_puzzle_without_a_solution_is_said_and_nothing_is_planned(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three who are pairwise kept apart at two tables: no single wish says so."""
    apart = [["a", "b"], ["b", "c"], ["a", "c"]]

    status = say(monkeypatch, json.dumps({**SMALL, "constraints": {"apart": apart}, "steps": 20}))

    said = capsys.readouterr()
    assert (status, said.out) == (1, "")
    assert "No plan was found" in said.err
    assert "are kept apart and sit together" in said.err


def test_a_plan_is_judged(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"rounds": [[["a", "b", "c"], ["d", "e", "f"]]]}')
    bad.write_text('[[["a", "b", "c"], ["d", "e"]]]')

    assert say(monkeypatch, json.dumps(SMALL), "judge", "--plan", str(good)) == 0
    assert json.loads(capsys.readouterr().out)["meetings"] == 6
    assert say(monkeypatch, json.dumps(SMALL), "judge", "--plan", str(bad)) == 1
    assert "round 1: f has no group" in capsys.readouterr().err


def test_group_counts_are_advised(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["advise", "--people", "56", "--size", "7", "--rounds", "4"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["fresh_rounds"] == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Expecting value"),
        ("[1]", "the instance: an object in braces"),
        ("{}", "people: a list"),
        ('{"people": [{"id": "a"}], "rounds": [{"groups": 0}]}', "rounds[0].groups: 1 or more"),
        ('{"people": [{"id": "a"}, {"id": "a"}], "rounds": []}', "people: 'a' is listed twice"),
        ('{"people": [{"id": "a"}], "rounds": []}', "there must be people, and a round at least"),
        ('{"people": [{"id": "a", "age": 4}], "rounds": []}', "people[0]: nothing is called 'age'"),
        ('{"people": [{"id": 1.5}], "rounds": []}', "people[0].id: an id is a text or a whole number"),
        ('{"people": [{"id": 1}], "rounds": [{"groups": 1, "present": [2]}]}', "present[0]: 2 is not among the people"),
        ('{"people": [{"id": 1}], "rounds": [{"groups": 1}], "constrains": {}}', "nothing is called 'constrains'"),
        ('{"people": [{"id": 1}], "rounds": [{"groups": 1}], "kind": "x"}', "kind: 'x' is none of plan, rebalance"),
        ('{"people": [{"id": 1}], "rounds": [{"groups": 1}], "kind": "rebalance"}', "published: a list"),
        ('{"people": [{"id": 1}], "rounds": [{"groups": 9999999}]}', "are the most"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_instance_is_told_with_its_place(text: str, words: str) -> None:
    """As a command, for what is seen on the screen: one line, and the status 2."""
    done = subprocess.run(COMMAND, input=text, capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert words in done.stderr


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 12)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "a", "b", "plan"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "groups", "age"]), inner),
    max_leaves=8,
)
FIELDS = (
    *("people", "rounds", "history", "published", "frozen_rounds", "seed", "steps", "move_price", "kind"),
    *("constraints.together", "constraints.apart", "constraints.pinned", "constraints.facilitators"),
    *("constraints.max_per_municipality", "rounds.present", "people.id", "people.party", "history.groups"),
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FIELDS), JUNK)
def test_junk_in_any_field_is_an_instance_or_is_refused(field: str, junk: object) -> None:
    data = json.loads(json.dumps({**SMALL, "constraints": {}, "history": [{"age": 1, "groups": [["a", "b"]]}]}))
    outer, _dot, inner = field.partition(".")
    if not inner:
        data[outer] = junk
    elif isinstance(data[outer], list):
        data[outer][0][inner] = junk
    else:
        data[outer][inner] = junk
    try:
        instance = read_instance(data)
    except BadInstance:
        return

    if not engine.check(instance.problem):
        engine.judge(instance.problem, engine.draw(instance.problem, instance.seed, 2))
