"""Names in the order of the alphabet, on the server: no machine's locale is asked (GR-10)."""

import unicodedata
from functools import lru_cache

_LAST = {"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"}
"""Behind z, in the order of Norwegian and Danish; "{" follows "z" in every character set."""
_SWEDISH = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"}


def name_key(name: str, language: str) -> tuple[str, str]:
    """What to sort a name by in a list of this language ("nn", "nb", "da", "sv", "en").

    `aa` counts as å where names are written so (Norwegian and Danish); other marks are left out.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    if language in ("nn", "nb", "da"):
        text = text.replace("aa", "å")
    letters = {"sv": _SWEDISH, "en": {}}.get(language, _LAST)
    if text.isascii():
        return text, name
    return "".join(letters.get(letter) or _plain(letter) for letter in text), name


@lru_cache(maxsize=1000)
def _plain(letter: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", letter) if not unicodedata.combining(one))
