"""The demo from the command line."""

import json
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import inspect

from network.core.db import DatabaseBusy, bring_up_to_date, db
from network.core.errors import Conflict
from network.demo import queries, services
from network.people.models import Network


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="List the demo's people as JSON.")
@with_appcontext
def demo(as_json: bool) -> None:
    """Build the demo in an empty database, once."""
    if not inspect(db.engine).has_table(Network.__tablename__):
        bring_up_to_date()
    try:
        is_new = services.build_demo()
    except Conflict as refusal:
        print(refusal.message, file=sys.stderr)
        sys.exit(1)
    except DatabaseBusy:
        print("Another program is writing in the database. Try again in a moment.", file=sys.stderr)
        sys.exit(1)
    if as_json:
        print(json.dumps([_plain(person) for person in queries.listed_people()], ensure_ascii=False, indent=1))
    else:
        print("The demo is built." if is_new else "The demo is there already.")
        for person in queries.listed_people():
            print(f"{person.role:14} {person.municipality or '-':10} {person.name:24} {person.email}")


def _plain(person: queries.Listed) -> dict[str, str | None]:
    return {
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "municipality": person.municipality,
    }
