"""What marks show elsewhere: the button on talks, cases, questions, notes; the list on the phone and the own board."""

import json
import secrets

from flask import Flask, render_template, url_for
from markupsafe import Markup

from network.access.actor import Actor
from network.access.guard import allows
from network.actions.queries import marks as queries
from network.actions.queries.marked import Thing, thing_of
from network.actions.rules import marks as rules
from network.core import clock
from network.core.db import db
from network.people.identity import actor
from network.people.models import Municipality
from network.sessions.boards.models import Board
from network.sessions.gatherings.models import Gathering, ItemKind, ProgrammeItem
from network.sessions.gatherings.queries.gatherings import gatherings_for
from network.sessions.groups.models import BreakoutGroup
from network.web import panels

KEY_BYTES = 16
LOCAL_KINDS = (ItemKind.LOCAL_ROUND, ItemKind.GOING_HOME)
MOST_GATHERINGS = 12


def register(app: Flask) -> None:
    panels.add(app, "talk_acts", _on_item, order=20)
    panels.add(app, "question_acts", _on_question, order=20)
    panels.add(app, "case", _on_case, order=20)
    panels.add(app, "board", _on_board, order=60)
    panels.add(app, "note_address", _note_address)
    panels.add(app, "board_marks", _of_group, order=20)
    panels.add(app, "now_item", _on_now, order=12)
    panels.add(app, "control_item", _on_control, order=30)
    panels.add(app, "me", _on_me, order=30)


def usable_back(given: str | None) -> str:
    """An address of ours that a form gives to come back to, or nothing: one sign that a browser leaves out or turns,
    as a tab or a backslash, can make another site's of it.
    """
    address = given or ""
    is_plain = all(letter.isprintable() and not letter.isspace() and letter != "\\" for letter in address)
    return address if is_plain and address.startswith("/") and "//" not in address else ""


def told(asker: Actor, gathering: Gathering) -> dict[str, object]:
    """Her marks, and how it stands with showing them: the same facts on her page and on the phone's Now."""
    round_ = queries.local_round(gathering.id)
    place = queries.place_of(asker, gathering.id)
    return {
        "gathering": gathering,
        "mine": queries.mine(asker, gathering),
        "municipality": db.session.get(Municipality, place) if place is not None else None,
        "is_before_work": place is not None and queries.is_before_work(round_),
        "has_begun": place is not None and queries.has_begun(round_),
        "every": "*",
    }


def button(gathering: Gathering, thing: Thing | None, *, back: str = "") -> str | None:
    """ "Take home" with its line, on something that the asker may read and mark."""
    asker = actor()
    if thing is None or not _takes(asker, gathering) or not thing.may_be_read_by(asker):
        return None
    return _drawn(gathering, str(thing.target), back)


def _drawn(gathering: Gathering, target: str, back: str) -> str:
    lines = queries.lines_of(actor(), gathering.id)
    return render_template(
        "actions/_take_home.html",
        gathering=gathering,
        target=target,
        id=target.replace(":", "-"),
        is_marked=target in lines,
        line=lines.get(target, ""),
        key=secrets.token_urlsafe(KEY_BYTES),
        is_shown_at_once=queries.shows_at_once(actor(), gathering.id),
        back=back,
    )


def _takes(asker: Actor, gathering: Gathering) -> bool:
    is_open = rules.takes_marks(gathering.ends_at, clock.now())
    return is_open and allows(asker, "mark.create", gathering.facts())


def _on_item(*, gathering: Gathering, item: ProgrammeItem, back: str = "", **_facts: object) -> str | None:
    address = url_for("talks.item", public_id=gathering.public_id, item_id=item.public_id)
    there = address if back == "item" else url_for("home.now")
    return button(gathering, thing_of(gathering.id, f"{item.kind}:{item.id}"), back=f"{there}#talk")


def _on_question(*, gathering: Gathering, question_id: int, back: str = "", **_facts: object) -> str | None:
    """In a list of questions that the asker may read: nothing is asked of the database for each."""
    return _drawn(gathering, f"question:{question_id}", back) if _takes(actor(), gathering) else None


def _on_case(*, item: ProgrammeItem | None, back: str, **_facts: object) -> str | None:
    """On a case's own page, while its item stands on a programme that the reader has part in."""
    if item is None or item.removed_at is not None:
        return None
    gathering = db.session.get_one(Gathering, item.gathering_id)
    return button(gathering, thing_of(gathering.id, f"case:{item.id}"), back=back)


def _note_address(*, board: Board, **_facts: object) -> str | None:
    """Where a note's button leads without a script; the note's id goes behind it."""
    gathering = db.session.get_one(Gathering, board.gathering_id)
    if not _takes(actor(), gathering):
        return None
    address = url_for("marks.one", public_id=gathering.public_id, target=f"note:{board.id}:")
    return Markup("%s") % address


def _on_board(*, board: Board, **_facts: object) -> str | None:
    """The sheet on which a note is taken home, and on a municipality's own board what it has marked."""
    gathering = db.session.get_one(Gathering, board.gathering_id)
    asker = actor()
    sheet = ""
    if _takes(asker, gathering):
        prefix = f"note:{board.id}:"
        lines = queries.lines_of(asker, gathering.id)
        place = queries.place_of(asker, gathering.id)
        sheet = render_template(
            "actions/_mark_sheet.html",
            gathering=gathering,
            prefix=prefix,
            lines=json.dumps({key.removeprefix(prefix): line for key, line in lines.items() if key.startswith(prefix)}),
            is_shown_at_once=queries.shows_at_once(asker, gathering.id),
            is_ours=place is not None and board.group.municipality_id == place,
        )
    return sheet + (_of_group(group=board.group) or "") or None


def _of_group(*, group: BreakoutGroup, **_facts: object) -> str | None:
    """The municipality's shared marks, above its board's columns; empty the part is there to be filled."""
    asker = actor()
    if not queries.may_read_shared(asker, group):
        return None
    gathering = db.session.get_one(Gathering, group.gathering_id)
    place = db.session.get_one(Municipality, group.municipality_id)
    return render_template(
        "actions/_marks_on_board.html",
        gathering=gathering,
        municipality=place,
        shared=queries.shared_with(asker, gathering, place),
        has_begun=queries.has_begun(queries.local_round(gathering.id)),
        was_there=allows(asker, "gathering.read", gathering.facts()),
    )


def _on_now(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """The phone: before work begins the list of what colleagues will see; else one quiet line that leads to it.

    Nothing while people sit in mixed groups: 120 phones ask for this page again and again.
    """
    asker = actor()
    is_mixed = item is not None and item.kind == ItemKind.MIXED_ROUND
    if is_mixed or not allows(asker, "mark.create", gathering.facts()):
        return None
    if not queries.own_marks(asker, gathering.id):
        return None
    return render_template("actions/_marks_on_now.html", **told(asker, gathering))


def _on_control(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """Those who lead see sums, while the municipalities sit together."""
    if item is None or item.kind not in LOCAL_KINDS or not allows(actor(), "mark.count", gathering.facts()):
        return None
    return render_template("actions/_marks_on_control.html", counts=queries.counts(gathering.id))


def _on_me(**_facts: object) -> str | None:
    """One's own page: the gatherings from which there is something to take home."""
    asker = actor()
    with_marks = set(queries.gatherings_with_marks(asker))
    found = [one for one in gatherings_for(asker) if one.id in with_marks]
    return render_template("actions/_marks_on_me.html", gatherings=found[:MOST_GATHERINGS]) if found else None
