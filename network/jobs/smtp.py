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
OFFERED, STARTTLS, TLS, NONE = "offered", "starttls", "tls", "none"
"""How a conversation is encrypted: when the server offers it, always after a greeting, from the first byte, never."""


@dataclass(frozen=True)
class Attachment:
    """A file in a letter. `method` is what a calendar shall do with it: REQUEST, CANCEL; None for other files."""

    name: str
    mimetype: str
    body: bytes
    method: str | None = None


@dataclass(frozen=True)
class Letter:
    """What is sent. `key` makes the Message-ID, the same at each attempt."""

    key: str
    recipient: str
    language: str
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()
    reply_to: str = ""


class MailError(Exception):
    """A letter was not taken, with a code for why: never what the server said, which may have echoed an address."""


class Unreachable(MailError):
    """The server does not answer, or broke off: try again, also what else is waiting."""


class TryLater(MailError):
    """The server cannot take this letter now."""


class Refused(MailError):
    """The server will never take this letter."""


class NoEncryption(smtplib.SMTPException):
    """The server offers no encryption, and what shall be sent may not go without."""


class NoSignIn(smtplib.SMTPException):
    """The server takes no user name and password here."""


class Sender(Protocol):
    def send(self, letter: Letter) -> None:
        """Returns when the server has taken the letter.

        Raises Unreachable, TryLater or Refused.
        """

    def close(self) -> None:
        """End the conversation; the next letter begins a new one."""


def sender_from(settings: Settings) -> "SmtpSender | None":
    """The mail server of the environment's settings, or None when they name none (mail_server has the other one).

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
        security=TLS if url.scheme == "smtps" else OFFERED,
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
        security: str = OFFERED,
        step_seconds: float = STEP_SECONDS,
    ) -> None:
        self._host, self._port, self._sender = host, port, sender
        self._user, self._password, self._security = user, password, security
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
        server = self._server = self._connect()
        server.ehlo_or_helo_if_needed()
        if self._security in (OFFERED, STARTTLS) and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            server.ehlo()
        elif self._security == STARTTLS or (self._security != TLS and self._user and self._host not in LOOPBACK):
            raise NoEncryption("a password is not sent in the clear")
        if self._user and not server.has_extn("auth"):
            raise NoSignIn
        if self._user:
            server.login(self._user, self._password or "")
        return server

    def _connect(self) -> smtplib.SMTP:
        name = _domain(self._sender)
        if self._security == TLS:
            return smtplib.SMTP_SSL(
                self._host,
                self._port,
                local_hostname=name,
                timeout=self._step_seconds,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(self._host, self._port, local_hostname=name, timeout=self._step_seconds)

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def _message(letter: Letter, *, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.recipient
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.key}@{_domain(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    message["Content-Language"] = letter.language
    for attachment in letter.attachments:
        _attach(message, attachment)
    return message


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    """The bytes as they are, in base64; a name with æøå is written as RFC 2231 has it."""
    maintype, _slash, subtype = attachment.mimetype.partition("/")
    params = {"charset": "utf-8"} if maintype == "text" else {}
    if attachment.method:
        params["method"] = attachment.method
    message.add_attachment(attachment.body, maintype=maintype, subtype=subtype, filename=attachment.name, params=params)


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
    if isinstance(fault, NoEncryption):
        return "encryption"
    if isinstance(fault, NoSignIn):
        return "sign_in"
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return "broken"
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"answer {fault.smtp_code}"
    return f"unreachable {type(fault).__name__}"
