"""F15: a photo that is slow to decode, and a bomb, hold up nobody: the loop goes on while a process draws (BO-46)."""

import io
import json
import threading
from collections.abc import Callable

import pytest
from PIL import Image

from tests.faults.caller import Caller
from tests.faults.house import House

pytestmark = pytest.mark.server


def slow() -> bytes:
    """25 million points in 75 kB: whoever decodes them is busy for a second."""
    return png(5_000, 5_000, "RGB")


def png(width: int, height: int, mode: str = "P") -> bytes:
    made = io.BytesIO()
    Image.new(mode, (width, height), 3).save(made, "PNG")
    return made.getvalue()


def who_puts_up(house: House) -> Caller:
    """Somebody with a form before her, so that what follows is the photo alone."""
    return Caller(house.address, house.people["Anna"].secret).ready()


def put_up(anna: Caller, house: House, body: bytes, key: str = "photo-photo-photo-1111") -> tuple[int, str]:
    """(status, what is said)."""
    answer = anna.hand_in(f"/boards/{house.board}/photos", body, key=key, alt="Tre pilar")
    return answer.status, str(json.loads(answer.text).get("message", ""))


def test_the_loop_goes_on_while_a_photo_is_drawn(house: Callable[..., House]) -> None:
    """The control: where the server draws it itself, one question waits for most of that."""
    shares = {}
    for without in (None, "draw_photos_in_the_loop"):
        shares[without] = longest_wait(house(without=without))

    print({str(name): round(share, 2) for name, share in shares.items()})
    assert 2 * shares[None] < shares["draw_photos_in_the_loop"]


def longest_wait(here: House) -> float:
    """The slowest answer of /healthz while a photo is taken, as a part of the time that the photo took."""
    answers: list[tuple[int, str]] = []
    anna, body = who_puts_up(here), slow()
    sending = threading.Thread(target=lambda: answers.append(put_up(anna, here, body)))
    sending.start()
    waits = []
    while sending.is_alive():
        waits.append(here.latency())
    sending.join()

    assert answers == [(200, "")]
    return max(waits) / sum(waits)


def test_bombs_are_refused_one_after_another_and_the_board_goes_on(house: Callable[..., House]) -> None:
    here = house()
    anna, before = who_puts_up(here), here.memory_mb()

    answers = [put_up(anna, here, png(60_000, 1_000), f"photo-photo-photo-{n:04}") for n in range(3)]
    kept = list((here.folder / "files").glob("*/*"))

    assert [(status, "for stort" in said) for status, said in answers] == [(422, True)] * 3
    assert (here.memory_mb() - before < 60, kept) == (True, [])
    assert put_up(anna, here, png(40, 30)) == (200, "")
