"""Taking in a list of people: paste or upload, correct in the preview, take in whole or not at all."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from network.access.guard import NOTHING, acts, allows, authorize, authorize_anywhere
from network.core import clock
from network.core.db import unit_of_work
from network.core.errors import Conflict, Invalid, NotAllowed
from network.core.language import gettext as _
from network.core.language import ngettext
from network.people import getting_started, import_words, queries
from network.people.forms.imports import corrected, differences, whole
from network.people.forms.people import PasteForm
from network.people.getting_started import Shown
from network.people.identity import actor
from network.people.models import ImportDraft, Municipality
from network.people.rules.imports.checking import Verdict
from network.people.rules.imports.columns import Cells, Line, role_of
from network.people.services import import_template, imports

blueprint = Blueprint("imports", __name__, url_prefix="/people/import")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_LARGE = 413


@blueprint.get("")
@acts("import.read")
def start() -> ResponseReturnValue:
    _authorize_here()
    return _start_page(PasteForm())


@blueprint.get("/template.xlsx")
@acts("import.read")
def template() -> ResponseReturnValue:
    places = [one.name for one in _authorize_here()]
    headers = {"Content-Disposition": 'attachment; filename="deltakarar.xlsx"'}
    return Response(import_template.workbook(places), content_type=XLSX, headers=headers)


@blueprint.post("")
@acts("import.create")
def upload() -> ResponseReturnValue:
    _authorize_here()
    form = PasteForm()
    try:
        rows = _rows(form)
        with unit_of_work():
            draft = imports.begin_draft(rows, municipality=_chosen(form.municipality.data or ""), by=actor())
            public_id = draft.public_id
    except Invalid as fault:
        form.people.errors = [fault.message]
        return _start_page(form, status=422)
    return redirect(url_for("imports.show", public_id=public_id), 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_fault: RequestEntityTooLarge) -> ResponseReturnValue:
    """The file was refused before anybody read it: say what to do, on the page where it was chosen."""
    _authorize_here()
    form = PasteForm(formdata=None)
    form.people.errors = [import_words.file_fault("too_large")]
    return _start_page(form, status=TOO_LARGE)


@blueprint.get("/<public_id>")
@acts("import.read")
def show(public_id: str) -> ResponseReturnValue:
    draft = authorize(actor(), "import.read", queries.draft_by_public_id(public_id))
    return _draft_page(draft, imports.lines_in(draft))


@blueprint.post("/<public_id>")
@acts("import.edit")
def save(public_id: str) -> ResponseReturnValue:
    """Keep what was corrected; with the button of that name, take everybody in as well."""
    draft = authorize(actor(), "import.read", queries.draft_by_public_id(public_id))
    if draft.applied_at is not None:
        return redirect(url_for("imports.show", public_id=public_id), 303)
    typed = corrected(imports.lines_in(draft), request.form)
    try:
        with unit_of_work():
            draft = authorize(actor(), "import.edit", queries.draft_by_public_id(public_id))
            imports.save_draft(draft, typed, version=whole(request.form.get("version", "")))
        if "apply" in request.form:
            _apply(public_id)
    except (Conflict, Invalid) as fault:
        draft = authorize(actor(), "import.read", queries.draft_by_public_id(public_id))
        return _draft_page(draft, typed, fault=fault)
    return redirect(url_for("imports.show", public_id=public_id), 303)


@blueprint.post("/<public_id>/removal")
@acts("import.edit")
def drop(public_id: str) -> ResponseReturnValue:
    with unit_of_work():
        draft = authorize(actor(), "import.edit", queries.draft_by_public_id(public_id))
        imports.drop_draft(draft, by=actor().person_id)
    flash(_("The list is thrown away. Nobody was taken in."), "success")
    return redirect(url_for("imports.start"), 303)


def _apply(public_id: str) -> None:
    with unit_of_work():
        draft = authorize(actor(), "import.edit", queries.draft_by_public_id(public_id))
        done = imports.apply_draft(draft, by=actor(), today=clock.now().date())
    flash(ngettext("%(num)s new person is taken in.", "%(num)s new people are taken in.", done.new), "success")


def _authorize_here() -> list[Municipality]:
    """The municipalities that the asker may take people in for. Raises NotAllowed when there are none."""
    asker = actor()
    places = queries.places_to_import_into(asker, today=clock.now().date())
    if allows(asker, "import.create", NOTHING):
        authorize_anywhere(asker, "import.create")
    elif places:
        authorize(asker, "import.create", places[0])
    else:
        authorize_anywhere(asker, "import.create")
        raise NotAllowed()
    return places


def _rows(form: PasteForm) -> list[Cells]:
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        return imports.read_file(sent.read())
    return imports.read_text(form.people.data or "")


def _chosen(number: str) -> Municipality | None:
    """The municipality that a list is for: the only one of a coordinator, or the one that was asked for."""
    places = queries.places_to_import_into(actor(), today=clock.now().date())
    if len(places) == 1:
        return places[0]
    return next((one for one in places if one.number == number), None)


def _start_page(form: PasteForm, *, status: int = 200) -> ResponseReturnValue:
    asker = actor()
    places = queries.places_to_import_into(asker, today=clock.now().date())
    page = render_template(
        "people/import.html",
        form=form,
        most=imports.MOST_LINES,
        drafts=queries.open_drafts_for(asker),
        municipality=places[0] if len(places) == 1 else None,
    )
    return page, status


def _draft_page(
    draft: ImportDraft, lines: list[Line], *, fault: Conflict | Invalid | None = None
) -> ResponseReturnValue:
    if draft.applied_at is not None:
        return render_template("people/import_done.html", done=imports.what_was_done(draft), next=_next_step())
    asker, today = actor(), clock.now().date()
    verdicts = imports.check(lines, asker, today=today)
    places = queries.places_to_import_into(asker, today=today)
    page = render_template(
        "people/import_draft.html",
        draft=draft,
        rows=list(zip(lines, verdicts, strict=True)),
        faults=_faults(lines, verdicts, fault),
        counts=_counts(verdicts),
        changed=differences(imports.lines_in(draft), lines) if isinstance(fault, Conflict) else {},
        places=places,
        role_words=import_words.ROLES,
        importable=import_words.IMPORTABLE,
        reason=import_words.reason,
        role_of=role_of,
    )
    return page, 200 if fault is None else 422 if isinstance(fault, Invalid) else 409


def _next_step() -> Shown | None:
    """What the lead of a new network does when the people are in."""
    network = queries.the_network()
    is_for_her = allows(actor(), "setup.edit", NOTHING) and network is not None and not network.is_demo
    return getting_started.next_step() if is_for_her else None


def _faults(lines: list[Line], verdicts: list[Verdict], fault: Conflict | Invalid | None) -> dict[str, list[str]]:
    """What stands on top of the page: the refusal, and a way to each field that must be corrected."""
    faults = {"content": [fault.message]} if fault is not None else {}
    for line, verdict in zip(lines, verdicts, strict=True):
        for field, why in verdict.faults.items():
            words = _("Line %(line)s: %(reason)s", line=line.number, reason=import_words.reason(why))
            faults[f"{field}-{line.key}"] = [words]
    return faults


def _counts(verdicts: list[Verdict]) -> dict[str, int]:
    return {
        "new": len({one.who for one in verdicts if one.kind == "new"}),
        "changed": len({one.who for one in verdicts if one.is_change}),
        "known": sum(one.kind == "known" for one in verdicts),
        "fix": sum(one.kind == "fix" for one in verdicts),
    }
