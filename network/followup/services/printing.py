"""What stands on the paper, its fingerprint, and the files: made by a job, kept by fingerprint (BF-5, BF-7)."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from network.core import clock, files
from network.core.db import after_commit, db, unit_of_work
from network.core.errors import Conflict
from network.core.language import format_date, format_time, speaking
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.followup.models import AgendaRoute, Briefing, BriefingFile, BriefingSending
from network.followup.queries import briefings as queries
from network.followup.rules import briefings as rules
from network.followup.services.drafting import HEADINGS, short_day
from network.jobs.periodic import wake
from network.sessions.gatherings.models import StoredFile
from network.sessions.gatherings.queries.members import day_of
from network.web.paper import DOCX, PDF, Paper, Part, docx_of, facts, heading, items, pdf_of, text
from network.web.pdf import PdfUnavailable
from network.writing import services as writing

log = logging.getLogger(__name__)

KINDS = {"docx": DOCX, "pdf": PDF}
MAKERS = {"docx": docx_of, "pdf": pdf_of}
LONGEST_SUBJECT = 200
JOB = "briefings"
KEPT = timedelta(days=1)
"""So long a paper that was never sent lies ready."""
MOST_AN_HOUR = 30
"""So many papers are made of one briefing within an hour: each change of its text makes another."""
ROUTES = {
    AgendaRoute.INFORMATION: _l("Item for information"),
    AgendaRoute.DISCUSSION: _l("Item for discussion"),
    AgendaRoute.DECISION: _l("Item for decision"),
}


@dataclass(frozen=True)
class Section:
    key: str
    heading: str
    text: str

    @property
    def blocks(self) -> list[rules.Block]:
        return rules.blocks(self.text)


@dataclass(frozen=True)
class Printed:
    """All that stands on the paper, in the municipality's written form; sections in which nothing stands are left out.

    `about` are pairs of what the paper says of itself: which meeting, which kind of item.
    """

    language: str
    title: str
    running: str
    author: str
    about: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]

    @property
    def fingerprint(self) -> str:
        said = [(one.heading, one.text) for one in self.sections]
        return rules.fingerprint([self.language, self.title, self.running, self.about, said])

    @property
    def pages(self) -> float:
        return rules.pages(one.text for one in self.sections)


def printed(briefing: Briefing) -> Printed:
    """The paper of a briefing as its text stands now."""
    gathering, texts = briefing.gathering, writing.texts(briefing.writing)
    with speaking(briefing.language, zone=gathering.zone):
        day = format_date(day_of(gathering), "long")
        return Printed(
            language=briefing.language,
            title=_("To the council: %(title)s", title=_line(gathering.title)),
            running=" · ".join((briefing.municipality.name, _line(gathering.title), day)),
            author=briefing.municipality.name,
            about=tuple(_about(briefing)),
            sections=tuple(
                Section(key, str(HEADINGS[key]), _even(texts[key]))
                for key in rules.sections_for(briefing.route)
                if texts[key].strip()
            ),
        )


def _about(briefing: Briefing) -> list[tuple[str, str]]:
    found = [(_("Kind of item"), str(ROUTES[briefing.route]))]
    if briefing.meeting_on is not None:
        found.insert(0, (_("Council meeting"), format_date(briefing.meeting_on, "long")))
    return found


def _line(words: str) -> str:
    return " ".join(words.split())


def _even(words: str) -> str:
    """A space at a line's end is no change of what one vouched for."""
    return "\n".join(line.rstrip() for line in words.strip().splitlines())


def subject_of(briefing: Briefing) -> str:
    """`Orientering til kommunestyret 12. mars – frist 6. mars kl. 09.00 – Giske`; what is not known is left out."""
    due = queries.deadline_of(briefing)
    with speaking(briefing.language, zone=briefing.gathering.zone):
        if briefing.meeting_on is None:
            what = _("Briefing for the council")
        else:
            what = _("Briefing for the council on %(day)s", day=short_day(briefing.meeting_on))
        by = _("deadline %(day)s at %(clock)s", day=short_day(due), clock=format_time(due, "HH.mm")) if due else ""
    return rules.subject((what, by, briefing.municipality.name), LONGEST_SUBJECT)


def name_of(briefing: Briefing, kind: str) -> str:
    with speaking(briefing.language):
        word = _("Briefing")
    return rules.file_name(day_of(briefing.gathering), word, briefing.municipality.name, kind)


