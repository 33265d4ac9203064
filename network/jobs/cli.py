"""What an operator does with planned work from the command line."""

import sys

import click
from flask.cli import with_appcontext

from network.jobs import schedule
from network.jobs.models import FAILED


@click.command("due")
@with_appcontext
def due() -> None:
    """Do what is planned and due, and print a line for each."""
    has_failed = False
    while results := schedule.run_due():
        for result in results:
            print(" ".join((result.state, result.kind, result.key, result.outcome)).rstrip())
            has_failed = has_failed or result.state == FAILED
    sys.exit(1 if has_failed else 0)
