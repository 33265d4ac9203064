"""Which words are told in a text."""

import re
from collections.abc import Iterable


def told_of(words: Iterable[str], text: str) -> list[str]:
    """Those of the words that stand in the text as words: in some random address any two letters stand side by side."""
    return [word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)]
