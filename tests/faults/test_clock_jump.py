"""F20: the machine's clock jumps. Nobody is signed out, nothing is lost or done twice, and no code lives longer."""

import urllib.request
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from tests.faults.caller import Caller
from tests.faults.day import Day
from tests.faults.house import Crowd, House, wait_for
from tests.jobs.smtp_server import MailServer, mail_server

pytestmark = pytest.mark.server

HOUR, DAY, MINUTE = 3600, 86400, 60
JUMPS = (-HOUR, HOUR, DAY)
FOUR_YEARS = 4 * 365 * DAY


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def is_signed_in(house: House) -> bool:
    request = urllib.request.Request(f"{house.address}/me", headers={"Cookie": house.people["Anna"].cookie})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return urlsplit(answer.url).path == "/me"


@pytest.mark.node
def test_a_jump_of_an_hour_or_a_day_loses_no_note_and_signs_nobody_out(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    """The last jump, of four years, is the control: it reaches the program, and signs Anna out."""
    here = house(without="move_the_clock")
    people = crowd(here)
    people.join("anna", here.people["Anna"])

    for jump in JUMPS:
        here.set_clock(wall=jump)
        people.wait_saved("anna", people.add("anna", f"after {jump}"))
        assert is_signed_in(here)
        people.join(f"bo {jump}", here.people["Bo"])

    assert [people.texts(f"bo {jump}") for jump in JUMPS] == [sorted(f"after {jump}" for jump in JUMPS)] * len(JUMPS)
    here.set_clock(wall=FOUR_YEARS)
    assert not is_signed_in(here)


def signed_out(day: Day) -> list[str]:
    """Those whose sign-in is no longer good. Lea leads the network: hers ends after two hours by a rule of its own."""
    people = [name for name in day.told["secrets"] if name != "Lea"]
    return [name for name in people if day.caller(name).get("/me").status != 200]


def test_a_jump_in_the_hall_moves_nothing_twice_and_signs_nobody_out(day: Callable[..., Day]) -> None:
    """Versions and keys know no time: what was sent before the jump is known after it, and sequences go on."""
    here = day(without="move_the_clock")
    tor, her = here.caller("Tor"), here.caller("Nordvik1")
    version = here.rows("SELECT version FROM stage_state")[0][0]
    late, out = iter(here.told["late"].values()), []

    for number, jump in enumerate(JUMPS):
        here.set_clock(wall=jump)
        move = {"act": "add_time", "minutes": 1, "version": version + number}
        moved = [tor.post(f"{here.path}/moves", **move).status for _time in range(2)]
        kept = her.post(f"{here.talk}/lines", text="Berre for meg", key="line-0000001").status
        came = Caller(here.address).post(next(late)).status if jump < DAY else 303
        out += [] if (moved, kept, came) == ([303, 303], 303, 303) else [(jump, moved, kept, came)]
        out += signed_out(here)

    versions = [row[0] for row in here.rows("SELECT version FROM stage_move ORDER BY id")]
    assert (out, here.count("talk_line"), here.count("attendance")) == ([], 1, 17 + 2)
    assert versions == list(range(2, version + 1 + len(JUMPS)))


def uses_code_after(here: Day, mail: MailServer, *, passed: float) -> int:
    """Ask for a code, let so many seconds go by while the wall clock is set back by as many, use the code."""
    phone = Caller(here.address)
    seen = len(mail.taken)
    phone.post("/sign-in", email="sundby1@prove.example")
    wait_for(lambda: len(mail.taken) > seen, "the mail has come")
    here.set_clock(wall=-passed, passed=passed)
    phone.post("/sign-in/code", code=str(mail.taken[-1]["Subject"])[:6])
    return phone.get("/me").status


def test_a_clock_set_back_gives_a_code_not_a_minute_more(day: Callable[..., Day], mail: MailServer) -> None:
    """SI-3"""
    here = day(without="move_the_clock", SAMLING_SMTP=mail.url, SAMLING_TRUSTED_HOSTS="127.0.0.1")

    assert uses_code_after(here, mail, passed=14 * MINUTE) == 200
    here.set_clock()
    assert uses_code_after(here, mail, passed=16 * MINUTE) != 200


def test_control_by_the_wall_clock_alone_the_code_would_still_be_good(
    day: Callable[..., Day], mail: MailServer
) -> None:
    here = day(without="move_the_clock trust_the_wall", SAMLING_SMTP=mail.url, SAMLING_TRUSTED_HOSTS="127.0.0.1")

    assert uses_code_after(here, mail, passed=16 * MINUTE) == 200