def paper_of(page: Printed) -> Paper:
    """The same for the two files."""
    parts: list[Part] = [facts(page.about)]
    for section in page.sections:
        parts.append(heading(section.heading))
        for block in section.blocks:
            if block.is_list:
                parts.append(items(block.lines))
            else:
                parts += [part for line in block.lines for part in text(line)]
    return Paper(page.title, page.language, page.author, page.running, tuple(parts))


def plain_text(page: Printed) -> str:
    """To be copied into one's own mail, or into a case system that takes no file."""
    lines = [page.title, "", *(f"{name}: {value}" for name, value in page.about)]
    for section in page.sections:
        lines += ["", section.heading.upper()]
        for block in section.blocks:
            lines += [f"– {line}" for line in block.lines] if block.is_list else block.lines
    return "\n".join(lines)


def want(briefing: Briefing, kind: str, fingerprint: str) -> BriefingFile:
    """Have a paper made, if it is not made or being made. What went wrong is tried again. Inside a unit of work."""
    row = queries.file_of(briefing.id, kind, fingerprint)
    if row is None:
        row = BriefingFile(briefing_id=briefing.id, kind=kind, fingerprint=fingerprint, fault="", at=clock.now())
        db.session.add(row)
    if row.file_id is None:
        row.fault, row.at = "", clock.now()
    db.session.flush()
    after_commit(lambda: wake(JOB))
    return row


def ask_for(briefing: Briefing, kind: str) -> None:
    """Somebody wants a paper of the text as it stands. Inside a unit of work.

    Raises Conflict when so many have been made within the hour that the disk would fill.
    """
    fingerprint, since = printed(briefing).fingerprint, clock.now() - timedelta(hours=1)
    rows = select(func.count()).where(BriefingFile.briefing_id == briefing.id, BriefingFile.at > since)
    if queries.file_of(briefing.id, kind, fingerprint) is None and (db.session.scalar(rows) or 0) >= MOST_AN_HOUR:
        raise Conflict(_("Many papers were made of this text within an hour. Wait a while, or copy it as text below."))
    want(briefing, kind, fingerprint)


def make_wanted() -> int:
    """Make the papers that somebody waits for, each in a process of its own; says how many. No unit of work is open.

    One for a text that has been changed since is wanted by nobody.
    """
    made = 0
    for key in queries.wanted_files():
        made += _make(*key)
    return made


def _make(briefing_id: int, kind: str, fingerprint: str) -> int:
    briefing = queries.with_texts(briefing_id)
    page, spoken, zone = printed(briefing), briefing.language, briefing.gathering.zone
    name = name_of(briefing, kind)
    db.session.rollback()
    if page.fingerprint != fingerprint:
        _forget(briefing_id, kind, fingerprint)
        return 0
    fault, body = "", b""
    try:
        with speaking(spoken, zone=zone), current_app.test_request_context():
            body = MAKERS[kind](paper_of(page))
    except PdfUnavailable as unavailable:
        fault = unavailable.message
    except Exception:
        log.exception("no %s of briefing %d", kind, briefing_id)
        fault = "error"
    sha256 = files.store(body) if body else ""
    with unit_of_work():
        row = queries.file_of(briefing_id, kind, fingerprint)
        if row is None or row.file_id is not None:
            return 0
        row.fault = fault[:300]
        if sha256:
            row.file = StoredFile(sha256=sha256, name=name, mimetype=KINDS[kind], size_bytes=len(body), at=clock.now())
    return int(bool(sha256))


def forget(before: datetime) -> int:
    """Retention: papers that were asked for before this moment and never sent. Asked for again they are made anew."""
    sent = select(BriefingSending.fingerprint).where(BriefingSending.briefing_id == BriefingFile.briefing_id)
    rows = db.session.scalars(
        select(BriefingFile).where(BriefingFile.at < before, BriefingFile.fingerprint.not_in(sent))
    ).all()
    kept = [row.file for row in rows if row.file is not None]
    for one in (*rows, *kept):
        db.session.delete(one)
    db.session.flush()
    return len(rows)


def _forget(briefing_id: int, kind: str, fingerprint: str) -> None:
    with unit_of_work():
        row = queries.file_of(briefing_id, kind, fingerprint)
        if row is not None and row.file_id is None:
            db.session.delete(row)
