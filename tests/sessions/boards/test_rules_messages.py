"""The y-protocols messages in one `y`, and places in a column."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.sessions.boards.rules.notes import PlainNote, in_order, plain_note
from network.sessions.boards.rules.positions import DIGITS, position_after
from network.together.messages import MOST_MESSAGES, Garbled, Kind, read_messages, sync_message

SYNC = [Kind.STEP_2, Kind.UPDATE]


@given(st.lists(st.tuples(st.sampled_from(SYNC), st.binary(max_size=300)), max_size=5))
def test_messages_are_read_as_they_were_written(messages: list[tuple[Kind, bytes]]) -> None:
    data = b"".join(sync_message(kind, payload) for kind, payload in messages)

    assert read_messages(data) == messages


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = read_messages(data)
    except Garbled:
        return
    assert sum(len(payload) for _, payload in found) <= len(data)


@pytest.mark.parametrize("data", [b"\x02", b"\x00", b"\x00\x03\x00", b"\x00\x02\x05ab", b"\x00\x02\xff", b"\x01"])
def test_messages_that_do_not_add_up_are_refused(data: bytes) -> None:
    with pytest.raises(Garbled):
        read_messages(data)


@pytest.mark.parametrize(
    ("message", "most"), [(sync_message(Kind.STEP_1, b"\0"), 1), (sync_message(Kind.UPDATE, b"u"), MOST_MESSAGES)]
)
def test_a_frame_full_of_questions_or_of_trifles_is_refused(message: bytes, most: int) -> None:
    """*Seen:* 1.1 MB of questions for the whole board, from a reader: the server answered nobody else for minutes."""
    assert len(read_messages(message * most)) == most

    with pytest.raises(Garbled):
        read_messages(message * (most + 1))


def test_presence_is_told_apart_from_the_document() -> None:
    assert read_messages(b"\x01\x02ab" + sync_message(Kind.UPDATE, b"u")) == [
        (Kind.AWARENESS, b"ab"),
        (Kind.UPDATE, b"u"),
    ]


@given(st.text(alphabet=DIGITS, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_a_position_after_the_last_sorts_after_it(last: str, chance: random.Random) -> None:
    assert position_after(last, chance.choice) > last


def test_two_people_at_the_same_place_get_different_positions() -> None:
    chance = random.Random(1)

    positions = {position_after("V", chance.choice) for _ in range(50)}

    assert len(positions) == 50


def test_notes_at_one_position_stand_in_the_order_of_their_ids() -> None:
    notes = [
        PlainNote(one, "", "why", place, "sun", False, None) for one, place in (("b", "V"), ("a", "V"), ("c", "A"))
    ]

    assert [one.id for one in in_order(notes)] == ["c", "a", "b"]


@pytest.mark.parametrize("values", [{}, {"place": "why"}, {"place": ["why"]}, {"place": None, "text": "x"}])
def test_a_note_without_a_place_is_left_out_and_stops_nothing(values: dict[str, object]) -> None:
    assert plain_note("a", values) is None


def test_a_note_with_odd_fields_is_still_read() -> None:
    odd = {"place": ["why", "V"], "text": None, "hue": 7, "deleted": "no", "version_of": []}

    assert plain_note("a", odd) == PlainNote("a", "", "why", "V", "sun", False, None)
