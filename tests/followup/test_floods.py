"""What somebody who presses again and again can do: not fill a secretary's letter box, nor the disk with papers."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.errors import Conflict
from network.followup.models import BriefingFile, BriefingSending
from network.followup.services import printing, sending
from tests.followup.briefing import ClientFor, Council


def send_anew(council: Council) -> None:
    """Opened again, vouched for and sent once more, as one delegate alone can."""
    seen = council.seen()
    with unit_of_work():
        briefing = council.briefing_in_work()
        sending.reopen(briefing, by_id=council.bo.id)
        sending.approve(briefing, council.bo.id, seen=seen)
        sending.send(briefing, seen=seen, by_id=council.bo.id)


def number_of(table: type[BriefingSending] | type[BriefingFile]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_secretary_is_sent_so_many_versions_a_day_and_no_more(council: Council) -> None:
    """BF-6; the controls: the first ones go, and the next day another does."""
    council.drafted()
    for _time in range(sending.MOST_SENT_A_DAY):
        send_anew(council)

    with pytest.raises(Conflict):
        send_anew(council)
    that_day = number_of(BriefingSending)
    clock.set(clock.now() + timedelta(days=1, minutes=1))
    send_anew(council)

    assert (that_day, number_of(BriefingSending)) == (sending.MOST_SENT_A_DAY, sending.MOST_SENT_A_DAY + 1)


def test_of_one_text_changed_again_and_again_so_many_papers_are_made_an_hour(
    council: Council, client_for: ClientFor
) -> None:
    """BF-7; the controls: what lies ready is had all the time, and an hour later another is made."""
    council.drafted()
    bo, path = client_for(council.bo), f"{council.path}/papers/docx"
    with unit_of_work():
        briefing = council.briefing_in_work()
        for number in range(printing.MOST_AN_HOUR - 1):
            printing.want(briefing, "docx", f"fingerprint {number}")

    first = bo.post(path).status_code
    again = bo.post(path).status_code
    council.put("why", "Endra.")
    refused = bo.post(path)
    made = number_of(BriefingFile)
    clock.set(clock.now() + timedelta(hours=1, minutes=1))
    later = bo.post(path).status_code

    assert (first, again, refused.status_code, later) == (303, 303, 409, 303)
    assert (made, number_of(BriefingFile)) == (printing.MOST_AN_HOUR, printing.MOST_AN_HOUR + 1)
