"""Beginning, closing and opening again what several write, reading it, and putting words from a form."""

import secrets
from collections.abc import Mapping
from typing import Any

from pycrdt import Doc, Map, Text

from network.access.actor import Actor
from network.access.guard import authorize
from network.core import clock
from network.core.db import after_commit, db
from network.core.edits import mark
from network.core.errors import Conflict, Invalid, NotFound
from network.core.language import gettext as _
from network.documents import Unreadable, registry
from network.writing.models import Writing, WritingText
from network.writing.queries import last_update_id
from network.writing.rules.shape import ROOT, plain, smallest_change
from network.writing.services.copying import copy, settle
from network.writing.services.opened import OpenWriting, open_writing, opened, words_at

ID_BYTES = 10
PREFIX = "w"
"""What stands before the point in a writing's name: a board's has no point, so the two are never mixed up."""
LIVE = "live"


class Contested(Conflict):
    """Somebody else has changed the text since the form was fetched: `theirs` stands there, `yours` was sent.

    Nothing was changed; both are for the person to see (F16).
    """

    def __init__(self, *, theirs: str, yours: str) -> None:
        super().__init__(_("Somebody else changed this text while you were writing. Look at both and save again."))
        self.theirs = theirs
        self.yours = yours


def begin(*, gathering_id: int | None, municipality_id: int | None, texts: Mapping[str, tuple[str, int]]) -> Writing:
    """New texts, open for the municipality's people. `texts`: key → (first words, most characters), in their order.

    Inside a unit of work. Raises Invalid for words that are too long.
    """
    first = {key: plain(words) for key, (words, _limit) in texts.items()}
    for key, (_words, limit) in texts.items():
        if len(first[key]) > limit:
            raise Invalid(key, _("This text is too long."))
    public_id = f"{PREFIX}.{secrets.token_urlsafe(ID_BYTES)}"
    now = clock.now()
    rows = [
        WritingText(key=key, position=position, limit=limit, text=first[key], changed_at=now)
        for position, (key, (_words, limit)) in enumerate(texts.items())
    ]
    writing = Writing(
        public_id=public_id,
        document_id=f"writing:{public_id}",
        gathering_id=gathering_id,
        municipality_id=municipality_id,
        made_at=now,
        texts=rows,
    )
    db.session.add(writing)
    registry().create(writing.document_id, first_update(first))
    db.session.flush()
    writing.copied_upto = last_update_id(writing.document_id)
    db.session.flush()
    return writing


def first_update(texts: Mapping[str, str]) -> bytes:
    """The document as it begins. It is made once, stored, and never made again."""
    doc: Doc[Any] = Doc()
    doc[ROOT] = Map({key: Text(words) for key, words in texts.items()})
    return doc.get_update()


def texts(writing: Writing) -> dict[str, str]:
    """Key → the newest words: what is being written now, else the stored copies."""
    live = opened(writing.public_id)
    try:
        return live.texts() if live is not None else _copies(writing)
    except Unreadable:
        return _copies(writing)


def _copies(writing: Writing) -> dict[str, str]:
    return {text.key: text.text for text in writing.texts}


def close(writing: Writing | int) -> dict[str, str]:
    """Nobody writes any more; the words that stand there now are stored and returned. Inside a unit of work.

    What comes later is refused, and stays with its writer as a draft. Closing twice changes nothing.
    """
    row = _row(writing)
    if row.closed_at is not None:
        return _copies(row)
    live = opened(row.public_id)
    if live is None and last_update_id(row.document_id) > row.copied_upto:
        live = open_writing(row)
    row.closed_at = clock.now()
    if live is None:
        words = _copies(row)
    else:
        live.shut()
        words = copy(row, live)
    db.session.flush()
    document_id = row.document_id
    _tell_later(row)
    after_commit(lambda: registry().states.keep(document_id, reason="close"))
    return words


def reopen(writing: Writing | int) -> None:
    """Let them write again. Inside a unit of work. One that is open stays so."""
    row = _row(writing)
    row.closed_at = None
    db.session.flush()
    _tell_later(row)


def _row(writing: Writing | int) -> Writing:
    return writing if isinstance(writing, Writing) else db.session.get_one(Writing, writing)


def _tell_later(row: Writing) -> None:
    """Those who are at it hear of opening and closing when it is stored."""
    writing_id = row.id
    after_commit(lambda: _tell(writing_id))


def _tell(writing_id: int) -> None:
    row = db.session.get(Writing, writing_id)
    live = opened(row.public_id) if row is not None else None
    if row is None or live is None:
        return
    live.refresh(row)
    live.channel.tell("writing:opened" if row.closed_at is None else "writing:closed", live.public_id)


def put(writing_id: int, key: str, text: str, by: Actor, *, base: str | None = None) -> bool:
    """Take the words of a form: stored first, then told. Whether that changed anything. Outside a unit of work.

    `base`: the mark of the text that the form was fetched with, or LIVE from a page that sent the words as they were
    written: then there is nothing to do. None overwrites whatever stands there: for programs.
    Raises NotFound, NotAllowed (also when it is closed), Invalid for a text that is too long, and Contested.
    """
    writing = authorize(by, "writing.edit", db.session.get(Writing, writing_id))
    text = plain(text)
    live = open_writing(writing)
    if key not in live.limits:
        raise NotFound()
    if len(text) > live.limits[key]:
        raise Invalid(key, _("This text is too long. It may have %(count)s characters.", count=live.limits[key]))
    if base in (LIVE, mark(text)) or text == live.texts()[key]:
        return False
    update = _stored(live, key, text, by, base)
    live.mark_dirty({key})
    live.channel.publish(update)
    settle(live)
    return True


def _stored(live: OpenWriting, key: str, text: str, by: Actor, base: str | None) -> bytes:
    def change(doc: "Doc[Any]") -> None:
        shared: Map[Any] = doc.get(ROOT, type=Map)
        now = words_at(shared, key)
        if base is not None and mark(plain(now)) != base:
            raise Contested(theirs=plain(now), yours=text)
        authorize(by, "writing.edit", live)
        live.coming[key] = text
        _replace(shared[key], now, text)

    try:
        return registry().author_step(live.document_id, change, author_id=by.person_id)
    finally:
        live.coming.pop(key, None)


def _replace(shared: Text, before: str, after: str) -> None:
    """The smallest change: what others write elsewhere in the text at this moment stays where it stands."""
    at, count, words = smallest_change(before, after)
    start, end = (len(before[:place].encode()) for place in (at, at + count))
    if count:
        del shared[start:end]
    if words:
        shared.insert(start, words)
