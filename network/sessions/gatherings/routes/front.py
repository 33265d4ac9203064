"""What the gathering shows on others' pages. Its own pages belong to a later issue."""

from flask import Flask, render_template

from network.core import clock
from network.people.identity import actor
from network.sessions.gatherings.queries.gatherings import gathering_in_progress_for
from network.web import panels


def register(app: Flask) -> None:
    panels.add(app, "home_head", _home_head)


def _home_head(**_facts: object) -> str | None:
    """Place, day and title of the gathering that goes on now."""
    gathering = gathering_in_progress_for(actor(), clock.now())
    return render_template("sessions/gatherings/_home.html", gathering=gathering) if gathering else None
