"""A registry over the real database."""

import pytest

from network import documents
from network.core.db import unit_of_work
from network.documents.registry import Registry
from tests.documents.stored import BOARD


@pytest.fixture
def registry(app) -> Registry:
    made = documents.registry()
    with unit_of_work():
        made.create(BOARD, b"\0\0")
    return made


@pytest.fixture
def held(registry, monkeypatch) -> Registry:
    """The same registry, where what is accepted waits until `journal.commit` is called."""
    monkeypatch.setattr(registry.journal, "_wake", lambda journal: None)
    return registry
