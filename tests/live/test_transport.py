"""Words and their handlers: who is heard, what is answered, what is refused before anybody listens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from network.core import language
from network.core.errors import NotAllowed
from network.live import Connection, Live, admissions, quiet
from network.live.packets import Malformed
from tests.conftest import settings_for
from tests.live.wires import Listener


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    app = Flask("bare")
    app.extensions["settings"] = settings_for(tmp_path)
    yield Live(app)
    admissions.stop_listening()


@pytest.fixture
def speaker(live: Live) -> Listener:
    connected = Listener(5)
    live.connections.add(connected)
    return connected


def test_a_word_is_given_to_its_handler_with_who_said_it(live: Live, speaker: Listener) -> None:
    heard: list[tuple[object, ...]] = []
    live.on("join", lambda connection, *said: heard.append((connection.person_id, *said)), action="board.read")

    live.hear("join", speaker.sid, "b", None, 1)

    assert heard == [(5, "b", None, 1)]


def test_who_said_it_is_answered_in_her_own_language(live: Live, speaker: Listener) -> None:
    heard: list[str] = []
    speaker.language = "sv"
    live.on("join", lambda connection, board: heard.append(language.current()), action="board.read")

    live.hear("join", speaker.sid, "b")

    assert (heard, language.current()) == (["sv"], "nn")


def test_nobody_is_heard_after_her_connection_was_closed(live: Live, speaker: Listener) -> None:
    heard: list[object] = []
    live.on("join", lambda connection, board: heard.append(board), action="board.read")

    speaker.close()
    live.hear("join", speaker.sid, "b")

    assert heard == []


def test_a_word_outside_the_list_cannot_get_a_handler(live: Live) -> None:
    with pytest.raises(KeyError):
        live.on("shout", lambda connection: None, action="board.read")


def test_each_word_tells_which_right_it_asks_for(live: Live) -> None:
    live.on("join", lambda connection, board: None, action="board.read")

    assert {name: word.actions for name, word in live.words.items()} == {"join": ("board.read",)}


@pytest.mark.parametrize("arguments", [(), ("b", 1, 2)])
def test_too_few_or_too_many_arguments_are_malformed(
    live: Live, speaker: Listener, arguments: tuple[object, ...]
) -> None:
    def join(connection: Connection, board: object, history: object = None) -> None:
        raise AssertionError("heard")

    live.on("join", join, action="board.read")

    with pytest.raises(Malformed):
        live.hear("join", speaker.sid, *arguments)


def test_a_refusal_is_the_answer(live: Live, speaker: Listener) -> None:
    def join(connection: Connection) -> None:
        raise NotAllowed("closed", "The board is closed.")

    live.on("join", join, action="board.read")

    assert live.hear("join", speaker.sid) == {"ok": False, "error": "not_allowed", "message": "The board is closed."}


def test_a_fault_of_ours_is_logged_once_and_ends_nothing(
    live: Live, speaker: Listener, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def join(connection: Connection) -> None:
        raise ZeroDivisionError("oops")

    live.on("join", join, action="board.read")

    answers = [live.hear("join", speaker.sid) for _ in range(20)]

    assert answers == [{"ok": False, "error": "internal", "message": ""}] * 20
    assert len([record for record in caplog.records if record.name == quiet.log.name]) == 2
    assert speaker.is_open
