"""Two people who edit one thing: who saves over what she has not seen is told (F16)."""

import hashlib
import json
from collections.abc import Mapping


def seal(values: Mapping[str, object]) -> str:
    """A short fingerprint of what an editor was shown; it goes with the form and comes back with it."""
    text = json.dumps({name: str(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(theirs: Mapping[str, object], own: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Field → what is stored and what she typed, for the fields in which the two are not the same."""
    return {
        name: (str(theirs[name]), str(own[name]))
        for name in own
        if name in theirs and str(theirs[name]).strip() != str(own[name]).strip()
    }
