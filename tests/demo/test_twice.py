"""DE-3: built twice at the same moment, the demo is the same, but for what must not be guessed."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Table, inspect, select

from network import create_app
from network.core.db import Model, db, unit_of_work
from network.demo import services
from tests.conftest import settings_for
from tests.databases import Template, put_away

BY_LOT = {
    "badge_serial",
    "ballot",
    "document_id",
    "join_code",
    "key",
    "mail_key",
    "plan",
    "position",
    "public_id",
    "public_key",
    "series",
    "subject",
}
"""Drawn anew each time, made with the installation's own key, or (a deal's plan) with how long it took."""
WITHOUT = {
    "audit_entry",
    "document",
    "document_client",
    "document_snapshot",
    "document_update",
    "evaluation_answer",
    "evaluation_remark",
    "outgoing_mail",
    "mail_attachment",
}
"""Made of the others, or of what is drawn by lot."""


@pytest.fixture
def twice(demo_app: Flask, template: Template, tmp_path: Path) -> list[dict[str, list[str]]]:
    first = told()
    (tmp_path / "again").mkdir()
    settings = settings_for(tmp_path / "again", SAMLING_DEMO="1")
    template.lay(settings)
    again = create_app(settings)
    with again.app_context():
        services.build_demo()
        second = told()
        put_away(again)
    return [first, second]


def told() -> dict[str, list[str]]:
    """Table → its rows as text, in the order of their texts, without what is drawn by lot."""
    db.session.rollback()
    stored = set(inspect(db.engine).get_table_names()) - WITHOUT
    return {table.name: _rows(table) for table in Model.metadata.sorted_tables if table.name in stored}


def _rows(table: Table) -> list[str]:
    columns = [column for column in table.columns if column.name not in BY_LOT]
    return sorted(repr(tuple(row)) for row in db.session.execute(select(*columns)))


def test_twice_built_is_the_same(twice: list[dict[str, list[str]]]) -> None:
    first, second = twice

    assert sum(map(len, first.values())) > 1000
    assert {table for table in first if first[table] != second[table]} == set()


def test_what_differs_is_found(demo_app: Flask) -> None:
    """The control."""
    first = told()
    with unit_of_work():
        services.today().title = "Ei anna samling"

    assert {table for table, rows in told().items() if first[table] != rows} == {"gathering"}
