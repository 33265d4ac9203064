"""DO-1: how large updates and documents may be, and what somebody who comes back is given."""

import pytest

from network.core.lib0 import varuint
from network.documents.gate import Refused
from network.documents.limits import Limits
from network.documents.registry import Taken
from tests.documents.people import ANNA, BO, BOARD, Browser, Hall, replica


def test_an_update_may_be_64_kilobytes_live_and_a_megabyte_on_rejoining():
    hall, anna = Hall(), Browser()
    large = anna.add("n1", "x" * 70_000)

    with pytest.raises(Refused, match="size"):
        hall.take(ANNA, large)
    assert hall.take(ANNA, large, rejoining=True) is Taken.APPLIED

    with pytest.raises(Refused, match="size"):
        hall.take(ANNA, anna.write("n1", 0, "x" * 1_100_000), rejoining=True)


def test_a_full_document_takes_deletions_only():
    hall, anna = Hall(limits=Limits(document=2_000)), Browser()
    hall.take(ANNA, anna.add("n1", "x" * 1_500))

    with pytest.raises(Refused, match="full"):
        Hall.take(hall, BO, Browser().add("n2", "y" * 600))
    hall.take(ANNA, anna.erase("n1", 0, 1_400))

    assert hall.take(BO, Browser().add("n2", "y" * 600)) is Taken.APPLIED


def test_a_document_is_not_full_of_moves():
    """What counts is the state, not the journal."""
    hall, anna = Hall(limits=Limits(document=4_000)), Browser()
    hall.take(ANNA, anna.add("n1"))

    taken = {hall.take(ANNA, anna.move("n1", "b", f"b{number}")) for number in range(500)}

    assert taken == {Taken.APPLIED}


# -- coming back --------------------------------------------------------------------------------------------------


def test_a_state_vector_is_answered_with_what_is_lacking():
    hall, anna, bo = Hall(), Browser(), Browser()
    bo.hear(anna.add("n1"))
    for update in (*anna.sent, anna.move("n1", "b", "b0")):
        hall.take(ANNA, update)
    document = hall.registry.open(BOARD)

    bo.hear(document.update_since(bo.doc.get_state()))

    assert bo.notes == hall.notes
    assert replica(document.update_since(b"\0")) == hall.notes


@pytest.mark.parametrize("vector", [b"\x05", b"\x01\x01", varuint(10**9) + b"\x01", b"\0\0"])
def test_a_state_vector_that_is_none_is_refused(vector):
    with pytest.raises(Refused, match="malformed"):
        Hall().registry.open(BOARD).update_since(vector)


def test_the_whole_state_is_made_once_between_two_edits():
    hall, anna = Hall(), Browser()
    hall.take(ANNA, anna.add("n1"))
    document = hall.registry.open(BOARD)

    first, second = document.full(), document.full()
    hall.take(ANNA, anna.move("n1", "b", "b0"))

    assert first is second
    assert document.full() != first
