"""What is made once a run, by the worker that needs it first, and copied by all."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this name that `make` has filled. Nobody may change what lies in it."""
    place = of_the_run(factory) / f"once-{name}"
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "made").exists():
            place.mkdir(exist_ok=True)
            make(place)
            (place / "made").touch()
    return place


def of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all workers have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
