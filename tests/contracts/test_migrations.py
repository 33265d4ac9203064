"""One head; up, down and up again on a filled database; the models and the tables agree."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from network.core.db import db, enable_migrations, known_revisions
from network.demo.services import build_demo

FOLDER = Path(__file__).parents[2] / "migrations"


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def counts() -> dict[str, int]:
    db.session.rollback()
    names = sorted(set(inspect(db.engine).get_table_names()) - {"alembic_version"})
    return {name: db.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def test_there_is_one_line_of_history() -> None:
    assert len(scripts().get_heads()) == 1


def test_the_files_names_say_what_there_is_and_in_which_order() -> None:
    """network/core/db/schema.py reads nothing else."""
    revisions = [revision.revision for revision in scripts().walk_revisions()]

    assert list(known_revisions()) == revisions[::-1]


def test_the_tables_are_those_of_the_models(app: Flask) -> None:
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata)

    assert [one for one in differences if "test_line" not in repr(one)] == []


def test_each_migration_goes_up_and_down_and_up_on_a_filled_database(app: Flask) -> None:
    """The newest step keeps what was there; the first step's way down leaves nothing, which is what it says."""
    build_demo()
    full = counts()
    enable_migrations(app)
    steps = [revision.revision for revision in scripts().walk_revisions()]
    db.session.remove()

    for _ in steps:
        downgrade(directory=str(FOLDER), revision="-1")
    emptied = counts()
    db.session.remove()
    upgrade(directory=str(FOLDER))

    assert (full["person"] > 60, emptied, set(counts())) == (True, {}, set(full))
