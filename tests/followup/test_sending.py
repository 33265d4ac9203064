"""The briefing on its way: vouched for, made as a paper, sent once (BF-5 to BF-7, BF-10)."""

import io
from zipfile import ZipFile

import pytest
from docx import Document
from sqlalchemy import select

from network.core import clock, files
from network.core.db import db, unit_of_work
from network.core.errors import Conflict, Invalid, NotAllowed
from network.followup.models import AgendaRoute, BriefingFile, BriefingSending, BriefingState
from network.followup.queries import briefings as queries
from network.followup.services import posting, printing, sending
from network.jobs.models import FAILED, SENT, MailAttachment, OutgoingMail
from network.people.models import Municipality
from network.sessions.gatherings.models import StoredFile
from network.writing.services.opened import open_writing
from tests.followup.briefing import SECRETARY, WHAT, Council, number_of

HOSTILE = "<script>alert(1)</script>\n# Stor\n[lenke](javascript:alert(1))\n– \u202egnud\x07 =1+1"


def mails() -> list[OutgoingMail]:
    db.session.rollback()
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == posting.KIND)))


def test_any_letter_makes_an_approval_count_no_more(council: Council) -> None:
    """BF-5; put back as it was it counts again, since it is the text that she read."""
    council.drafted()
    council.approve()
    before = council.texts()["why"]
    counted = [council.is_approved()]

    council.put("why", before + "!")
    counted.append(council.is_approved())
    council.put("why", before)
    counted.append(council.is_approved())

    assert counted == [True, False, True]


@pytest.mark.parametrize("changed", [{"route": AgendaRoute.DISCUSSION}, {"meeting_on": None}])
def test_what_stands_beside_the_text_is_vouched_for_too(council: Council, changed: dict[str, object]) -> None:
    """BF-5"""
    council.drafted()
    council.approve()

    council.choose(**changed)

    assert not council.is_approved()


def test_nobody_vouches_for_a_text_that_she_has_not_read(council: Council) -> None:
    """BF-5"""
    council.drafted()
    seen = council.seen()
    council.put("why", "Noko anna.")

    with pytest.raises(Conflict):
        council.approve(seen)

    assert not council.is_approved()


def test_nothing_is_sent_that_nobody_vouches_for(council: Council) -> None:
    """BF-6; the text stays open."""
    council.drafted()

    with pytest.raises(Conflict):
        council.send()

    assert (number_of(BriefingSending), council.briefing().state) == (0, BriefingState.DRAFT)
    council.put("why", "Vi skriv framleis.")


def test_a_text_that_changed_after_the_approval_is_not_sent(council: Council) -> None:
    """BF-6"""
    council.drafted()
    council.approve()
    council.put("why", "Endra etterpå.")

    with pytest.raises(Conflict):
        council.send()

    assert number_of(BriefingSending) == 0


def test_a_press_in_vain_stops_nobody_who_writes(council: Council) -> None:
    """BF-6: the text is open in memory, and stays so."""
    council.drafted()
    live = open_writing(council.briefing().writing)

    with pytest.raises(Conflict):
        council.send()

    assert live.facts().is_open


def test_sent_twice_it_is_one_mail_with_the_paper_that_was_vouched_for(council: Council) -> None:
    """BF-6, BF-7"""
    council.drafted()
    council.approve()
    seen = council.seen()
    council.send(seen)
    council.send(seen)

    council.work()
    council.work()

    mail = mails()[0]
    paper = mail.attachments[0]
    assert (len(mails()), number_of(MailAttachment)) == (1, 1)
    assert (mail.recipient, mail.reply_to) == (SECRETARY, council.bo.email)
    assert mail.subject == "Orientering til kommunestyret 10. desember – frist 2. desember kl. 09.00 – Sundby"
    assert paper.name == "2026-11-23_Orientering_Sundby.docx"
    assert WHAT in "\n".join(one.text for one in Document(io.BytesIO(paper.body or b"")).paragraphs)


def test_what_is_sent_is_closed_and_opens_as_a_new_version(council: Council) -> None:
    """BF-6"""
    council.drafted()
    council.approve()
    council.send()
    with pytest.raises(NotAllowed):
        council.put("why", "For seint.")

    for _again in range(2):
        with unit_of_work():
            sending.reopen(council.briefing_in_work(), by_id=council.bo.id)
    council.put("why", "I tide.")

    briefing = council.briefing()
    assert (briefing.version, briefing.state, council.is_approved()) == (2, BriefingState.DRAFT, False)
    assert number_of(BriefingSending) == 1


