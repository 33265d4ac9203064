"""DO-1 to DO-5: what is taken into a document, from whom, in which order, and what is left of what is not."""

import json
from pathlib import Path

import pytest

from network.core.errors import Invalid, NotAllowed, NotFound
from network.documents.changes import Change, KeyChange
from network.documents.encoding import write_varuint
from network.documents.gate import Refused
from network.documents.limits import Limits, Rules
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


# -- DO-5: the veto -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [NotAllowed("closed", "The round is closed."), Invalid("text", "Too long.")])
def test_a_vetoed_update_leaves_nothing_and_says_why(fault):
    hall, anna, bo = Hall(), Browser(), Browser()
    hall.take(ANNA, anna.add("n1", "hei"))
    before = hall.notes, hall.registry.open(BOARD).state_vector()

    def veto(changes):
        raise fault

    with pytest.raises(Refused) as refusal:
        hall.take(BO, bo.add("n2"), check=veto)

    assert (refusal.value.reason, refusal.value.message) == ("rule", fault.message)
    assert (hall.notes, hall.registry.open(BOARD).state_vector()) == before
    assert len(hall.disk.rows) == len(hall.stored) == 1


def test_without_the_veto_the_update_stays():
    hall, bo = Hall(rules=Rules(veto=False)), Browser()

    hall.take(BO, bo.add("n2"), check=refuse)

    assert "n2" in hall.notes


def test_a_veto_keeps_what_is_accepted_and_not_yet_stored():
    hall, anna, bo = Hall(is_held=True), Browser(), Browser()
    hall.take(ANNA, anna.add("n1"))
    hall.take(ANNA, anna.move("n1", "b", "b0"))

    with pytest.raises(Refused):
        hall.take(BO, bo.add("n2"), check=refuse)
    hall.journal.commit()

    assert hall.notes == hall.restarted().notes == anna.notes


def test_what_a_checker_breaks_on_is_undone_too():
    hall, anna = Hall(), Browser()

    with pytest.raises(ZeroDivisionError):
        hall.take(ANNA, anna.add("n1"), check=lambda changes: 1 / 0)

    assert hall.notes == {}
    assert hall.take(ANNA, anna.sent[0]) is Taken.APPLIED


def test_a_panic_of_the_library_is_undone_and_refused(monkeypatch):
    """DO-5: a panic is no Exception; whatever it left in the document is thrown away."""
    hall, anna = Hall(), Browser()
    hall.take(ANNA, anna.add("n1"))
    broken = hall.registry.open(BOARD).doc

    class Panic(BaseException):
        pass

    def apply_and_panic(update):
        type(broken).apply_update(broken, update)
        raise Panic

    monkeypatch.setattr(broken, "apply_update", apply_and_panic)
    with pytest.raises(Refused, match="malformed"):
        hall.take(BO, Browser().add("n2"))

    assert list(hall.notes) == ["n1"]
    assert hall.take(ANNA, anna.move("n1", "b", "b0")) is Taken.APPLIED


def test_a_document_that_cannot_be_made_anew_is_read_from_the_disk_with_what_waits(monkeypatch):
    hall, anna = Hall(is_held=True), Browser()
    hall.take(ANNA, anna.add("n1"))
    hall.journal.commit()
    hall.take(ANNA, anna.move("n1", "b", "b0"))
    document = hall.registry.open(BOARD)

    def fail():
        from network.documents.documents import Unreadable

        raise Unreadable(BOARD)

    monkeypatch.setattr(document, "undo", fail)
    with pytest.raises(Refused):
        hall.take(BO, Browser().add("n2"), check=refuse)

    assert hall.registry.open(BOARD) is not document
    assert hall.notes == anna.notes


def test_a_thousand_vetoes_cost_the_others_nothing():
    hall, anna = Hall(), Browser()
    for number in range(30):
        hall.take(ANNA, anna.add(f"n{number}"))
        for _ in range(5):
            with pytest.raises(Refused):
                hall.take(EVE, Browser().add("x"), check=refuse)

    assert hall.notes == anna.notes


# -- sizes --------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("vector", [b"\x05", b"\x01\x01", write_varuint(10**9) + b"\x01", b"\0\0"])
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
