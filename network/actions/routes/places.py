"""What going home shows on others' pages: the phone's "Now", the control page, the big screen, the gathering's page."""

from flask import Flask, render_template

from network.access.guard import allows
from network.actions.forms.agreements import ANSWER_WORDS
from network.actions.queries import agreements as queries
from network.actions.queries.agreements import Sheet
from network.actions.queries.hour import is_last_hour
from network.actions.rules.agreements import Standing, may_go
from network.core import clock
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.stage import pictures
from network.sessions.stage.drawing import frame
from network.sessions.stage.queries.standing import scene_of
from network.web import panels


def register(app: Flask) -> None:
    panels.add(app, "now_first", _asked_now, order=10)
    panels.add(app, "now_item", _now, order=10)
    panels.add(app, "home", _owed, order=6)
    panels.add(app, "control_item", _control, order=10)
    panels.add(app, "gathering_tools", _tool, order=20)
    panels.add(app, "gathering", _own, order=20)
    panels.add(app, "board", _board, order=10)
    pictures.add(app, "gate", _picture)


def _asked_now(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """What her colleagues ask her to answer, above all else: it is the one thing that nobody can do for her."""
    sheets = [sheet for sheet in _open_sheets(gathering, item) if _is_asked_of_her(sheet)]
    return _drawn(sheets, hall=False) if sheets else None


def _now(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """Her municipality's agreement when it asks nothing of her: write it, or see how it stands."""
    sheets = [sheet for sheet in _open_sheets(gathering, item) if not _is_asked_of_her(sheet)]
    return _drawn(sheets, hall=True) if sheets else None


def _open_sheets(gathering: Gathering, item: ProgrammeItem | None) -> list[Sheet]:
    if not is_last_hour(scene_of(gathering), item):
        return []
    return [sheet for sheet in _own_sheets(gathering) if sheet.is_open]


def _is_asked_of_her(sheet: Sheet) -> bool:
    return sheet.is_asked and actor().person_id in sheet.missing


def _owed(*, hall: bool = False, **_facts: object) -> str | None:
    """From the bus: what she was asked and has not answered yet, until two days after the day."""
    asker = actor()
    if hall or asker.person_id is None or not asker.municipality_ids:
        return None
    owed = [sheet for sheet in queries.lately_asked(asker.municipality_ids) if asker.person_id in sheet.missing]
    return _drawn(owed, hall=False) if owed else None


def _drawn(sheets: list[Sheet], *, hall: bool) -> str:
    return render_template(
        "actions/_now.html", sheets=sheets, me=actor().person_id, answer_words=ANSWER_WORDS, hall=hall
    )


def _own_sheets(gathering: Gathering) -> list[Sheet]:
    """Those of the asker's municipalities; for most that is one."""
    asker = actor()
    places = queries.municipalities_with(asker.municipality_ids)
    sheets = [queries.sheet_of(gathering, place) for place in places]
    return [sheet for sheet in sheets if allows(asker, "agreement.read", sheet.facts())]


def _control(*, gathering: Gathering, item: ProgrammeItem | None, **_facts: object) -> str | None:
    """How many are ready, with the way to those who are not."""
    if not allows(actor(), "gate.read", gathering.facts()) or not is_last_hour(scene_of(gathering), item):
        return None
    return render_template("actions/_control.html", gathering=gathering, **_counts(gathering))


def _tool(*, gathering: Gathering, **_facts: object) -> str | None:
    if not allows(actor(), "gate.read", gathering.facts()) or clock.now() < gathering.starts_at:
        return None
    return render_template("actions/_tool.html", gathering=gathering)


def _own(*, gathering: Gathering, **_facts: object) -> str | None:
    """On the gathering's page: what her municipality takes home from it."""
    sheets = _own_sheets(gathering) if clock.now() >= gathering.starts_at else []
    return render_template("actions/_own.html", sheets=sheets) if sheets else None


def _board(*, board: object, **_facts: object) -> str | None:
    """On a local group's board: the way to the agreement."""
    group = getattr(board, "group", None)
    if group is None or group.municipality is None:
        return None
    gathering = queries.gathering_with(group.gathering_id)
    sheet = queries.sheet_of(gathering, group.municipality)
    if not allows(actor(), "agreement.read", sheet.facts()):
        return None
    return render_template("actions/_board.html", sheet=sheet)


def _picture(gathering: Gathering, _facts: dict[str, object]) -> str:
    """How many municipalities are ready, of those present. No names: nobody is shown up (rule AG-10)."""
    scene = scene_of(gathering)
    return render_template("actions/_picture.html", **frame(scene), **_counts(gathering))


def _counts(gathering: Gathering) -> dict[str, object]:
    """`standings` is in the order of how far they have come, so that no place on the screen is a municipality's."""
    order = list(Standing)
    standings = sorted((sheet.standing for sheet in queries.sheets_of(gathering)), key=order.index, reverse=True)
    return {"standings": standings, "ready": sum(map(may_go, standings)), "count": len(standings)}
