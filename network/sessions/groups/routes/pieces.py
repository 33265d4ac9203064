"""What rounds show on others' pages."""

from flask import Flask, render_template

from network.access.guard import can
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import GroupRound
from network.sessions.groups.queries import page, rounds
from network.sessions.groups.routes.meeting import WholeNetwork
from network.sessions.groups.routes.words import ROLE_WORDS, STATE_WORDS, result_sentences
from network.web import panels


def register(app: Flask) -> None:
    panels.add(app, "gathering_tools", _tools, order=40)
    for place in ("checked_in", "preparation", "gathering"):
        panels.add(app, place, _own_table, order=30)
    panels.add(app, "control_round", _dealt)
    panels.add(app, "pack", _seating, order=20)


def _tools(gathering: Gathering, **_facts: object) -> str | None:
    """The way to the rounds and the tables, for those who lead the gathering."""
    if not can(actor(), "table.edit", gathering):
        return None
    return render_template(
        "sessions/groups/_tools.html",
        gathering=gathering,
        rounds=rounds.rounds_of(gathering.id),
        state_words=STATE_WORDS,
        may_see_met=can(actor(), "met.read", WholeNetwork()),
    )


def _dealt(gathering: Gathering, round: GroupRound | None, sizes: list[int], **_facts: object) -> str | None:
    """Two sentences of what a deal came to, on the control page, and the way to all that can be changed in it."""
    result = page.result_of(round, sizes) if round is not None else None
    if round is None or result is None:
        return None
    sentences = result_sentences(result)
    return render_template("sessions/groups/_dealt.html", gathering=gathering, round=round, sentences=sentences)


def _own_table(gathering: Gathering, person_id: int | None = None, **_facts: object) -> str | None:
    """Where somebody sits in the round under way: the reader herself, when nobody else is named."""
    asked = person_id if person_id is not None else actor().person_id
    round_ = rounds.open_round(gathering.id)
    is_told = round_ is not None and round_.is_told
    group = rounds.group_of(round_.id, asked) if round_ is not None and is_told and asked is not None else None
    if round_ is None or group is None:
        return None
    role = rounds.role_in(group, asked or 0)
    return render_template(
        "sessions/groups/_own_table.html",
        round=round_,
        place=rounds.where(group),
        label=group.label,
        is_own=asked == actor().person_id,
        role=ROLE_WORDS[role] if role else None,
    )


def _seating(gathering: Gathering, **_facts: object) -> str | None:
    """The list of seats for the papers of the day, of the round that comes next or is under way."""
    round_ = rounds.open_round(gathering.id)
    seats = rounds.seating(round_) if round_ is not None else []
    return render_template("sessions/groups/_seating.html", seats=seats, round=round_) if seats else None
