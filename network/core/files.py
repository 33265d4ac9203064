"""Files that people hand in: kept under the fingerprint of their bytes, outside what the web serves."""

import hashlib
from pathlib import Path

from flask import current_app


def store(body: bytes) -> str:
    """Keep the bytes. Returns their SHA-256 in hex, under which they are found again; the same bytes lie once."""
    name = hashlib.sha256(body).hexdigest()
    path = path_of(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_bytes(body)
        half.replace(path)
    return name


def path_of(name: str) -> Path:
    """Where the file of this fingerprint lies, whether it is there or not."""
    folder: Path = current_app.extensions["settings"].instance_dir
    return folder / "files" / name[:2] / name
