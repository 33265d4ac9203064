"""Server and browser know the same words, with the same meaning."""

import json
import re
from pathlib import Path

from network.live import messages

SCRIPT = Path(__file__).parents[2] / "static" / "js" / "live" / "messages.js"


def words_of(name: str) -> dict[str, str]:
    """The object literal `name` of the script; its entries are written so that they are JSON but for the last comma."""
    body = re.search(rf"export const {name} = Object\.freeze\((\{{.*?\n\}})\)", SCRIPT.read_text(), re.DOTALL)
    assert body is not None, f"{SCRIPT.name} does not export {name}"
    return dict(json.loads(body[1].replace(",\n}", "\n}")))


def test_browser_and_server_know_the_same_words() -> None:
    script = SCRIPT.read_text()

    assert words_of("CLIENT_WORDS") == messages.CLIENT_WORDS
    assert words_of("SERVER_WORDS") == messages.SERVER_WORDS
    assert f"export const PROTOCOL = {messages.PROTOCOL}\n" in script
