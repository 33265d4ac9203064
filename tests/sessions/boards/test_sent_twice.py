"""A form that is sent twice at once: the second is answered only when the note is stored."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from network.access.actor import actor_for
from network.core.db import DatabaseBusy, db
from network.documents import registry
from network.sessions.boards.models import NoteAuthor
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from tests.cast import Hall

NOTE_ID = "abcdefghijklmnopqrstu1"


class SlowDisk:
    """The first step waits until it is let go, and then is stored or fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
        self.is_writing, self.may_go = threading.Event(), threading.Event()
        self.steps = 0
        self._fails = fails
        self._real = registry().author_step
        monkeypatch.setattr(registry(), "author_step", self.step)

    def step(self, *given: Any, **named: Any) -> bytes:
        self.steps += 1
        if self.steps == 1:
            self.is_writing.set()
            self.may_go.wait(10)
            if self._fails:
                raise DatabaseBusy
        return self._real(*given, **named)


@pytest.mark.parametrize(("fails", "answers"), [(False, [NOTE_ID, NOTE_ID]), (True, ["busy", NOTE_ID])])
def test_the_second_waits_for_the_first_and_writes_it_when_that_failed(
    app: Flask, hall: Hall, monkeypatch: pytest.MonkeyPatch, fails: bool, answers: list[str]
) -> None:
    board, anna = open_board(hall.board), actor_for(hall.cast.anna.id)
    board.learn_byline(anna.person_id)
    db.session.rollback()
    disk = SlowDisk(monkeypatch, fails=fails)
    told: dict[int, str] = {}

    def post(number: int) -> None:
        with app.app_context():
            try:
                told[number] = making.note_step(board, anna, text="hei", column="why", note_id=NOTE_ID)
            except DatabaseBusy:
                told[number] = "busy"

    first, second = (threading.Thread(target=post, args=(number,)) for number in range(2))
    first.start()
    disk.is_writing.wait(10)
    second.start()
    second.join(0.2)
    was_told_early = dict(told)
    disk.may_go.set()
    first.join(10)
    second.join(10)

    assert was_told_early == {}
    assert [told[number] for number in range(2)] == answers
    assert db.session.scalars(select(NoteAuthor.note_id)).all() == [NOTE_ID]
