"""The catalogues' files: what is said in a language, as it was translated."""

import hashlib
import json
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

CONTEXT_MARK = "\x04"
FORMAT = 1
"""Of what is kept: another one when what `read` gives becomes another."""
Forms = tuple[str, ...]
"""What one key says: one form, or one for each plural."""


def read(path: Path, language: str, domain: str) -> dict[str, Forms]:
    """Key (see key_of) to forms, of what is translated. Empty where there is no file.

    Reading the catalogues takes half a second of each start: what was read is kept beside them, as Python keeps what
    it has compiled, for as long as they are the same bytes. Where nothing can be written, they are read each time.
    """
    if not path.exists():
        return {}
    content = path.read_bytes()
    state = f"{FORMAT} {hashlib.sha256(content).hexdigest()}"
    place = path.parent / "__pycache__" / f"{path.name}.json"
    with suppress(OSError, ValueError, TypeError, AttributeError):
        then, said = json.loads(place.read_bytes())
        if then == state:
            return {key: tuple(forms) for key, forms in said.items()}
    found = _parsed(content, language, domain)
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        whole = place.with_name(f"{place.name}.{os.getpid()}")
        try:
            whole.write_text(json.dumps([state, found]))
            whole.replace(place)
        finally:
            whole.unlink(missing_ok=True)
    return found


def _parsed(content: bytes, language: str, domain: str) -> dict[str, Forms]:
    messages = read_po(BytesIO(content), locale=language, domain=domain)
    said: dict[str, Forms] = {}
    for message in messages:
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if message.id and not message.fuzzy and forms and all(forms):
            text = message.id if isinstance(message.id, str) else message.id[0]
            said[key_of(text, message.context)] = forms
    return said


def places(path: Path) -> dict[str, tuple[str, ...]]:
    """Key to the files that say it, as the catalogue lists them. Empty where there is no file."""
    messages = read_po(BytesIO(path.read_bytes())) if path.exists() else ()
    found = (
        (message, message.id if isinstance(message.id, str) else message.id[0]) for message in messages if message.id
    )
    return {key_of(text, message.context): tuple(name for name, _line in message.locations) for message, text in found}


def key_of(msgid: str, context: str | None = None) -> str:
    """The name under which a catalogue keeps a text; a plural goes by its singular."""
    return f"{context}{CONTEXT_MARK}{msgid}" if context else msgid
