"""Lists of people on their way in: kept as a draft, corrected there, and taken in whole or not at all."""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import delete

from network.access.actor import Actor
from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.people import import_words, queries
from network.people.models import ImportDraft, Municipality
from network.people.rules.imports import tables, workbooks
from network.people.rules.imports.checking import Verdict, judge
from network.people.rules.imports.columns import Cells, Line, lines_of
from network.people.rules.imports.decoding import Unreadable, text_of
from network.people.services.arrivals import Arrivals

MOST_LINES = 400
LARGEST_BYTES = 950_000
"""Of a file: a form has room for a megabyte, and carries more than the file."""


@dataclass(frozen=True)
class Done:
    """How many people a list brought, and how many were there already."""

    new: int
    known: int


def read_file(body: bytes) -> list[Cells]:
    """The cells of an XLSX, CSV or text file. Raises Invalid(people) in words."""
    if len(body) > LARGEST_BYTES:
        raise Invalid("people", import_words.file_fault("too_large"))
    try:
        if workbooks.is_workbook(body):
            return [(number, [tables.clean(cell) for cell in cells]) for number, cells in workbooks.cells_of(body)]
        return tables.cells_in(text_of(body))
    except Unreadable as fault:
        raise Invalid("people", import_words.file_fault(fault.reason)) from fault


def read_text(text: str) -> list[Cells]:
    """The cells of a pasted list. Raises Invalid(people) in words."""
    try:
        return tables.cells_in(text)
    except Unreadable as fault:
        raise Invalid("people", import_words.file_fault(fault.reason)) from fault


def begin_draft(rows: Sequence[Cells], *, municipality: Municipality | None, by: Actor) -> ImportDraft:
    """Keep a list as a draft. Raises Invalid(people) for an empty one or one that is too long."""
    places = [text for one in queries.municipalities_on(clock.now().date()) for text in (one.name, one.number)]
    lines = lines_of(rows, places=places, usual_place=municipality.name if municipality else "")
    if not lines:
        raise Invalid("people", import_words.file_fault("empty"))
    if len(lines) > MOST_LINES:
        raise Invalid("people", import_words.file_fault("too_many", count=len(lines), most=MOST_LINES))
    draft = ImportDraft(
        public_id=secrets.token_urlsafe(12),
        person_id=by.person_id,
        municipality_id=municipality.id if municipality else None,
        rows=_stored(lines),
        made_at=clock.now(),
        version=1,
    )
    db.session.add(draft)
    db.session.flush()
    audit(by.person_id, "import.create", "import", draft.id, lines=len(lines))
    return draft


def lines_in(draft: ImportDraft) -> list[Line]:
    """The draft's lines as they stand; none of one that has been taken in."""
    found = json.loads(draft.rows)
    return [Line(**line) for line in found] if isinstance(found, list) else []


def check(lines: Sequence[Line], by: Actor, *, today: date) -> list[Verdict]:
    """What each line would lead to now."""
    return judge(lines, queries.register_for(by, today=today))


def save_draft(draft: ImportDraft, lines: Sequence[Line], *, version: int) -> None:
    """Keep corrected lines. Raises Conflict when the draft has been changed in another window since."""
    if draft.version != version:
        raise Conflict(_("This list was changed in another window. Look at what is different, and save again."))
    draft.rows = _stored(lines)
    draft.version += 1


def apply_draft(draft: ImportDraft, *, by: Actor, today: date) -> Done:
    """Take in everybody of the list, or nobody when a line must be corrected. What the list said is then forgotten.

    Raises Invalid(people).
    """
    verdicts = check(lines_in(draft), by, today=today)
    if any(verdict.kind == "fix" for verdict in verdicts):
        raise Invalid("people", _("Correct the marked lines first. Nobody has been taken in yet."))
    arrivals = Arrivals(by, today=today)
    for verdict in verdicts:
        if verdict.is_change:
            arrivals.take(verdict)
    done = Done(new=_people(verdicts, "new"), known=_people(verdicts, "known"))
    draft.rows = json.dumps(asdict(done))
    draft.applied_at = clock.now()
    audit(by.person_id, "import.apply", "import", draft.id, new=done.new)
    return done


def what_was_done(draft: ImportDraft) -> Done | None:
    """What became of a draft that has been taken in."""
    return Done(**json.loads(draft.rows)) if draft.applied_at is not None else None


def drop_draft(draft: ImportDraft, *, by: int | None) -> None:
    """Throw a list away."""
    audit(by, "import.delete", "import", draft.id)
    db.session.delete(draft)


def forget_drafts(before: datetime) -> int:
    """Retention: lists that nobody took in hold names and parties longer than anybody needs them."""
    gone = db.session.execute(delete(ImportDraft).where(ImportDraft.made_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _stored(lines: Iterable[Line]) -> str:
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False)


def _people(verdicts: Sequence[Verdict], kind: str) -> int:
    new = {verdict.who for verdict in verdicts if verdict.kind == "new"}
    known = {verdict.who for verdict in verdicts if verdict.kind == "known"} - new
    return len(new if kind == "new" else known)
