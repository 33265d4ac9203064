"""DO-5: a refused update leaves nothing behind."""

import pytest

from network.core.errors import Invalid, NotAllowed
from network.documents import documents
from network.documents.gate import Refused
from network.documents.limits import Rules
from network.documents.registry import Taken
from tests.documents.people import ANNA, BO, BOARD, EVE, Browser, Hall


def refuse(changes):
    raise NotAllowed("closed", "The round is closed.")


@pytest.mark.parametrize("fault", [NotAllowed("closed", "The round is closed."), Invalid("text", "Too long.")])
def test_a_vetoed_update_leaves_nothing_and_says_why(fault):
    hall, anna, bo = Hall(), Browser(), Browser()
    hall.take(ANNA, anna.add("n1", "hei"))
    before = hall.notes, hall.registry.open(BOARD).state_vector()

    def veto(changes):
        raise fault

    with pytest.raises(Refused) as refusal:
        hall.take(BO, bo.add("n2"), check=veto)

    assert (refusal.value.reason, refusal.value.detail) == ("rule", fault.message)
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

    def apply_and_panic(doc, update):
        doc.apply_update(update)
        if doc is broken:
            raise Panic

    monkeypatch.setattr(documents, "apply_to", apply_and_panic)
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
