"""The copies of the words in SQL: two seconds after a writing falls quiet, ten at most (WR-5)."""

import logging

from flask import Flask

from network.core import clock
from network.core.db import db, unit_of_work
from network.core.signals import writing_changed
from network.jobs import periodic
from network.writing.models import Writing
from network.writing.queries import behind_ids, last_update_id
from network.writing.services.opened import OpenWriting, let_go, open_writing, opened_writings

log = logging.getLogger(__name__)

QUIET_SECONDS = 2.0
LONGEST_SECONDS = 10.0
SHUT_SECONDS = 10.0
"""A close that was not stored by then has failed."""


def register(app: Flask) -> None:
    periodic.every(app, periodic.Job("writings", 1.0, Copier().copy_due))


class Copier:
    """Looks after the writings once a second, and the first time also for what a crash left behind."""

    def __init__(self) -> None:
        self._has_looked = False

    def copy_due(self) -> None:
        if not self._has_looked:
            _open_those_behind()
            self._has_looked = True
        for writing in opened_writings():
            try:
                _look_after(writing)
            except Exception:
                log.exception("writing %s cannot be copied", writing.id)


def _open_those_behind() -> None:
    for writing_id in behind_ids():
        try:
            open_writing(db.session.get_one(Writing, writing_id))
        except Exception:
            log.exception("writing %s cannot be opened", writing_id)


def _look_after(writing: OpenWriting) -> None:
    if writing.shut_at is not None and clock.monotonic() - writing.shut_at > SHUT_SECONDS:
        writing.refresh(db.session.get_one(Writing, writing.id, populate_existing=True))
    if is_due(writing):
        settle(writing)
    let_go(writing)


def is_due(writing: OpenWriting) -> bool:
    """What a form is just putting is stored before it is shown: until then the document lacks it."""
    if writing.dirty_since is None or writing.coming:
        return False
    now = clock.monotonic()
    return now - writing.touched_at >= QUIET_SECONDS or now - writing.dirty_since >= LONGEST_SECONDS


def settle(writing: OpenWriting) -> None:
    """Bring the copies up to date now. If it cannot be stored they stay due."""
    keys, writing.dirty, writing.dirty_since = writing.dirty, set(), None
    try:
        with unit_of_work():
            copy(db.session.get_one(Writing, writing.id), writing)
    except BaseException:
        writing.mark_dirty(keys)
        raise


def copy(row: Writing, writing: OpenWriting) -> dict[str, str]:
    """Store the words as they are in memory; they are returned. Inside a unit of work.

    What is stored is asked first: the document in memory has all of that, and perhaps more.
    """
    row.copied_upto = last_update_id(row.document_id)
    words = writing.texts()
    changed = [text for text in row.texts if text.text != words[text.key]]
    for text in changed:
        text.text, text.changed_at = words[text.key], clock.now()
    db.session.flush()
    if changed:
        writing_changed.send(writing_id=row.id)
    return words
