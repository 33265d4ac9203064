"""Reading, putting from a form, closing and opening, and the copies in SQL."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.core.errors import Invalid, NotAllowed, NotFound
from network.core.signals import writing_changed
from network.documents import registry
from network.people.models import Person
from network.writing import services
from network.writing.models import Writing, WritingText
from network.writing.rules.shape import smallest_change
from network.writing.services.copying import Copier
from network.writing.services.opened import begin_anew, opened
from tests.writing.conftest import LIMIT, Room, Writer

WriterFor = Callable[[Person], Writer]
Passes = Callable[[float], None]
BEGUN = mark("Vi prøver ")


def copies() -> dict[str, str]:
    db.session.rollback()
    return dict(db.session.execute(select(WritingText.key, WritingText.text)).all())


def put(room: Room, text: str, base: str | None = BEGUN, by: str = "anna") -> bool:
    return services.put(room.writing.id, "what", text, room.actor(by), base=base)


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let so many seconds go by on the monotonic clock, which else stands."""
    stands = [clock.monotonic()]
    monkeypatch.setattr(clock, "monotonic", lambda: stands[0])

    def go_by(seconds: float) -> None:
        stands[0] += seconds

    return go_by


@pytest.fixture
def changed() -> Any:
    heard: list[int] = []

    def listen(*, writing_id: int) -> None:
        assert db.session.info, "inside a unit of work"
        heard.append(writing_id)

    writing_changed.connect(listen)
    yield heard
    writing_changed.disconnect(listen)


def test_a_new_writing_says_what_it_was_begun_with(room: Room) -> None:
    assert services.texts(room.writing) == {"what": "Vi prøver ", "first_step": ""} == copies()


def test_the_first_words_must_have_room(room: Room) -> None:
    """WR-2"""
    with pytest.raises(Invalid), unit_of_work():
        services.begin(gathering_id=None, municipality_id=None, texts={"what": ("x" * 11, 10)})


def test_what_is_being_written_is_newer_than_the_copies(room: Room, writer_for: WriterFor) -> None:
    anna = writer_for(room.cast.anna).join()

    anna.send(anna.writes("buss"))

    assert (services.texts(room.writing)["what"], copies()["what"]) == ("Vi prøver buss", "Vi prøver ")


@pytest.mark.parametrize(("seconds", "is_copied"), [(1, False), (2, True)])
def test_the_copies_follow_two_seconds_after_it_falls_quiet(
    room: Room, writer_for: WriterFor, passes: Passes, changed: list[int], seconds: float, is_copied: bool
) -> None:
    """WR-5"""
    anna = writer_for(room.cast.anna).join()
    anna.send(anna.writes("buss"))

    passes(seconds)
    Copier().copy_due()

    assert (copies()["what"] == "Vi prøver buss", changed) == (is_copied, [room.writing.id] if is_copied else [])


def test_the_copies_follow_ten_seconds_after_they_fell_behind_however_busy_it_is(
    room: Room, writer_for: WriterFor, passes: Passes
) -> None:
    """WR-5"""
    anna, copier = writer_for(room.cast.anna).join(), Copier()
    for letter in "abcdefghijk":
        anna.send(anna.writes(letter))
        copier.copy_due()
        passes(1)

    assert copies()["what"] == "Vi prøver abcdefghijk"


def test_words_that_a_crash_kept_from_being_copied_are_copied_at_the_next_start(
    room: Room, writer_for: WriterFor, passes: Passes
) -> None:
    """WR-5"""
    anna = writer_for(room.cast.anna).join()
    anna.send(anna.writes("buss"))
    begin_anew()
    db.session.rollback()

    copier = Copier()
    copier.copy_due()
    passes(2)
    copier.copy_due()

    assert (copies()["what"], opened(room.writing.public_id)) == ("Vi prøver buss", None)


