"""Keys that live only as long as what they are for: each in a file of its own beside the database, and in no backup.

What stands under such a key leads from a row to a person while the key is there. When it is forgotten nothing does any
more, in copies of the database neither that are older than that. A key is made, used and forgotten by its name, which
may begin with a kind of its own: `polls/…`.
"""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import current_app

FOLDER = "passing_keys"
KEY_BYTES = 32
_NAME = re.compile(r"([a-z]{1,20}/)?[A-Za-z0-9_-]{1,40}")


def make(name: str) -> None:
    """Have a key of this name: on the disk when this returns. One that is there already stays as it is."""
    path = _path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    try:
        os.write(file, secrets.token_bytes(KEY_BYTES))
        os.fsync(file)
    finally:
        os.close(file)
    for folder in {path.parent, _folder()}:
        _settle(folder)


def code(name: str, said: str) -> str | None:
    """A keyed hash (64 hex digits) of what is said, under the key of this name; None when there is no such key."""
    coded = coder(name)
    return coded(said) if coded is not None else None


def coder(name: str) -> Callable[[str], str] | None:
    """What makes such hashes, the key read once for many; None when there is no such key."""
    try:
        key = _path(name).read_bytes()
    except FileNotFoundError:
        return None
    # One that a crash left short is none: everybody could work it out.
    if len(key) != KEY_BYTES:
        return None
    return lambda said: hmac.new(key, said.encode(), hashlib.sha256).hexdigest()


def forget(name: str) -> None:
    """Delete the key, its bytes first. Forgotten twice is forgotten once."""
    path = _path(name)
    try:
        with path.open("r+b") as file:
            file.write(bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    _settle(path.parent)


def there(*, kind: str = "", before: datetime | None = None) -> set[str]:
    """The names of all keys of a kind (empty: of those without one), or of those that were made before this moment."""
    folder = _folder() / kind
    paths = [path for path in folder.glob("*") if path.is_file()] if folder.exists() else []
    names = {path: f"{kind}/{path.name}" if kind else path.name for path in paths}
    return {name for path, name in names.items() if before is None or path.stat().st_mtime < before.timestamp()}


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].instance_dir
    return folder / FOLDER


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of a key: {name!r}")
    return _folder() / name


def _settle(folder: Path) -> None:
    """Have the disk know what the folder holds: a power cut must not bring a forgotten key back."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
