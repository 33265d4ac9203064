"""Files that people hand in: kept under the fingerprint of their bytes, outside what the web serves."""

import hashlib
import os
from collections.abc import Container
from datetime import datetime
from pathlib import Path

from flask import current_app


def store(body: bytes) -> str:
    """Keep the bytes. Returns their SHA-256 in hex, under which they are found again; the same bytes lie once."""
    name = hashlib.sha256(body).hexdigest()
    path = path_of(name)
    if path.exists():
        path.touch()  # else a sweep could take them before the row about them is there
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    with half.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    return name


def body_of(name: str) -> bytes | None:
    """The bytes of this fingerprint; None when they are not there."""
    try:
        return path_of(name).read_bytes()
    except FileNotFoundError:
        return None


def sweep(kept: Container[str], *, before: datetime) -> int:
    """Delete what was stored before this moment, but for the fingerprints in `kept`. Says how many files went."""
    folder: Path = current_app.extensions["settings"].instance_dir
    old = [path for path in folder.glob("files/*/*") if path.stat().st_mtime < before.timestamp()]
    gone = [path for path in old if path.name not in kept]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def path_of(name: str) -> Path:
    """Where the file of this fingerprint lies, whether it is there or not."""
    folder: Path = current_app.extensions["settings"].instance_dir
    return folder / "files" / name[:2] / name