def test_a_zero_character_is_not_copied(room: Room, writer_for: WriterFor, passes: Passes) -> None:
    """WR-5"""
    anna = writer_for(room.cast.anna).join()
    anna.send(anna.writes("a\0b"))

    passes(2)
    Copier().copy_due()

    assert copies()["what"] == "Vi prøver ab"


def test_a_writing_that_nobody_is_at_is_let_go(room: Room, writer_for: WriterFor) -> None:
    anna = writer_for(room.cast.anna).join()
    Copier().copy_due()
    while_she_is_there = opened(room.writing.public_id) is not None

    anna.connection.leave()
    Copier().copy_due()

    assert (while_she_is_there, opened(room.writing.public_id)) == (True, None)
    assert not registry().is_open(room.writing.document_id)


def test_the_words_of_a_form_are_stored_and_those_who_write_live_see_them(
    room: Room, writer_for: WriterFor, changed: list[int]
) -> None:
    """WR-9"""
    eli = writer_for(room.eli).join()

    is_changed = put(room, "Vi prøver ein buss\r\ni år")

    assert (is_changed, eli.reads(), copies()["what"], changed) == (
        True,
        "Vi prøver ein buss\ni år",
        "Vi prøver ein buss\ni år",
        [room.writing.id],
    )


def test_a_form_changes_no_more_than_it_must_so_that_live_letters_stay(room: Room, writer_for: WriterFor) -> None:
    """WR-9: Eli's letters were on their way while the form was stored."""
    eli = writer_for(room.eli).join()
    update = eli.writes("Åå: ", at=0)

    put(room, "Vi prøver 😀 buss")
    eli.send(update)

    assert eli.reads() == "Åå: Vi prøver 😀 buss"


def test_a_form_from_an_older_text_stores_nothing_and_shows_both(room: Room, writer_for: WriterFor) -> None:
    """WR-9, F16"""
    eli = writer_for(room.eli).join()
    eli.send(eli.writes("tog"))

    with pytest.raises(services.Contested) as refusal:
        put(room, "Vi prøver buss")

    assert (refusal.value.theirs, refusal.value.yours, eli.reads()) == (
        "Vi prøver tog",
        "Vi prøver buss",
        "Vi prøver tog",
    )


def test_a_form_that_was_not_touched_changes_nothing_whatever_others_wrote(room: Room, writer_for: WriterFor) -> None:
    """WR-9"""
    eli = writer_for(room.eli).join()
    eli.send(eli.writes("tog"))

    assert (put(room, "Vi prøver "), put(room, "noko gammalt", "live"), eli.reads()) == (False, False, "Vi prøver tog")


def test_the_same_form_twice_is_one_change(room: Room, writer_for: WriterFor) -> None:
    """WR-9"""
    eli = writer_for(room.eli).join()

    twice = [put(room, "Vi prøver buss"), put(room, "Vi prøver buss")]

    assert (twice, eli.reads()) == ([True, False], "Vi prøver buss")


def test_a_form_that_is_too_long_or_about_another_text_is_refused(room: Room) -> None:
    """WR-2"""
    with pytest.raises(Invalid):
        put(room, "x" * (LIMIT + 1))
    with pytest.raises(NotFound):
        services.put(room.writing.id, "another", "x", room.actor("anna"))


@pytest.mark.parametrize(("name", "fault"), [("bo", NotFound), ("lea", NotFound), ("otto", NotFound)])
def test_a_form_of_somebody_else_is_refused(room: Room, name: str, fault: type[Exception]) -> None:
    """WR-4"""
    with pytest.raises(fault):
        put(room, "x", by=name)


def test_a_form_after_the_close_is_refused(room: Room) -> None:
    """WR-6"""
    with unit_of_work():
        services.close(room.writing)

    with pytest.raises(NotAllowed) as refusal:
        put(room, "x")
    assert refusal.value.reason == "closed"


