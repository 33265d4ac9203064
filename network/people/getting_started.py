"""What a new network's lead does next: features add their steps, the front page shows those that are left."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from network.core.language import LazyText


@dataclass(frozen=True)
class Step:
    """`is_done()` reads the database; `address()` gives none while the step cannot be taken yet."""

    label: LazyText
    is_done: Callable[[], bool]
    address: Callable[[], str | None]
    order: int


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it."""

    label: str
    is_done: bool
    address: str | None


def register(app: Flask) -> None:
    app.extensions["getting_started"] = []


def step(app: Flask, new: Step) -> None:
    """Add a step, in its place. Called in a feature's `register`."""
    steps: list[Step] = app.extensions["getting_started"]
    steps.append(new)
    steps.sort(key=lambda one: one.order)


def next_step() -> Shown | None:
    """The first step that is left and can be taken now."""
    return next((one for one in steps_now() if one.address), None)


def steps_now() -> list[Shown]:
    """All steps, in order; none when every one is done."""
    found = [
        Shown(str(one.label), is_done, None if is_done else one.address())
        for one in current_app.extensions["getting_started"]
        for is_done in (one.is_done(),)
    ]
    return [] if all(one.is_done for one in found) else found
