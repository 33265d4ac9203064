"""The stage's own pictures for the big screen. No names but on the seating list."""

from flask import Flask, render_template, url_for
from sqlalchemy import select
from werkzeug.routing import BuildError

from network.core.db import db
from network.sessions.boards.queries import plenary_for_stage
from network.sessions.gatherings.models import Gathering
from network.sessions.groups.models import GroupRound, RoundState
from network.sessions.groups.queries.rounds import open_round, seating
from network.sessions.stage import content, pictures
from network.sessions.stage.pictures import Facts
from network.sessions.stage.queries.arrivals import head_count
from network.sessions.stage.queries.groups import rows_of
from network.sessions.stage.queries.standing import Scene, scene_of
from network.sessions.stage.rules import clock
from network.sessions.stage.rules.joining import code_in_groups, qr_data
from network.web.addresses import whole_address

NOTES_ON_A_SCREEN = 8


def register(app: Flask) -> None:
    pictures.register(app)
    for name, draw in (
        ("now", now),
        ("code", code),
        ("seating", seats),
        ("plenary", plenary),
        ("card", card),
        ("message", message),
        ("black", black),
    ):
        pictures.add(app, name, draw)


def now(gathering: Gathering, _facts: Facts) -> str:
    scene = scene_of(gathering)
    groups = sorted(rows_of(scene.round), key=lambda row: row.number)
    return render_template(
        "sessions/stage/pictures/now.html", **frame(scene), groups=groups, joining=joining(gathering), **foot(scene)
    )


def code(gathering: Gathering, _facts: Facts) -> str:
    facts = frame(scene_of(gathering))
    return render_template("sessions/stage/pictures/code.html", **facts, joining=joining(gathering))


def seats(gathering: Gathering, _facts: Facts) -> str:
    scene = scene_of(gathering)
    round_ = scene.round or open_round(gathering.id)
    listed = seating(round_) if round_ and round_.is_told else []
    return render_template("sessions/stage/pictures/seating.html", **frame(scene), seats=listed)


def plenary(gathering: Gathering, facts: Facts) -> str:
    """What the groups lift: one of each first. A screen takes NOTES_ON_A_SCREEN; `page` counts from 0."""
    scene = scene_of(gathering)
    round_ = lifted_round(gathering.id)
    notes = plenary_for_stage(round_.id) if round_ else []
    pages = max(1, -(-len(notes) // NOTES_ON_A_SCREEN))
    asked = facts.get("page")
    page = min(asked if isinstance(asked, int) and asked > 0 else 0, pages - 1)
    shown = notes[page * NOTES_ON_A_SCREEN : (page + 1) * NOTES_ON_A_SCREEN]
    facts_of_page = {"notes": shown, "page": page, "pages": pages}
    return render_template("sessions/stage/pictures/plenary.html", **frame(scene), **facts_of_page)


def card(gathering: Gathering, facts: Facts) -> str:
    shown = content.BY_KEY.get(str(facts.get("card")), content.CARDS[0])
    return render_template("sessions/stage/pictures/card.html", **frame(scene_of(gathering)), card=shown)


def message(gathering: Gathering, facts: Facts) -> str:
    text = str(facts.get("text", ""))
    return render_template("sessions/stage/pictures/message.html", **frame(scene_of(gathering)), text=text)


def black(_gathering: Gathering, _facts: Facts) -> str:
    return render_template("sessions/stage/pictures/black.html")


def lifted_round(gathering_id: int) -> GroupRound | None:
    """The round whose notes are lifted: the latest that has worked."""
    worked = (RoundState.RUNNING, RoundState.WRAP_UP, RoundState.CLOSED)
    query = select(GroupRound).where(GroupRound.gathering_id == gathering_id, GroupRound.state.in_(worked))
    return db.session.scalar(query.order_by(GroupRound.started_at.desc(), GroupRound.number.desc()).limit(1))


def frame(scene: Scene) -> dict[str, object]:
    """What every picture's edge and clock need."""
    left = scene.left
    return {
        "scene": scene,
        "clock_text": clock.shown(left) if left is not None else "",
        "clock_level": clock.level(left, scene.clock.whole_seconds),
    }


def foot(scene: Scene) -> dict[str, object]:
    here, expected = head_count(scene.gathering.id)
    return {"here": here, "expected": expected}


def joining(gathering: Gathering) -> dict[str, str] | None:
    """The address, the code in two groups and the QR as an image's address; None while guests have no code."""
    if not gathering.join_code:
        return None
    address = _address(gathering.join_code)
    return {
        "address": _address().partition("://")[2].rstrip("/"),
        "code": code_in_groups(gathering.join_code),
        "qr": qr_data(address),
    }


def _address(code: str | None = None) -> str:
    """The full address at which guests come in, as phones in the hall reach it."""
    try:
        return whole_address(url_for("guests.join", code=code))
    except BuildError:
        return whole_address("/gjest")
