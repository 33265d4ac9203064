"""DO-1 to DO-5: what is taken into a document, from whom, in which order, and what is left of what is not."""

import json
from pathlib import Path

import pytest

from network.core.errors import NotAllowed, NotFound
from network.documents import merge_updates
from network.documents.changes import Change, KeyChange
from network.documents.gate import Refused
from network.documents.limits import Rules
from network.documents.registry import Taken
from tests.documents.people import ANNA, BO, BOARD, EVE, Browser, Hall, replica

DATA = json.loads((Path(__file__).parent / "data" / "yjs-sessions.json").read_text())
SEEN = json.loads((Path(__file__).parent / "data" / "seen-by-yjs.json").read_text())


def refuse(changes):
    raise NotAllowed("closed", "The round is closed.")


@pytest.mark.parametrize("session", DATA["sessions"], ids=lambda session: f"{session['people']} people")
def test_a_session_of_real_browsers_is_taken_shown_and_stored(session):
    hall = Hall()

    for sent in session["updates"]:
        hall.take(sent["by"] + 1, bytes.fromhex(sent["hex"]))

    assert hall.notes == session["shows"]
    assert hall.restarted().notes == session["shows"]
    assert len(hall.stored) == len(session["updates"])


def test_what_an_update_did_is_told_in_plain_values():
    hall, anna = Hall(), Browser()
    seen = []
    for update in (anna.add("n", "hei", deleted=False), anna.move("n", "later", "b1"), anna.write("n", 3, " du")):
        hall.take(ANNA, update)
        seen += hall.changes
    hall.take(ANNA, anna.remove("n"))

    note = {"text": "hei", "place": ["ideas", "a0"], "hue": "sun", "deleted": False}
    assert seen == [
        Change(("notes",), {"n": KeyChange("add", None, note)}, None),
        Change(("notes", "n"), {"place": KeyChange("update", ["ideas", "a0"], ["later", "b1"])}, None),
        Change(("notes", "n", "text"), {}, "hei du"),
    ]
    assert [(change.path, change.keys["n"].action) for change in hall.changes] == [(("notes",), "delete")]


def test_an_unknown_document_is_not_found():
    with pytest.raises(NotFound):
        Hall().registry.open("nothing")


# -- DO-2: binding ------------------------------------------------------------------------------------------------


def forged(anna: Browser) -> bytes:
    """Eve's note under Anna's client id and next clock."""
    eve = Browser(client_id=anna.doc.client_id)
    eve.hear(*anna.sent)
    return eve.add("n2", "not mine")


def test_a_client_id_belongs_to_who_used_it_first():
    hall, anna = Hall(), Browser()
    hall.take(ANNA, anna.add("n1", "mine"))
    forgery = forged(anna)

    with pytest.raises(Refused, match="foreign"):
        hall.take(EVE, forgery)
    hall.take(ANNA, anna.add("n3", "my own"))

    assert hall.notes == anna.notes


def test_without_binding_a_member_erases_the_next_note_of_another():
    """The positive control: Anna is told that hers is stored, and it is nowhere."""
    hall, anna = Hall(rules=Rules(bind=False, places=False)), Browser()
    hall.take(ANNA, anna.add("n1", "mine"))

    hall.take(EVE, forged(anna))
    real = anna.add("n3", "my own..")
    taken = hall.take(ANNA, real)

    assert taken is Taken.REPEAT
    assert real in hall.stored
    assert "n3" not in hall.notes
    assert hall.registry.open(BOARD).state_vector() == anna.doc.get_state()


def test_a_repeat_of_anothers_update_is_foreign_too():
    hall, anna = Hall(), Browser()
    update = anna.add("n1")
    hall.take(ANNA, update)

    with pytest.raises(Refused, match="foreign"):
        hall.take(EVE, update)


def test_a_tie_outlives_a_restart():
    hall, anna = Hall(), Browser()
    hall.take(ANNA, anna.add("n1"))

    with pytest.raises(Refused, match="foreign"):
        hall.restarted().take(EVE, forged(anna))


def test_a_refused_update_ties_nobody():
    hall, anna = Hall(), Browser()
    update = anna.add("n1")
    with pytest.raises(Refused, match="rule"):
        hall.take(EVE, update, check=refuse)

    assert hall.take(ANNA, update) is Taken.APPLIED


def test_a_client_that_wrote_without_an_owner_is_nobodys():
    hall, anna = Hall(), Browser()
    hall.disk.rows.append((1, None, anna.add("n1")))

    with pytest.raises(Refused, match="foreign"):
        hall.take(ANNA, anna.move("n1", "b", "b0"))


# -- DO-3: clocks -------------------------------------------------------------------------------------------------


def test_a_repeat_is_acknowledged_and_not_applied():
    hall, anna = Hall(), Browser()
    update = anna.add("n1")

    taken = [hall.take(ANNA, update), hall.take(ANNA, update), hall.take(ANNA, b"\0\0")]

    assert taken == [Taken.APPLIED, Taken.REPEAT, Taken.REPEAT]
    assert hall.stored == [update, update, b"\0\0"]
    assert len(hall.disk.rows) == 1