def test_a_mail_that_did_not_get_there_is_said_and_can_be_sent_once_more(council: Council) -> None:
    """BF-6; what came of it outlives the mail."""
    council.drafted()
    council.approve()
    council.send()
    council.work()
    with unit_of_work():
        mails_now = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == posting.KIND)).all()
        mails_now[0].state = FAILED
    council.work()
    first = [one.outcome for one in queries.sendings_of(council.briefing().id)]

    council.send()
    council.work()
    with unit_of_work():
        newest = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
        assert newest is not None
        newest.state = SENT
    council.work()
    with unit_of_work():
        for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == posting.KIND)):
            for paper in mail.attachments:
                db.session.delete(paper)
            db.session.flush()
            db.session.delete(mail)
    council.work()

    assert first == [FAILED]
    assert [one.outcome for one in queries.sendings_of(council.briefing().id)] == [SENT, FAILED]
    assert mails() == []


def test_a_stop_between_the_press_and_the_mail_loses_neither(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """BF-6: the paper was being made when the server stopped; the next round makes it and sends one."""
    council.drafted()
    council.approve()
    council.send()

    def stops(_paper: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as away:
        away.setitem(printing.MAKERS, "docx", stops)
        with pytest.raises(KeyboardInterrupt):
            council.work()
    waiting = len(mails())

    council.work()

    assert (waiting, len(mails())) == (0, 1)


def test_a_paper_that_cannot_be_made_is_a_mail_that_did_not_go(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BF-6: nobody is told that it was sent."""
    council.drafted()
    council.approve()
    council.send()

    def breaks(_paper: object) -> bytes:
        raise RuntimeError("no")

    monkeypatch.setitem(printing.MAKERS, "docx", breaks)
    council.work()

    assert ([one.outcome for one in queries.sendings_of(council.briefing().id)], mails()) == ([FAILED], [])


def test_a_paper_is_never_of_another_text_than_the_page_showed(council: Council) -> None:
    """BF-7: changed while it waited, it is wanted by nobody."""
    briefing = council.drafted()
    seen = council.seen()
    with unit_of_work():
        printing.want(council.briefing_in_work(), "docx", seen)
    council.put("why", "Endra.")

    council.work()

    assert (number_of(BriefingFile), queries.file_of(briefing.id, "docx", seen)) == (0, None)


def test_a_paper_that_was_never_sent_is_let_go_after_a_day_and_one_that_was_stays(council: Council) -> None:
    """BF-7"""
    council.drafted()
    with unit_of_work():
        printing.want(council.briefing_in_work(), "docx", printing.printed(council.briefing_in_work()).fingerprint)
    council.work()
    council.put("why", "Skrive om.")
    council.approve()
    council.send()
    council.work()
    sent = council.seen()
    made = number_of(BriefingFile)
    clock.set(clock.now() + printing.KEPT)

    with unit_of_work():
        gone = printing.forget(clock.now() - printing.KEPT / 2)

    assert (made, gone, number_of(StoredFile)) == (2, 1, 1)
    assert [row.fingerprint for row in db.session.scalars(select(BriefingFile))] == [sent]


def test_what_people_write_means_nothing_but_itself(council: Council) -> None:
    """BF-10: on DOCX and PDF, with whatever looks like HTML, Markdown or a formula."""
    council.drafted()
    council.put("why", HOSTILE)
    for kind in printing.KINDS:
        with unit_of_work():
            printing.want(council.briefing_in_work(), kind, printing.printed(council.briefing_in_work()).fingerprint)

    council.work()

    bodies = {row.kind: _bytes(row) for row in db.session.scalars(select(BriefingFile))}
    document = Document(io.BytesIO(bodies["docx"]))
    lines = [one.text for one in document.paragraphs]
    assert "<script>alert(1)</script>" in lines
    assert "# Stor" in lines
    assert "[lenke](javascript:alert(1))" in lines
    assert not any("\u202e" in line or "\x07" in line for line in lines)
    assert "javascript" not in "".join(
        ZipFile(io.BytesIO(bodies["docx"])).read("word/_rels/document.xml.rels").decode()
    )
    assert bodies["pdf"].startswith(b"%PDF-")
    assert b"/JavaScript" not in bodies["pdf"]


def _bytes(row: BriefingFile) -> bytes:
    assert isinstance(row.file, StoredFile)
    return files.path_of(row.file.sha256).read_bytes()


def test_an_address_that_is_none_is_not_taken(council: Council) -> None:
    with pytest.raises(Invalid), unit_of_work():
        place = db.session.get_one(Municipality, council.going.sundby.id)
        sending.set_secretary(place, "sekretær\r\nBcc: alle@prove.example", by_id=None)