def test_closing_gives_and_stores_the_words_of_that_moment(
    room: Room, writer_for: WriterFor, changed: list[int]
) -> None:
    """WR-6"""
    anna = writer_for(room.cast.anna).join()
    anna.send(anna.writes("buss"))

    with unit_of_work():
        words = services.close(room.writing.id)

    assert (words["what"], copies()["what"], changed) == ("Vi prøver buss", "Vi prøver buss", [room.writing.id])


def test_closing_what_nobody_is_at_gives_the_words_that_a_crash_kept_from_being_copied(
    room: Room, writer_for: WriterFor
) -> None:
    """WR-6"""
    anna = writer_for(room.cast.anna).join()
    anna.send(anna.writes("buss"))
    begin_anew()

    with unit_of_work():
        words = services.close(room.writing.id)

    assert words["what"] == copies()["what"] == "Vi prøver buss"


def test_closing_twice_changes_nothing(room: Room) -> None:
    """WR-6"""
    with unit_of_work():
        services.close(room.writing.id)
    at = db.session.get_one(Writing, room.writing.id).closed_at
    clock.set(clock.now())
    clock.advance(60)
    with unit_of_work():
        services.close(room.writing.id)

    assert db.session.get_one(Writing, room.writing.id).closed_at == at


def test_a_close_that_is_not_stored_leaves_it_open(room: Room, writer_for: WriterFor, passes: Passes) -> None:
    """WR-6"""
    anna = writer_for(room.cast.anna).join()
    with pytest.raises(ZeroDivisionError), unit_of_work():
        services.close(room.writing.id)
        raise ZeroDivisionError

    passes(11)
    Copier().copy_due()
    anna.send(anna.writes("buss"))

    assert (anna.reasons(), anna.words("writing:closed")) == ([], [])


def test_words_stored_before_the_close_are_acknowledged_when_they_come_again_after_it(
    room: Room, writer_for: WriterFor
) -> None:
    """WR-6: the acknowledgement was lost with the connection; "not taken" would be untrue, and asked for ever."""
    anna = writer_for(room.cast.anna).join()
    update = anna.writes("buss")
    anna.send(update)
    with unit_of_work():
        services.close(room.writing.id)

    anna.join().send(update)

    assert (anna.reasons(), anna.words("a")) == ([], [[1], [1]])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abc", "abXc", (2, 0, "X")),
        ("abc", "ac", (1, 1, "")),
        ("aaa", "aaaa", (3, 0, "a")),
        ("", "ab", (0, 0, "ab")),
        ("ab", "", (0, 2, "")),
        ("same", "same", (4, 0, "")),
    ],
)
def test_the_smallest_change(before: str, after: str, expected: tuple[int, int, str]) -> None:
    at, count, words = smallest_change(before, after)

    assert ((at, count, words), before[:at] + words + before[at + count :]) == (expected, after)


def test_closing_while_a_form_is_being_stored_has_the_words_of_that_form(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WR-6: they are judged and on their way to the disk; frozen without them they would be lost."""
    step, closed = registry().author_step, []

    def slow(document_id: str, change: Callable[[Any], None], **given: Any) -> bytes:
        def meanwhile(doc: Any) -> None:
            change(doc)
            with unit_of_work():
                closed.append(services.close(room.writing.id))

        return step(document_id, meanwhile, **given)

    monkeypatch.setattr(registry(), "author_step", slow)

    put(room, "Vi prøver buss")

    assert (closed[0]["what"], copies()["what"]) == ("Vi prøver buss", "Vi prøver buss")
    assert services.texts(db.session.get_one(Writing, room.writing.id))["what"] == "Vi prøver buss"


def test_words_that_another_kind_of_document_would_take_are_not_a_text_of_this_one(room: Room) -> None:
    """WR-1: names on the wire say the kind, so that a board is never looked for among texts."""
    assert (room.writing.public_id.startswith("w."), len(room.writing.public_id)) == (True, 16)
