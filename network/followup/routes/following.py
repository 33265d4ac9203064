"""How all actions go: a table for those who lead, with filters that stand in the address, and as files."""

from flask import Blueprint, Flask, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.access.scopes import Facts
from network.actions import words
from network.core import clock
from network.core.language import LazyText
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.followup import sheets
from network.followup.queries import following as queries
from network.followup.rules import following as rules
from network.followup.rules.following import Filter, Line
from network.people.identity import actor
from network.people.queries.setup import goals_on
from network.sessions.gatherings.models import Gathering
from network.web import panels

blueprint = Blueprint("followup", __name__, url_prefix="/followup")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


@blueprint.get("")
@acts("followup.read")
def table() -> ResponseReturnValue:
    everything, asked = _asked()
    lines = [line for line in everything if asked.keeps(line)]
    places, gatherings = queries.municipalities_of(everything), queries.gatherings_of(everything)
    goals = _goals(everything)
    return render_template(
        "followup/table.html",
        lines=lines,
        groups=[(name, [one for one in lines if one.municipality_number == key]) for key, name in places],
        sums=rules.sums_of(everything, asked, goals),
        asked=asked,
        address=lambda **more: url_for("followup.table", **{**asked.asked, **more}),
        choices={
            "municipality": [("", _("All")), *places],
            "goal": [("", _("All")), *((number, f"{number} {text}") for number, text in goals), *_without(everything)],
            "gathering": [("", _("All")), *gatherings],
            "state": [("", _("All")), *((key, str(text)) for key, text in STATE_WORDS.items())],
            "silent": [("", _("No matter")), *((str(weeks), _weeks(weeks)) for weeks in rules.SILENT_WEEKS)],
        },
        matrix=_matrix(everything, places, gatherings),
        words=words,
        is_all=not everything,
    )


@blueprint.get("/tiltak.csv")
@acts("followup.read")
def as_csv() -> ResponseReturnValue:
    everything, asked = _asked()
    body = sheets.csv_file([line for line in everything if asked.keeps(line)])
    return _file(body, "text/csv; charset=utf-8", "csv")


@blueprint.get("/tiltak.xlsx")
@acts("followup.read")
def as_xlsx() -> ResponseReturnValue:
    everything, asked = _asked()
    return _file(sheets.xlsx_file([line for line in everything if asked.keeps(line)]), XLSX, "xlsx")


def _asked() -> tuple[list[Line], Filter]:
    """Everything that the asker may see, and what of it she asks for."""
    asker = actor()
    authorize(asker, "followup.read", Overview(asker.facilitated_ids))
    return queries.lines_for(asker), rules.filter_from(dict(request.args.items()))


def _goals(lines: list[Line]) -> list[tuple[str, str]]:
    """The goals that hold today, and those of older actions."""
    holding = [(goal.number, goal.text) for goal in goals_on(clock.now().date())]
    older = sorted({(line.goal_number, line.goal) for line in lines if line.goal_number} - set(holding))
    numbers = {number for number, _text in holding}
    return [*holding, *(one for one in older if one[0] not in numbers)]


def _without(lines: list[Line]) -> list[tuple[str, str]]:
    return [(rules.NO_GOAL, _("Without a goal"))] if any(not line.goal_number for line in lines) else []


def _matrix(
    lines: list[Line], places: list[tuple[str, str]], gatherings: list[tuple[str, str]]
) -> list[tuple[str, str, list[tuple[str, rules.Cell]]]]:
    """Municipality by gathering, by name, for who leads the network alone: a memory, no league (rule FU-6)."""
    if "P" not in actor().roles:
        return []
    return [
        (number, name, [(key, rules.cell_of(lines, number, key)) for key, _title in gatherings])
        for number, name in places
    ]


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
