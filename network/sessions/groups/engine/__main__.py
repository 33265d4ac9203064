"""The engine by itself: JSON in, JSON out.

python -m network.sessions.groups.engine draw --seed 7 < problem.json > plan.json
python -m network.sessions.groups.engine judge --plan plan.json < problem.json
python -m network.sessions.groups.engine check < problem.json
python -m network.sessions.groups.engine advise --people 56 --size 6 --size 7 --rounds 4
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from network.sessions.groups import engine
from network.sessions.groups.engine.dealing import STEPS
from network.sessions.groups.engine.problem import Problem, plan_from_json
from network.sessions.groups.engine.repairing import MOVE_PRICE


def main(arguments: Sequence[str] | None = None) -> int:
    """0; 1 when the problem contradicts itself or the judge refuses; 2 for what is no problem."""
    asked = _parser().parse_args(arguments)
    try:
        answer, is_good = _answer(asked)
    except (KeyError, TypeError, ValueError, OSError) as fault:
        sys.stderr.write(f"this is no problem of ours: {fault!r}\n")
        return 2
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0 if is_good else 1


def _answer(asked: argparse.Namespace) -> tuple[Any, bool]:
    """What to print, and whether it is good."""
    if asked.command == "advise":
        return [asdict(one) for one in engine.advise(asked.people, asked.size, asked.rounds)], True
    problem = Problem.from_json(json.load(sys.stdin))
    contradictions = engine.check(problem)
    if contradictions or asked.command == "check":
        return contradictions, not contradictions
    if asked.command == "draw":
        return engine.draw(problem, asked.seed, asked.steps), True
    plan = plan_from_json(json.loads(Path(asked.plan).read_text()))
    if asked.command == "repair":
        return engine.repair(problem, plan, frozenset(asked.frozen), asked.move_price), True
    report = engine.judge(problem, plan)
    return report.to_json(), not report.faults


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("--seed", type=int, default=1)
    drawing.add_argument("--steps", type=int, default=STEPS)
    for name in ("judge", "repair"):
        commands.add_parser(name).add_argument("--plan", required=True)
    repairing = commands.choices["repair"]
    repairing.add_argument("--frozen", type=int, action="append", default=[])
    repairing.add_argument("--move-price", type=int, default=MOVE_PRICE)
    commands.add_parser("check")
    advising = commands.add_parser("advise")
    advising.add_argument("--people", type=int, required=True)
    advising.add_argument("--size", type=int, action="append", required=True)
    advising.add_argument("--rounds", type=int, default=1)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
