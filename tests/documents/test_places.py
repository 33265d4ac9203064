"""DO-10: nothing gets into a document that yjs and yrs, or one order of arrival and another, show differently."""

import json
from pathlib import Path

import pytest

from network.documents.gate import Refused
from network.documents.limits import TYPE_DEPTH, Rules
from tests.documents.people import ANNA, BO, BOARD, EVE, Browser, Hall, replica

SEEN = json.loads((Path(__file__).parent / "data" / "seen-by-yjs.json").read_text())["cases"]
HIDDEN = ("something in a map without a key", "a key on a text")
BASE = bytes.fromhex("010302002701056e6f74657301610127000200047465787402040002010661626364656600")
"""Client 2: a note whose text is abcdef, clocks 2 to 7."""
BEFORE_C = bytes.fromhex("01010300440204015800")
"""Client 3: X in front of c, with nothing to its left."""
BEHIND_B = bytes.fromhex("01010400840203015100")
"""Client 4: Q behind b, with nothing to its right."""


def hall_with(before: list[str], rules: Rules | None = None) -> Hall:
    hall = Hall(rules=rules)
    for person, update in enumerate(before, 1):
        hall.take(person, bytes.fromhex(update))
    return hall


@pytest.mark.parametrize("name", SEEN)
def test_is_refused_and_leaves_nothing(name):
    hall = hall_with(SEEN[name]["before"])
    before = hall.notes, hall.registry.open(BOARD).full()

    with pytest.raises(Refused, match=r"rule|malformed"):
        hall.take(EVE, bytes.fromhex(SEEN[name]["update"]))

    assert (hall.notes, hall.registry.open(BOARD).full()) == before


@pytest.mark.parametrize("name", [name for name in SEEN if name not in HIDDEN])
def test_without_the_rule_hall_and_browser_differ(name):
    """The positive control: what yjs showed stands beside the bytes."""
    hall = hall_with(SEEN[name]["before"], Rules(places=False, structure=False))

    hall.take(EVE, bytes.fromhex(SEEN[name]["update"]))

    assert hall.notes != SEEN[name]["yjs_shows"]


@pytest.mark.parametrize("name", HIDDEN)
def test_without_the_rule_something_lies_in_the_document_that_nobody_sees(name):
    hall = hall_with(SEEN[name]["before"], Rules(places=False))
    shown = hall.notes

    hall.take(EVE, bytes.fromhex(SEEN[name]["update"]))

    assert hall.notes == shown
    assert b"hid" in hall.registry.open(BOARD).full()


def test_neighbours_that_never_were_are_refused():
    """Who knows c knows a and b too, so they stood between."""
    hall = hall_with([BASE.hex()])

    with pytest.raises(Refused, match="resync"):
        hall.take(EVE, BEFORE_C)


def test_neighbours_that_may_have_been_are_taken():
    """Who wrote behind b may have known a and b alone."""
    hall = hall_with([BASE.hex()])

    hall.take(EVE, BEHIND_B)

    assert hall.notes == replica(hall.registry.open(BOARD).full()) == {"a": {"text": "abcdefQ"}}


def test_without_the_rule_the_next_who_joins_reads_another_text():
    hall = hall_with([BASE.hex()], Rules(places=False))

    hall.take(BO, BEFORE_C)
    hall.take(EVE, BEHIND_B)

    assert hall.notes != replica(hall.registry.open(BOARD).full())


def test_a_refused_update_leaves_the_order_as_it_was():
    hall = hall_with([BASE.hex()])
    bo = Browser()
    bo.hear(BASE)
    with pytest.raises(Refused):
        hall.take(EVE, BEFORE_C)

    hall.take(BO, bo.write("a", 2, "X"))
    hall.take(BO, bo.write("a", 4, "Y"))

    assert hall.notes == bo.notes == {"a": {"text": "abXcYdef"}}


def test_two_who_write_at_the_same_spot_at_the_same_time_are_both_heard():
    hall = hall_with([BASE.hex()])
    bo, eve = Browser(client_id=20), Browser(client_id=10)
    for browser in (bo, eve):
        browser.hear(BASE)
    updates = [bo.write("a", 3, "bo"), bo.write("a", 5, "!"), eve.write("a", 3, "eve"), eve.write("a", 4, "-")]

    for person, update in zip((BO, BO, EVE, EVE), updates, strict=True):
        hall.take(person, update)

    assert (
        hall.notes == replica(hall.registry.open(BOARD).full()) == replica(BASE, *reversed(updates[2:]), *updates[:2])
    )


def test_two_who_move_a_note_at_the_same_time_are_both_heard_and_one_wins():
    hall = hall_with([BASE.hex()])
    bo, eve = Browser(client_id=20), Browser(client_id=10)
    for browser in (bo, eve):
        browser.hear(BASE)

    for update, person in (
        (bo.move("a", "b", "b0"), BO),
        (eve.move("a", "c", "c0"), EVE),
        (bo.move("a", "d", "d0"), BO),
    ):
        hall.take(person, update)

    assert hall.notes["a"]["place"] == ["d", "d0"]


def test_the_index_of_a_stored_state_judges_like_the_one_it_was_made_from():
    hall = hall_with([BASE.hex()]).restarted()
    bo = Browser()
    bo.hear(BASE)

    with pytest.raises(Refused, match="resync"):
        hall.take(EVE, BEFORE_C)
    hall.take(BO, bo.write("a", 2, "X"))

    assert hall.notes == bo.notes


def test_used_clocks_do_not_come_again_for_something_else():
    """A copy of a browser, say a tab restored from a backup, must not hear that its note is stored."""
    hall, first, second = Hall(), Browser(client_id=5), Browser(client_id=5)
    hall.take(ANNA, first.add("a"))

    with pytest.raises(Refused, match="resync"):
        hall.take(ANNA, second.add("b"))

    assert hall.stored == first.sent


def chain(levels: int) -> bytes:
    """Client 5: a map in a map in a map."""
    inner = b"".join(b"\x27\x00\x05" + bytes([level, 1]) + b"a\x01" for level in range(levels - 1))
    return b"\x01" + bytes([levels]) + b"\x05\x00\x27\x01\x05notes\x01a\x01" + inner + b"\x00"


def test_shared_types_stand_in_each_other_to_the_bound_and_no_deeper():
    Hall().take(ANNA, chain(TYPE_DEPTH - 1))

    with pytest.raises(Refused, match="rule"):
        Hall().take(ANNA, chain(TYPE_DEPTH))


def test_a_root_that_no_document_has_is_refused():
    with pytest.raises(Refused, match="rule"):
        Hall().take(ANNA, bytes.fromhex("010107002801057665737473016b017800"))
