"""The catalogues' files: what is said in a language, as it was translated."""

import json
import os
from contextlib import suppress
from pathlib import Path

from babel.messages.pofile import read_po

CONTEXT_MARK = "\x04"
Forms = tuple[str, ...]


def read(path: Path, language: str, domain: str) -> dict[str, Forms]:
    """Key (see key_of) to forms, of what is translated. Empty where there is no file.

    Reading the catalogues takes a second of each start: what was read is kept beside them, as Python keeps what it has
    compiled, and goes with the file's time and size. Where nothing can be written, the file is read each time.
    """
    if not path.exists():
        return {}
    file = path.stat()
    state = [file.st_mtime_ns, file.st_size]
    place = path.parent / "__pycache__" / f"{path.name}.json"
    with suppress(OSError, ValueError):
        then, said = json.loads(place.read_bytes())
        if then == state:
            return {key: tuple(forms) for key, forms in said.items()}
    found = _parsed(path, language, domain)
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        whole = place.with_name(f"{place.name}.{os.getpid()}")
        whole.write_text(json.dumps([state, found]))
        whole.replace(place)
    return found


def _parsed(path: Path, language: str, domain: str) -> dict[str, Forms]:
    with path.open("rb") as file:
        messages = read_po(file, locale=language, domain=domain)
    said: dict[str, Forms] = {}
    for message in messages:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if message.id and not message.fuzzy and forms and all(forms):
            text = message.id if isinstance(message.id, str) else message.id[0]
            said[key_of(text, message.context)] = forms
    return said


def key_of(msgid: str, context: str | None = None) -> str:
    """The name under which a catalogue keeps a text; a plural goes by its singular."""
    return f"{context}{CONTEXT_MARK}{msgid}" if context else msgid
