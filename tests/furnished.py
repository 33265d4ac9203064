"""What many tests begin in, such as a hall with its people: made once a run and copied, since to make it anew each time
took more than most tests. A test finds it as a program does that is started on a stored database."""

import shutil
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from network import create_app, documents
from network.core import clock
from network.core.db import Base, db
from tests.databases import Template, put_away
from tests.shared import share

T = TypeVar("T")
Row = tuple[Base, Sequence[Any]]


def furnished(app: Flask, make: Callable[[], T], *, at: datetime | None = None) -> T:
    """What `make` gives, on a database that holds what it stores; the clock stands at `at`. The first thing in a test.

    On PostgreSQL, where a copy takes as long, it is made anew. Raises RuntimeError when something was laid before.
    """
    if at is not None:
        clock.set(at)
    furniture: Furniture = app.extensions["furniture"]
    return furniture.lay(app, make, at) if app.extensions["settings"].is_sqlite else make()


@dataclass(frozen=True)
class Kept:
    """A folder with a database, what `make` gave when that was stored, and the rows in it with their keys."""

    folder: Path
    made: Any
    rows: list[Row]


class Furniture:
    """Everything that was made, by the function that made it and the moment."""

    def __init__(self, template: Template, folder: Path) -> None:
        self._template = template
        self._folder = folder
        self._kept: dict[tuple[Callable[[], Any], datetime | None], Kept] = {}

    def lay(self, app: Flask, make: Callable[[], T], at: datetime | None) -> T:
        """Copies what is kept over the empty database of `app`."""
        if "laid" in app.extensions:
            raise RuntimeError("what was laid before would be lost: let one of the two make the other's too")
        app.extensions["laid"] = make
        if (make, at) not in self._kept:
            self._kept[make, at] = self._furnish(app, make)
        kept = self._kept[make, at]
        put_away(app)
        shutil.copytree(kept.folder, app.extensions["settings"].instance_dir, dirs_exist_ok=True)
        copied: T = deepcopy(kept.made, {id(one): _again(one, key) for one, key in kept.rows})
        return copied

    def _furnish(self, app: Flask, make: Callable[[], Any]) -> Kept:
        # Never one that a furnishing has broken off in: what is wrong with one world is no fault of the next test's.
        folder = Path(mkdtemp(dir=self._folder))
        address = f"sqlite:///{folder / 'samling.sqlite'}"
        settings = replace(app.extensions["settings"], instance_dir=folder, database_url=address)
        self._template.lay(settings)
        beside = create_app(settings)
        share(beside)
        with beside.app_context():
            made = make()
            documents.registry().journal.flush()
            rows = [(one, inspect(one).identity) for one in db.session]
            put_away(beside)
        return Kept(folder, made, rows)


def _again(one: Base, key: Sequence[Any]) -> Base:
    """The same row, as it stands in a session after a commit: nothing is read until somebody asks."""
    mapper = inspect(type(one))
    row: Base = mapper.class_manager.new_instance()
    for column, value in zip(mapper.primary_key, key, strict=True):
        set_committed_value(row, mapper.get_property_by_column(column).key, value)
    make_transient_to_detached(row)
    db.session.add(row)
    return row
