"""Handing a letter to a mail server. Every step has a time limit, and nobody waits for it but the mail job."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

from network.core import clock
from network.core.settings import BadSettings, Settings

STEP_SECONDS = 10.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Letter:
    """What is sent. `key` makes the Message-ID, the same at each attempt."""

    key: str
    recipient: str
    language: str
    subject: str
    body: str


class MailError(Exception):
    """A letter was not taken, with a code for why: never what the server said, which may have echoed an address."""


class Unreachable(MailError):
    """The server does not answer, or broke off: try again, also what else is waiting."""


class TryLater(MailError):
    """The server cannot take this letter now."""


class Refused(MailError):
    """The server will never take this letter."""


class Sender(Protocol):
    def send(self, letter: Letter) -> None:
        """Returns when the server has taken the letter.

        Raises Unreachable, TryLater or Refused.
        """

    def close(self) -> None:
        """End the conversation; the next letter begins a new one."""


def sender_from(settings: Settings) -> "SmtpSender | None":
    """The mail server of the settings, or None when there is none.

    Raises BadSettings for an address that is not smtp:// or smtps://.
    """
    if settings.smtp_url is None:
        return None
    url = urlsplit(settings.smtp_url)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise BadSettings("SAMLING_SMTP must look like smtp://user:password@host:port, or smtps://…")
    return SmtpSender(
        host=url.hostname,
        port=url.port or (465 if url.scheme == "smtps" else 25),
        user=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        is_tls=url.scheme == "smtps",
        sender=settings.mail_from,
    )


class SmtpSender:
    """Speaks to one server, one conversation a round of letters."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        sender: str,
        user: str | None = None,
        password: str | None = None,
        is_tls: bool = False,
        step_seconds: float = STEP_SECONDS,
    ) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._user, self._password, self._is_tls = user, password, is_tls
        self._step_seconds = step_seconds
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> None:
        message = _message(letter, sender=self._sender)
        try:
            server = self._server or self._open()
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as fault:
            raise _refusal([code for code, _ in fault.recipients.values()]) from fault
        except smtplib.SMTPDataError as fault:
            raise _refusal([fault.smtp_code]) from fault
        except smtplib.SMTPNotSupportedError as fault:
            raise Refused("address") from fault
        except (OSError, smtplib.SMTPException) as fault:
            self._drop()
            raise Unreachable(_code(fault)) from fault

    def close(self) -> None:
        if self._server is None:
            return
        try:
            self._server.quit()
        except (OSError, smtplib.SMTPException):
            self._server.close()  # the letters are taken: a poor goodbye changes nothing
        self._server = None

    def _open(self) -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if self._is_tls else smtplib.SMTP
        server = kind(self._host, self._port, local_hostname=_domain(self._sender), timeout=self._step_seconds)
        self._server = server
        server.ehlo_or_helo_if_needed()
        if not self._is_tls and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif not self._is_tls and self._user and self._host not in LOOPBACK:
            raise smtplib.SMTPException("no TLS, and a password is not sent in the clear")
        if self._user:
            server.login(self._user, self._password or "")
        return server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _message(letter: Letter, *, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.key}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    message["Content-Language"] = letter.language
    return message


def _domain(sender: str) -> str:
    """What we call ourselves. Asking the machine for its name can hang on a network without a name server."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _refusal(codes: list[int]) -> MailError:
    """5xx is for good, all else may pass."""
    word = f"answer {' '.join(str(code) for code in codes)}"
    return Refused(word) if all(500 <= code < 600 for code in codes) else TryLater(word)


def _code(fault: Exception) -> str:
    if isinstance(fault, TimeoutError) or isinstance(fault.__context__, TimeoutError):
        return "time"
    if isinstance(fault, ConnectionRefusedError):
        return "connection"
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return "broken"
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"answer {fault.smtp_code}"
    return f"unreachable {type(fault).__name__}"
