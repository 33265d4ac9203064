"""Are we ready? Features add their checks; one page shows what they say, the good and the bad."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app


@dataclass(frozen=True)
class Line:
    """One sentence. `advice` says what to do when it is not good, `address` where."""

    is_good: bool
    text: str
    advice: str = ""
    address: str | None = None


Check = Callable[[], list[Line]]


def register(app: Flask) -> None:
    app.extensions["preflight"] = []


def ask(app: Flask, check: Check) -> None:
    """Have `check` asked. It only reads, and speaks the reader's language. Called in a feature's `register`."""
    checks: list[Check] = app.extensions["preflight"]
    checks.append(check)


def lines_now() -> list[Line]:
    """What all checks say; those that are not good first, else in the order in which the checks were added."""
    found = [line for check in current_app.extensions["preflight"] for line in check()]
    return sorted(found, key=lambda line: line.is_good)
