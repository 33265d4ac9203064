"""Shared documents (CRDT): taken, judged, stored and given back. What is drawn on them is not known here."""

from collections.abc import Sequence

from flask import Flask, current_app, has_app_context
from gevent import monkey
from pycrdt import merge_updates as _merge

from network.core.db import Row, append_batch
from network.documents import models
from network.documents.changes import Change, Checker, KeyChange
from network.documents.documents import Document, Unreadable
from network.documents.gate import Refused
from network.documents.journal import Journal, background
from network.documents.registry import Registry, Taken
from network.documents.snapshots import plain, plain_ones
from network.documents.store import Kept, Store, erase

__all__ = [
    "Change",
    "Checker",
    "Document",
    "Kept",
    "KeyChange",
    "Refused",
    "Registry",
    "Taken",
    "Unreadable",
    "erase",
    "merge_updates",
    "models",
    "plain",
    "plain_ones",
    "register",
    "registry",
]

_of_process: list[Registry] = []


def register(app: Flask) -> None:
    """Give `app` its registry, which is the process's from now on."""

    def append(rows: Sequence[Row]) -> None:
        append_batch(rows, of=app)

    journal = Journal(append, wake=background() if monkey.is_module_patched("threading") else None)
    made = Registry(Store(app.app_context), journal, append)
    app.extensions["documents"] = made
    _of_process[:] = [made]


def registry() -> Registry:
    """The open documents: those of the current application, else of the process (a socket has no application)."""
    found: Registry = current_app.extensions["documents"] if has_app_context() else _of_process[0]
    return found


def merge_updates(updates: Sequence[bytes]) -> bytes:
    """One update that does what `updates` do together. For those that passed the gate."""
    return updates[0] if len(updates) == 1 else _merge(*updates)
