"""What the tests of the stored documents do over and over."""

from pycrdt import Map, Text
from sqlalchemy import func, select

from network import documents
from network.core.db import db
from network.documents.models import DocumentUpdate
from network.documents.registry import Registry, Taken
from tests.documents.people import notes_of

BOARD = "board-of-table-4"


def take(registry: Registry, person: int, update: bytes, stored=lambda: None) -> Taken:
    return registry.take(BOARD, update, author_id=person, check=lambda changes: None, rejoining=False, stored=stored)


def rows() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(DocumentUpdate)) or 0


def reopened(app) -> Registry:
    """What a new process finds."""
    documents.register(app)
    return documents.registry()


def shown(registry: Registry) -> dict:
    return notes_of(registry.open(BOARD).doc)


def add_form_note(doc) -> None:
    doc.get("notes", type=Map)["form"] = Map({"text": Text("by post")})
