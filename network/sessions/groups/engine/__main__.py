"""The engine by itself: an instance in JSON from standard input, its plan to standard output.

python -m network.sessions.groups.engine < instance.json > plan.json
python -m network.sessions.groups.engine judge --plan plan.json < instance.json
python -m network.sessions.groups.engine check < instance.json
python -m network.sessions.groups.engine advise --people 56 --size 6 --size 7 --rounds 4
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from network.sessions.groups import engine
from network.sessions.groups.engine.reading import BadInstance, Instance, read_instance, read_plan

DONE, REFUSED, BAD_INPUT = 0, 1, 2
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Matrices are small here: more threads of NumPy's would only take the cores from the hall beside it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """DONE; REFUSED when wishes contradict one another or the judge finds fault; BAD_INPUT for what is no instance."""
    asked = _parser().parse_args(arguments)
    for name in THREADS:
        os.environ.setdefault(name, "1")
    try:
        answer, faults = _answer(asked)
    except (BadInstance, ValueError, OSError) as fault:
        _say(f"This is no instance: {fault}")
        return BAD_INPUT
    except RecursionError:
        _say("This is no instance: it is nested too deeply")
        return BAD_INPUT
    for line in faults:
        _say(line)
    if answer is not None:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return REFUSED if faults else DONE


def _answer(asked: argparse.Namespace) -> tuple[Any, list[str]]:
    """What to print, None for nothing, and what stands against it in words."""
    if asked.command == "advise":
        return [asdict(one) for one in engine.advise(asked.people, asked.size, asked.rounds)], []
    instance = read_instance(json.load(sys.stdin))
    contradictions = _in_words(engine.check(instance.problem), instance)
    if contradictions or asked.command == "check":
        return None, contradictions
    if asked.command == "judge":
        plan = read_plan(json.loads(Path(asked.plan).read_text()), instance)
        report = engine.judge(instance.problem, plan)
        faults = _in_words(report.faults, instance)
        figures = {**report.to_json(), "faults": faults}
        return {**figures, "bounds": asdict(engine.bounds(instance.problem))}, faults
    return _planned(instance if asked.move_price is None else replace(instance, move_price=asked.move_price))


def _planned(instance: Instance) -> tuple[Any, list[str]]:
    from network.sessions.groups.engine import drawing, repairing  # noqa: F401  # slow import: NumPy, not counted below

    began = time.perf_counter()
    plan = _plan(instance)
    took = time.perf_counter() - began
    faults = _in_words(engine.judge(instance.problem, plan).faults, instance)
    if faults:
        return None, ["No plan was found that keeps all hard wishes. The best one breaks these:", *faults]
    return {"rounds": instance.named(plan), "seconds": round(took, 3)}, []


def _plan(instance: Instance) -> engine.Plan:
    if instance.published is None:
        return engine.draw(instance.problem, instance.seed, instance.steps)
    price = instance.move_price if instance.move_price is not None else engine.FEWEST
    return engine.repair(
        instance.problem,
        instance.published,
        frozen=range(instance.frozen),
        move_price=price,
        seed=instance.seed,
        steps=instance.steps,
    )


def _in_words(facts: Sequence[engine.Fact], instance: Instance) -> list[str]:
    return [engine.in_english(fact, instance.name) for fact in facts]


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="engine", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--move-price", type=int, help="instead of the instance's: what it costs that somebody moves")
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("draw", help="make the plan, as without a command")
    commands.add_parser("check", help="say what contradicts itself")
    commands.add_parser("judge", help="count what a plan came to").add_argument("--plan", required=True)
    advising = commands.add_parser("advise", help="group counts, and how many rounds can do without a repeat")
    advising.add_argument("--people", type=int, required=True)
    advising.add_argument("--size", type=float, action="append", required=True)
    advising.add_argument("--rounds", type=int, default=1)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