def test_a_repeat_waits_for_the_commit_of_the_first():
    hall, anna = Hall(is_held=True), Browser()
    update = anna.add("n1")
    hall.take(ANNA, update)
    hall.take(ANNA, update)
    assert hall.stored == []

    hall.journal.commit()

    assert hall.stored == [update, update]


def test_a_gap_is_answered_with_resync_and_leaves_nothing():
    hall, anna = Hall(), Browser()
    anna.add("n1")
    later = anna.add("n2")

    with pytest.raises(Refused, match="resync"):
        hall.take(ANNA, later)

    assert (hall.notes, hall.disk.rows) == ({}, [])


def test_without_clocks_hall_and_server_differ_after_a_gap():
    """The positive control: yrs shows the later update, yjs holds it back; both call it known."""
    hall = Hall(rules=Rules(clocks=False, places=False))

    hall.take(ANNA, bytes.fromhex(SEEN["gap"]["update"]))

    assert (hall.notes, SEEN["gap"]["yjs_shows"]) == ({"n2": "x"}, {})


@pytest.mark.parametrize("known", range(1, 7))
def test_an_outbox_sent_as_one_is_taken_whole_however_much_is_known(known):
    outbox = DATA["outbox"]
    hall = Hall()
    for update in outbox["updates"][:known]:
        hall.take(ANNA, bytes.fromhex(update))

    taken = hall.take(ANNA, bytes.fromhex(outbox["merged"]))

    assert hall.notes == hall.restarted().notes == outbox["shows"]
    assert taken is (Taken.REPEAT if known == len(outbox["updates"]) else Taken.APPLIED)


def test_a_known_note_with_a_new_deletion_is_no_repeat():
    """An outbox that merges a stored note and a later deletion of its text must not lose the deletion."""
    hall, anna = Hall(), Browser(client_id=5)
    hall.take(ANNA, anna.add("n1", "hei"))
    anna.erase("n1", 0, 2)
    whole = anna.doc.get_update()

    taken = [hall.take(ANNA, whole), hall.take(ANNA, whole)]

    assert taken == [Taken.APPLIED, Taken.REPEAT]
    assert hall.notes["n1"]["text"] == hall.restarted().notes["n1"]["text"] == "i"


def test_an_old_move_that_comes_again_is_a_repeat_though_more_of_its_writer_is_known():
    """Its answer was lost, and what she wrote behind it is stored too. It deletes, so it is tried; nothing is new."""
    hall, anna = Hall(), Browser()
    hall.take(ANNA, anna.add("n1", "hei"))
    move = anna.move("n1", "actions", "b0")
    for update in (move, anna.add("n2", "meir")):
        hall.take(ANNA, update)

    assert hall.take(ANNA, move) is Taken.REPEAT
    assert hall.notes == hall.restarted().notes == anna.notes


def test_an_old_update_with_a_new_deletion_takes_nothing_back_of_what_is_known():
    """Else whatever leans on what its writer did later would be refused for everybody."""
    hall, anna, bo = Hall(), Browser(client_id=5), Browser()
    first = anna.add("n1", "hei")
    updates = [first, anna.add("n2", "meir"), anna.move("n2", "actions", "b0")]
    for update in updates:
        hall.take(ANNA, update)
    bo.hear(*updates)
    cut = anna.erase("n1", 0, 1)

    assert hall.take(ANNA, merge_updates([first, cut])) is Taken.APPLIED
    assert hall.take(ANNA, anna.add("n3", "etterpå")) is Taken.APPLIED
    assert hall.take(BO, bo.move("n2", "ideas", "c0")) is Taken.APPLIED


def test_a_deletion_needs_no_client():
    hall, anna, bo = Hall(), Browser(), Browser()
    first = anna.add("n1", "hei")
    hall.take(ANNA, first)
    bo.hear(first)
    cut = bo.erase("n1", 0, 1)

    assert [hall.take(BO, cut), hall.take(BO, cut)] == [Taken.APPLIED, Taken.REPEAT]
    assert hall.notes["n1"]["text"] == "ei"


# -- DO-4: needs --------------------------------------------------------------------------------------------------


def after_unknown(act: str) -> bytes:
    """Bo's update on a note of Anna's that the server has never seen."""
    anna, bo = Browser(), Browser()
    bo.hear(anna.add("n1", "hei"))
    return {
        "move": lambda: bo.move("n1", "b", "b0"),
        "write": lambda: bo.write("n1", 1, "x"),
        "erase": lambda: bo.erase("n1", 0, 1),
    }[act]()


@pytest.mark.parametrize("act", ["move", "write", "erase"])
def test_an_update_on_something_unknown_is_a_gap(act):
    hall = Hall()

    with pytest.raises(Refused, match="resync"):
        hall.take(BO, after_unknown(act))

    assert hall.disk.rows == []


def test_without_needs_an_update_on_something_unknown_is_called_stored_and_is_shown_to_nobody():
    hall = Hall(rules=Rules(needs=False, clocks=False, places=False))

    hall.take(BO, after_unknown("move"))

    assert (len(hall.stored), hall.notes, replica(hall.registry.open(BOARD).full())) == (1, {}, {})
