"""F26: the mail server hangs when everybody is invited. Nobody waits for it, badges work, each letter comes once."""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from network.jobs.smtp import STEP_SECONDS
from tests.faults.caller import Answer, Caller
from tests.faults.day import Day
from tests.faults.house import wait_for
from tests.jobs.smtp_server import HANGS, TAKES, mail_server

pytestmark = pytest.mark.server

MORE_SECONDS = 1.0
"""By which an answer may be slower because a letter belongs to it. A mail server that hangs costs STEP_SECONDS."""
HOUR = 3600


def took(act: Callable[[], Answer]) -> float:
    """Seconds until it was done."""
    began = time.monotonic()
    assert act().status == 303
    return time.monotonic() - began


def waits_for_mail(here: Day) -> float:
    """Seconds by which asking for a code takes longer for those who get a letter. The quickest of three counts."""
    phone = Caller(here.address).ready()

    def quickest(place: str) -> float:
        return min(took(partial(phone.post, "/sign-in", email=f"{place}{n}@prove.example")) for n in (1, 2, 3))

    return quickest("sundby") - quickest("nowhere")


def test_nobody_waits_for_a_mail_server_that_hangs_and_each_letter_comes_once(day: Callable[..., Day]) -> None:
    """JO-1, JO-2"""
    with mail_server(HANGS) as hanging:
        here = day(without="move_the_clock", SAMLING_SMTP=hanging.url, SAMLING_TRUSTED_HOSTS="127.0.0.1")
        all_invited = took(partial(here.caller("Lea").ready().post, f"{here.path}/invitations"))
        waited = waits_for_mail(here)
        took(partial(Caller(here.address).post, next(iter(here.told["late"].values()))))
        wait_for(lambda: hanging.conversations > 0, "the job has tried")
    with mail_server(TAKES, port=hanging.port) as well:
        here.set_clock(passed=HOUR)
        here.caller("Tor").post("/sign-in", email="vester1@prove.example")
        wait_for(lambda: len(well.taken) >= here.count("outgoing_mail WHERE kind = 'invitation'"), "all have come")
        wait_for(lambda: here.count("outgoing_mail WHERE state IN ('queued', 'sending')") == 0, "none is left")

    got = Counter(letter["To"] for letter in well.taken if "Invitasjon" in letter["Subject"])
    assert (set(got.values()), len(got), here.count("attendance")) == ({1}, 34, 18)
    assert (waited < MORE_SECONDS, all_invited < STEP_SECONDS) == (True, True), (waited, all_invited)


def test_control_a_program_that_sends_in_the_request_keeps_everybody_waiting(day: Callable[..., Day]) -> None:
    with mail_server(HANGS) as hanging:
        here = day(without="send_in_the_request", SAMLING_SMTP=hanging.url, SAMLING_TRUSTED_HOSTS="127.0.0.1")

        assert waits_for_mail(here) > MORE_SECONDS
