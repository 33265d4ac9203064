"""Who was there when: evidence for the hours of the municipalities, corrected only with a reason."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.core.db import unit_of_work
from network.core.errors import Invalid, NotFound
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.people.identity import actor
from network.sessions.gatherings import sheets
from network.sessions.gatherings.forms.door import ROLE_WORDS, CorrectionForm
from network.sessions.gatherings.models import Attendance, Gathering, GatheringRole
from network.sessions.gatherings.queries import attendance as queries
from network.sessions.gatherings.queries import door as door_queries
from network.sessions.gatherings.queries.coverage import coverage_of
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.gatherings.queries.members import day_of
from network.sessions.gatherings.rules.attendance import EARLIER, RETURNED, UNDONE
from network.sessions.gatherings.rules.door import OPENS_BEFORE
from network.sessions.gatherings.rules.programme import clock_from, moment_of
from network.sessions.gatherings.services import attendance as services
from network.sessions.gatherings.services import door

blueprint = Blueprint("attendance", __name__, url_prefix="/gatherings/<public_id>")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASON_WORDS = {
    RETURNED: _l("came back"),
    EARLIER: _l("another host had seen her earlier"),
    UNDONE: _l("tapped by mistake, undone"),
}
WAY_WORDS = {
    "badge": _l("with the badge"),
    "self": _l("with the code on the wall"),
    "host": _l("by the host"),
    "colleague": _l("by a colleague"),
    "code": _l("with the guests' code"),
}


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/attendance")
@acts("attendance.read")
def times(public_id: str) -> ResponseReturnValue:
    gathering, found = _readable(public_id)
    may_edit = allows(actor(), "attendance.edit", gathering.facts())
    return render_template(
        "sessions/gatherings/door/attendance.html",
        gathering=gathering,
        times=found,
        may_edit=may_edit,
        coverage=coverage_of([gathering])[gathering.id] if may_edit else None,
        role_words=ROLE_WORDS,
        way_words=WAY_WORDS,
        reason_words=REASON_WORDS,
    )


@blueprint.get("/attendance.csv")
@acts("attendance.read")
def as_csv(public_id: str) -> ResponseReturnValue:
    gathering, found = _readable(public_id)
    return _file(sheets.csv_file(gathering, found), "text/csv; charset=utf-8", gathering, "csv")


@blueprint.get("/attendance.xlsx")
@acts("attendance.read")
def as_xlsx(public_id: str) -> ResponseReturnValue:
    gathering, found = _readable(public_id)
    return _file(sheets.xlsx_file(gathering, found), XLSX, gathering, "xlsx")


@blueprint.get("/attendance/<key>")
@acts("attendance.edit")
def correction(public_id: str, key: str) -> ResponseReturnValue:
    gathering, row = _correctable(public_id, key)
    form = CorrectionForm(formdata=None, seen=queries.stamp(row))
    form.arrived.data = _clock(row.arrived_at, gathering)
    form.left.data = _clock(row.left_at, gathering)
    return _correction_page(gathering, row, form)


@blueprint.post("/attendance/<key>")
@acts("attendance.edit")
def correct(public_id: str, key: str) -> ResponseReturnValue:
    """Over times that somebody changed meanwhile it is not stored: both are shown (F16)."""
    gathering, row = _correctable(public_id, key)
    form = CorrectionForm()
    if not form.validate_on_submit():
        return _correction_page(gathering, row, form, 422)
    is_stale = False
    try:
        with unit_of_work():
            gathering, row = _correctable(public_id, key)
            is_new = not _says(gathering, row, form)
            is_stale = is_new and queries.stamp(row) != form.seen.data
            if is_new and not is_stale:
                _correct(gathering, row, form)
    except Invalid as refusal:
        getattr(form, refusal.field).errors = [refusal.message]
        return _correction_page(*_correctable(public_id, key), form, 422)
    if is_stale:
        gathering, row = _correctable(public_id, key)
        form.seen.data = queries.stamp(row)
        return _correction_page(gathering, row, form, 409)
    flash(_("The times of %(name)s are corrected.", name=row.person.name), "success")
    return redirect(url_for("attendance.times", public_id=public_id), 303)


@blueprint.get("/colleagues")
@acts("attendance.create")
def colleagues(public_id: str) -> ResponseReturnValue:
    """A delegate checks in colleagues whose phone is flat, or who have none."""
    gathering = authorize(actor(), "gathering.read", gathering_by_public_id(public_id))
    lines = [line for line in door_queries.lines(gathering) if _is_colleague(gathering, line)]
    return render_template(
        "sessions/gatherings/door/colleagues.html",
        gathering=gathering,
        lines=lines,
        is_open=door.is_open(gathering),
        opens_at=door.times_of(gathering).opens_at,
    )


def _readable(public_id: str) -> tuple[Gathering, queries.Times]:
    """The gathering and what the actor may see of it.

    Raises NotFound when that is nothing and she may not read the gathering either.
    """
    gathering = gathering_by_public_id(public_id)
    if gathering is None:
        raise NotFound()
    found = queries.times_for(actor(), gathering)
    if found.people:
        authorize(actor(), "attendance.read", found.people[0].row)
    else:
        authorize(actor(), "gathering.read", gathering)
    return gathering, found


def _correctable(public_id: str, key: str) -> tuple[Gathering, Attendance]:
    gathering = authorize(actor(), "attendance.edit", gathering_by_public_id(public_id))
    person = door_queries.person_by_key(key)
    row = door_queries.attendance_of(gathering.id, person.id) if person else None
    return gathering, authorize(actor(), "attendance.edit", row)


def _says(gathering: Gathering, row: Attendance, form: CorrectionForm) -> bool:
    """Whether her times are what the form wants, as when it is sent for the second time (F10)."""
    wanted = (_moment("arrived", form.arrived.data, gathering), _left(form, gathering))
    return wanted == (_to_the_minute(row.arrived_at), _to_the_minute(row.left_at))


def _correct(gathering: Gathering, row: Attendance, form: CorrectionForm) -> None:
    arrived, left = _moment("arrived", form.arrived.data, gathering), _left(form, gathering)
    services.correct(row, arrived_at=arrived, left_at=left, reason=form.reason.data, by_id=actor().person_id)


def _correction_page(
    gathering: Gathering, row: Attendance, form: CorrectionForm, status: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "sessions/gatherings/door/correction.html", gathering=gathering, row=row, form=form, is_stale=status == 409
    )
    return page, status


def _is_colleague(gathering: Gathering, line: door_queries.Line) -> bool:
    """Another participant of a municipality that the actor belongs to."""
    is_other = line.person_id != actor().person_id and line.role == GatheringRole.PARTICIPANT
    row = Attendance(gathering_id=gathering.id, person_id=line.person_id, municipality_id=line.municipality_id)
    return is_other and line.municipality_id is not None and allows(actor(), "attendance.create", row.facts())


def _clock(moment: datetime | None, gathering: Gathering) -> str:
    return moment.astimezone(ZoneInfo(gathering.zone)).strftime("%H:%M") if moment else ""


def _to_the_minute(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None


def _moment(field: str, typed: str, gathering: Gathering, *, days: int = 0) -> datetime:
    """A clock on the gathering's day, or so many after it, where it is. Raises Invalid for one that the night skips."""
    clock_ = clock_from(typed)
    moment = moment_of(day_of(gathering) + timedelta(days=days), clock_, gathering.zone) if clock_ else None
    if moment is None:
        raise Invalid(field, _("The clocks were set that night and never showed this. Write another time."))
    return moment


def _left(form: CorrectionForm, gathering: Gathering) -> datetime | None:
    """When she left; a clock before the gathering began is the night after it, where it went on past midnight."""
    if not form.left.data:
        return None
    left = _moment("left", form.left.data, gathering)
    after_midnight = gathering.ends_at.astimezone(ZoneInfo(gathering.zone)).date() > day_of(gathering)
    is_next_day = after_midnight and left < gathering.starts_at - OPENS_BEFORE
    return _moment("left", form.left.data, gathering, days=1) if is_next_day else left


def _file(body: bytes, kind: str, gathering: Gathering, ending: str) -> Response:
    word = _("attendance")
    name = f"{day_of(gathering).isoformat()}_{word}.{ending}"
    response = Response(body, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
