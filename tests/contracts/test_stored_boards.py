"""A stored board of every released shape opens for ever; tests/js/board-stored.test.mjs reads the same files."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, Map

from network.sessions.boards.rules.notes import in_order, plain_cluster, plain_note

STORED = sorted((Path(__file__).parent / "boards").glob("*.json"))


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.stem)
def test_a_stored_board_opens_as_it_was_left(stored: Path) -> None:
    told = json.loads(stored.read_text())
    doc: Doc[Any] = Doc()
    notes = doc.get("notes", type=Map)

    doc.apply_update(b64decode(told["update"]))

    read = in_order(note for note in (plain_note(key, notes[key].to_py()) for key in notes) if note is not None)
    assert [
        {
            "id": note.id,
            "text": note.text,
            "column": note.column,
            "position": note.position,
            "hue": note.hue,
            "deleted": note.is_deleted,
            "version_of": note.version_of,
            "cluster": note.cluster,
        }
        for note in read
    ] == [{"cluster": None, **note} for note in told["notes"]]
    heads = {key: plain_cluster(key, cluster.to_py()) for key, cluster in doc.get("clusters", type=Map).items()}
    assert {key: vars(cluster) for key, cluster in heads.items()} == {
        one["id"]: one for one in told.get("clusters", [])
    }
