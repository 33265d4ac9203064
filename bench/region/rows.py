"""Rows for many tables at once: each numbered as its table would number it, stored in the order that keys ask for."""

from collections import defaultdict

from sqlalchemy import func, insert, inspect, select

from network.core.db import Base, db


class Rows:
    """Rows that wait to be stored. SQLite's numbers alone: nobody else may write to the database meanwhile."""

    def __init__(self) -> None:
        self._waiting: defaultdict[type[Base], list[dict[str, object]]] = defaultdict(list)
        self._last: dict[type[Base], int] = {}

    def add(self, table: type[Base], **values: object) -> int:
        """Keep a row of a table that numbers its rows; its number."""
        if table not in self._last:
            [key] = inspect(table).primary_key
            self._last[table] = int(db.session.scalar(select(func.max(key))) or 0)
        self._last[table] += 1
        self._waiting[table].append({"id": self._last[table], **values})
        return self._last[table]

    def put(self, table: type[Base], **values: object) -> None:
        """Keep a row of a table with another key."""
        self._waiting[table].append(values)

    def store(self) -> None:
        """Into the unit of work that is open."""
        order = {table.name: place for place, table in enumerate(db.metadata.sorted_tables)}
        for table in sorted(self._waiting, key=lambda one: order[one.__tablename__]):
            db.session.execute(insert(table), self._waiting[table])
        self._waiting.clear()
