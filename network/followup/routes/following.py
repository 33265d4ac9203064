"""How all actions go: a table for those who lead, with filters that stand in the address, and as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import Actor
from network.access.guard import acts, allows, authorize
from network.access.scopes import Facts
from network.actions import words
from network.core import clock
from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.followup import sheets
from network.followup.queries import following as queries
from network.followup.queries.following import Choices
from network.followup.rules import following as rules
from network.followup.rules.following import Filter
from network.people.identity import actor
from network.people.queries.setup import goals_on
from network.sessions.gatherings.models import Gathering
from network.web import panels

blueprint = Blueprint("followup", __name__, url_prefix="/followup")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIDE_BY_SIDE = 6
"""Gatherings in the table of municipality by gathering: more than that no laptop shows."""
STATE_WORDS: dict[str, LazyText] = {
    rules.OPEN: _l("Open"),
    rules.OVERDUE: _l("Past the deadline"),
    **{state: words.STATES[state] for state in rules.SHOWN},
}


class Overview:
    """All actions of the gatherings that somebody leads; of the whole network for who leads that."""

    def __init__(self, led: frozenset[int]) -> None:
        self.gathering_id = min(led, default=None)

    def facts(self) -> Facts:
        return Facts(gathering_id=self.gathering_id)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)
    panels.add(app, "gathering_tools", _tool, order=80)
    panels.add(app, "day_over", _tool, order=30)


@blueprint.get("")
@acts("followup.read")
def table() -> ResponseReturnValue:
    """A page of rows at a time: after ten years there are thousands, and a phone shows them too."""
    asker, asked = _asked()
    choices = queries.choices_for(asker)
    goals = _goals(choices)
    page = queries.page_of(asker, asked, choices.municipalities, rules.page_from(request.args.get("page", "")))
    return render_template(
        "followup/table.html",
        page=page,
        groups=[(name, list(lines)) for name, lines in groupby(page.lines, key=lambda line: line.municipality)],
        sums=queries.sums_for(asker, asked, goals),
        asked=asked,
        address=lambda **more: url_for("followup.table", **{**asked.asked, **more}),
        choices={
            "municipality": [("", _("All")), *choices.municipalities],
            "goal": [("", _("All")), *((number, f"{number} {text}") for number, text in goals), *_without(choices)],
            "gathering": [("", _("All")), *choices.gatherings],
            "state": [("", _("All")), *((key, str(text)) for key, text in STATE_WORDS.items())],
            "silent": [("", _("No matter")), *((str(weeks), _weeks(weeks)) for weeks in rules.SILENT_WEEKS)],
        },
        matrix=_matrix(asker, choices),
        words=words,
        is_all=not choices.municipalities,
    )


@blueprint.get("/tiltak.csv")
@acts("followup.read")
def as_csv() -> ResponseReturnValue:
    return _file(sheets.csv_file(queries.lines_for(*_asked())), "text/csv; charset=utf-8", "csv")


@blueprint.get("/tiltak.xlsx")
@acts("followup.read")
def as_xlsx() -> ResponseReturnValue:
    return _file(sheets.xlsx_file(queries.lines_for(*_asked())), XLSX, "xlsx")


def _asked() -> tuple[Actor, Filter]:
    """Who asks, and what of all that she may see she asks for."""
    asker = actor()
    authorize(asker, "followup.read", Overview(asker.facilitated_ids))
    return asker, rules.filter_from(dict(request.args.items()))


def _goals(choices: Choices) -> list[tuple[str, str]]:
    """The goals that hold today, and those of older actions."""
    holding = [(goal.number, goal.text) for goal in goals_on(clock.now().date())]
    numbers = {number for number, _text in holding}
    return [*holding, *(one for one in choices.goals if one[0] not in numbers)]


def _without(choices: Choices) -> list[tuple[str, str]]:
    return [(rules.NO_GOAL, _("Without a goal"))] if choices.is_some_without_goal else []


@dataclass(frozen=True)
class Matrix:
    """Some gatherings side by side, the latest first: (key, title). `back` is how many such tables are later ones.

    `rows` are (number, name, [(gathering's key, what the cell says)]); a cell without an action says nothing.
    """

    gatherings: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, str, Sequence[tuple[str, str]]]]
    back: int
    has_earlier: bool


def _matrix(asker: Actor, choices: Choices) -> Matrix | None:
    """Municipality by gathering, by name, for who leads the network alone: a memory, no league (rule FU-6)."""
    if "P" not in asker.roles:
        return None
    tables = max(1, -(-len(choices.gatherings) // SIDE_BY_SIDE))
    back = min(rules.page_from(request.args.get("back", "") or "0"), tables - 1)
    gatherings = choices.gatherings[back * SIDE_BY_SIDE : (back + 1) * SIDE_BY_SIDE]
    cells = queries.cells_for(asker, [key for key, _title in gatherings])
    words_of = {cell: _("%(all)s, %(done)s done", all=cell.all, done=cell.done) for cell in set(cells.values())}
    said = {place: words_of[cell] for place, cell in cells.items()}
    rows = [
        (number, name, [(key, said.get((number, key), "")) for key, _title in gatherings])
        for number, name in choices.municipalities
    ]
    return Matrix(gatherings, rows, back, back + 1 < tables)


def _weeks(weeks: int) -> str:
    return _("%(weeks)s weeks or more", weeks=weeks)


def _file(body: bytes, kind: str, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="tiltak.{ending}"', "Cache-Control": "no-store"}
    return Response(body, content_type=kind, headers=headers)


def _tool(*, gathering: Gathering, **_facts: object) -> str | None:
    """On the gathering's page: how what was agreed there goes."""
    if not allows(actor(), "followup.read", gathering.facts()) or clock.now() < gathering.ends_at:
        return None
    return render_template("followup/_tool.html", gathering=gathering)
