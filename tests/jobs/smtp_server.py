"""A small mail server on loopback, which can also behave badly."""

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import BinaryIO

TAKES, HANGS, DROPS, DROPS_AFTER_DATA, DROPS_AFTER_TAKING, REFUSES, DEFERS, REFUSES_SIGN_IN = (
    "takes",
    "hangs",
    "drops",
    "drops after data",
    "drops after taking",
    "refuses",
    "defers",
    "refuses sign-in",
)


@dataclass
class MailServer:
    """`manner` may be changed while it runs. `taken` are the letters it said 250 to, `seen` all it was handed.

    It takes `most` letters; whoever comes with one more loses the line.
    """

    manner: str = TAKES
    taken: list[EmailMessage] = field(default_factory=list)
    seen: list[EmailMessage] = field(default_factory=list)
    conversations: int = 0
    signed_in_with: tuple[str, str] | None = None
    """User name and password of the last who tried."""
    most: float = float("inf")
    port: int = 0
    ending: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def talk(self, line: socket.socket) -> None:
        """One conversation, to its end or until whoever called is gone."""
        self.conversations += 1
        with suppress(ConnectionError), line, line.makefile("rwb") as words:
            if self.manner == HANGS:
                self.ending.wait(30)
            elif self.manner != DROPS:
                self._answer(words)

    def _answer(self, words: BinaryIO) -> None:
        _say(words, "220 loopback")
        while line := words.readline().strip():
            verb = line.upper().split(b" ")[0].split(b":")[0]
            if verb == b"DATA":
                _say(words, "354 go on")
                if not self._take(words):
                    return
            elif verb == b"QUIT":
                _say(words, "221 bye")
                return
            else:
                if verb == b"AUTH":
                    self.signed_in_with = _who(line)
                _say(words, self._reply_to(verb))

    def _take(self, words: BinaryIO) -> bool:
        """Whether the conversation goes on."""
        lines = []
        while (line := words.readline()) not in (b".\r\n", b""):
            lines.append(line)
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.seen.append(letter)
        if self.manner == DROPS_AFTER_DATA or len(self.taken) >= self.most:
            return False
        self.taken.append(letter)
        _say(words, "250 taken")
        return self.manner != DROPS_AFTER_TAKING

    def _reply_to(self, verb: bytes) -> str:
        if verb == b"EHLO" and self.manner == REFUSES_SIGN_IN:
            return "250-loopback\r\n250 AUTH PLAIN"
        if verb == b"AUTH":
            return "535 no"
        if verb == b"RCPT":
            return {REFUSES: "550 nobody here, anna@prove.example", DEFERS: "451 later"}.get(self.manner, "250 ok")
        return "250 ok"


@contextmanager
def mail_server(manner: str = TAKES, *, port: int = 0) -> Iterator[MailServer]:
    """A server that listens as long as the block lasts, on a free port unless one is given."""
    server = MailServer(manner)
    with socket.create_server(("127.0.0.1", port)) as listener:
        server.port = listener.getsockname()[1]
        listener.settimeout(0.05)
        thread = threading.Thread(target=_listen, args=(server, listener), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.ending.set()
            thread.join(5)


def _listen(server: MailServer, listener: socket.socket) -> None:
    talks = []
    while not server.ending.is_set():
        try:
            line, _peer = listener.accept()
        except TimeoutError:
            continue
        line.settimeout(5)
        talk = threading.Thread(target=server.talk, args=(line,), daemon=True)
        talk.start()
        talks.append(talk)
    for talk in talks:
        talk.join(5)


def _who(line: bytes) -> tuple[str, str]:
    """What AUTH PLAIN says, in its base64."""
    _nothing, user, password = base64.b64decode(line.split(b" ")[2]).decode().split("\0")
    return user, password


def _say(words: BinaryIO, text: str) -> None:
    words.write(f"{text}\r\n".encode())
    words.flush()
