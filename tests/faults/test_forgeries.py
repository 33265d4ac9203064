"""Updates that are not their sender's own, or that come before what they lean on."""

from collections.abc import Callable

import pytest

from network.together.messages import Kind
from tests.faults.house import Crowd, House
from tests.faults.members import Member, board_of_a_newcomer, clocks_of, member
from tests.faults.proxy import Proxy

pytestmark = [pytest.mark.server, pytest.mark.node]

REAL = "Anna's real second note"
FORGED = "written in Anna's name"


def anna_writes(crowd: Crowd, proxy: Proxy) -> int:
    """Anna writes a note; then her network holds back everything. Gives the Yjs client id that she writes under."""
    with member(crowd.house, "Bo") as reader:
        before = set(clocks_of(reader))
    crowd.join("anna", crowd.house.people["Anna"], port=proxy.port)
    crowd.wait_saved("anna", crowd.add("anna", "Anna's first note"))
    with member(crowd.house, "Bo") as reader:
        (hers,) = set(clocks_of(reader)) - before
    proxy.set("hold")
    return hers


def forge(house: House, client: int, sender: str = "Bo") -> list[object]:
    """Another member sends the next of this client's clock; what the server says to it."""
    with member(house, sender) as eve:
        eve.write_as(client)
        eve.send(eve.note(FORGED))
        return eve.answer()[:3]


def stored_texts(house: House) -> list[str]:
    return sorted(note["text"] for note in board_of_a_newcomer(house, "Writer 0").values())


def test_the_next_clock_of_another_is_refused_and_her_real_note_survives(
    house: Callable[..., House], crowd: Callable[[House], Crowd], proxy: Callable[[House], Proxy]
) -> None:
    """DO-2: her real note is on its way while the forged one is sent."""
    here = house()
    people, wire = crowd(here), proxy(here)
    client = anna_writes(people, wire)
    note = people.add("anna", REAL)

    answer = forge(here, client)
    wire.set("pass")
    people.wait_saved("anna", note)

    assert answer == ["deny", here.board, "foreign"]
    assert stored_texts(here) == ["Anna's first note", REAL]
    assert people.texts("anna") == ["Anna's first note", REAL]


def test_control_without_binding_the_forged_note_takes_her_real_ones_place(
    house: Callable[..., House], crowd: Callable[[House], Crowd], proxy: Callable[[House], Proxy]
) -> None:
    here = house(without="bind_nobody")
    people, wire = crowd(here), proxy(here)
    client = anna_writes(people, wire)
    people.add("anna", REAL)

    answer = forge(here, client)

    assert answer == ["a", here.board, 1]
    assert stored_texts(here) == ["Anna's first note", FORGED]


def test_a_client_id_that_another_has_used_is_refused_at_any_clock(
    house: Callable[..., House], crowd: Callable[[House], Crowd], proxy: Callable[[House], Proxy]
) -> None:
    here = house()
    client = anna_writes(crowd(here), proxy(here))

    with member(here, "Bo") as eve:
        eve.forget_everything()
        eve.write_as(client)
        eve.send(eve.note(FORGED))
        answer = eve.answer()[:3]

    assert answer == ["deny", here.board, "foreign"]
    assert stored_texts(here) == ["Anna's first note"]


def send_with_a_gap(anna: Member) -> list[bytes]:
    """Three notes are written, the second is left out."""
    notes = [anna.note(text) for text in ("one", "two", "three")]
    anna.send(notes[0])
    anna.wait_acknowledged(1)
    anna.send(notes[2])
    return notes


def test_an_update_after_a_gap_is_answered_with_resync_and_hall_and_server_stay_equal(
    standing_house: House, bystanders: Crowd
) -> None:
    before = bystanders.texts("bo")
    with member(standing_house, "Anna") as anna:
        notes = send_with_a_gap(anna)
        answer = anna.answer()
        bystanders.wait_sees("bo", "one")
        shown, read = bystanders.texts("bo"), stored_texts(standing_house)
        anna.send(notes[1], notes[2])
        anna.wait_acknowledged(3)
    bystanders.wait_sees("bo", "three")

    assert answer == ["resync", standing_house.board, "gap"]
    assert shown == read == sorted([*before, "one"])
    assert bystanders.texts("bo") == stored_texts(standing_house) == sorted([*before, "one", "two", "three"])


def test_control_when_nobody_asks_for_clocks_hall_and_server_differ(
    house: Callable[..., House], crowd: Callable[[House], Crowd]
) -> None:
    here = house(without="allow_gaps")
    people = crowd(here)
    people.join("bo", here.people["Bo"])

    with member(here, "Anna") as anna:
        send_with_a_gap(anna)
        anna.wait_acknowledged(2)
    people.wait_sees("bo", "one")

    assert "three" in here.page(here.people["Anna"])
    assert people.texts("bo") == ["one"]


def test_the_same_y_one_to_five_times_in_any_order_of_the_repeats_makes_one_note_each(
    standing_house: House, bystanders: Crowd
) -> None:
    """Each first time in order, the repeats anywhere behind it; every one is acknowledged."""
    before = bystanders.texts("bo")
    with member(standing_house, "Anna") as anna:
        texts = [f"sent {times} times, {number}" for number, times in enumerate((1, 2, 3, 4, 5) * 2)]
        sent = repeats_of(anna, texts)
        anna.wait_acknowledged(len(sent))
    bystanders.wait_sees("bo", texts[-1])

    assert bystanders.texts("bo") == stored_texts(standing_house) == sorted([*before, *texts])


def test_an_edit_that_deletes_is_a_repeat_too_when_it_comes_again_behind_later_ones(standing_house: House) -> None:
    """As after a kill: it was stored, its acknowledgement was lost. *Seen:* refused as malformed, its words a draft."""
    with member(standing_house, "Anna") as anna:
        sent = [anna.note("two words", note_id="e" * 22), anna.edit(lambda: erase(anna, "e" * 22)), anna.note("later")]
        anna.send(*sent)
        anna.wait_acknowledged(3)
    with member(standing_house, "Anna") as again:
        for update in sent:
            again.send(update, kind=Kind.STEP_2)
        again.wait_acknowledged(3)

    assert again.acknowledged == 3
    assert "words" in stored_texts(standing_house)


def erase(anna: Member, note_id: str) -> None:
    del anna.notes[note_id]["text"][0:4]


def test_control_when_repeats_are_answered_with_nothing_the_sender_waits_for_ever(
    house: Callable[..., House],
) -> None:
    here = house(without="be_silent_on_repeats")

    with member(here, "Anna") as anna:
        note = anna.note("twice")
        anna.send(note)
        anna.send(note)
        anna.wait_acknowledged(1)
        anna.send(anna.note("behind it"))
        anna.wait_acknowledged(2)

    # Three were sent, two are acknowledged, and nothing is under way: the outbox keeps the last for ever.
    assert anna.acknowledged == 2
    assert stored_texts(here) == ["behind it", "twice"]


def repeats_of(anna: Member, texts: list[str]) -> list[bytes]:
    """Sends each note as often as its text says; gives what was sent, in order."""
    first = [anna.note(text) for text in texts]
    again = [(note, place) for place, note in enumerate(first) for _ in range(int(texts[place].split()[1]) - 1)]
    order = [(place, 0, note) for place, note in enumerate(first)]
    order += [(anna.chance.randint(place, len(first)), 1, note) for note, place in again]
    sent = [note for _, _, note in sorted(order, key=lambda entry: entry[:2])]
    for note in sent:
        anna.send(note)
    return sent
