"""Which mail server there is: the environment's, else the one that was set in the browser, else none.

The password lies in the database encrypted, with a key made from the installation's own: who steals the database alone
has no use for it.
"""

import base64
from dataclasses import dataclass
from email.utils import parseaddr

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import select

from network.core import clock
from network.core.audit import audit
from network.core.db import db
from network.core.settings import Settings
from network.jobs.models import MailServer
from network.jobs.smtp import NONE, STARTTLS, TLS, Sender, SmtpSender

SECURITIES = (STARTTLS, TLS, NONE)
USUAL_PORTS = {STARTTLS: 587, TLS: 465, NONE: 25}
_PURPOSE = b"samling mail server password"


class Unreadable(Exception):
    """The stored password was encrypted with another key: it must be typed anew."""


@dataclass(frozen=True)
class Server:
    """What is typed about a mail server. `password` None keeps the stored one."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str | None = None


def is_from_environment() -> bool:
    """Whether the surroundings decide: what was set in the browser then rests."""
    return current_app.extensions["mail_sender"] is not None


def knows_own_address() -> bool:
    """Whether links in mail name an address of ours. Else they would name whatever host an asker made up."""
    settings: Settings = current_app.extensions["settings"]
    return bool(settings.public_url or settings.trusted_hosts)


def stored() -> MailServer | None:
    """The server that was set in the browser."""
    return db.session.scalar(select(MailServer).order_by(MailServer.id).limit(1))


def sender() -> Sender | None:
    """Whoever takes mail to its server now; None where mail waits.

    Raises Unreadable when the stored password cannot be read.
    """
    from_environment: Sender | None = current_app.extensions["mail_sender"]
    if from_environment is not None:
        return from_environment
    server = stored()
    return _sender_of(server) if server is not None and knows_own_address() else None


def sender_address() -> str:
    """The bare address that mail comes from now, or would come from."""
    settings: Settings = current_app.extensions["settings"]
    server = None if is_from_environment() else stored()
    return parseaddr(server.sender if server is not None else settings.mail_from)[1]


def may_send() -> bool:
    """Whether mail leaves at all, as far as settings decide."""
    return is_from_environment() or (stored() is not None and knows_own_address())


def is_readable() -> bool:
    """Whether the stored password, if there is one, can be read with today's key."""
    server = stored()
    try:
        return server is None or _opened(server.secret) is not None
    except Unreadable:
        return False


def use(server: Server, *, by: int | None) -> None:
    """Write the server down, over the one before. A password stays when none is given and host and user stay."""
    row = stored()
    is_new = row is None
    if row is None:
        row = MailServer()
        db.session.add(row)
    keeps = not is_new and server.password is None and (row.host, row.user) == (server.host, server.user)
    if not keeps:
        row.secret = _closed(server.password or "")
    row.host, row.port, row.security = server.host, server.port, server.security
    row.sender, row.user, row.changed_at = server.sender, server.user, clock.now()
    db.session.flush()
    audit(by, "mail_server.edit", "mail_server", row.id)


def do_without(*, by: int | None) -> None:
    """Forget the server that was set in the browser: mail waits, and is shown to nobody."""
    row = stored()
    if row is None:
        return
    audit(by, "mail_server.delete", "mail_server", row.id)
    db.session.delete(row)
    db.session.flush()


def _sender_of(server: MailServer) -> SmtpSender:
    return SmtpSender(
        host=server.host,
        port=server.port,
        security=server.security,
        user=server.user or None,
        password=_opened(server.secret) or None,
        sender=server.sender,
    )


def _closed(password: str) -> str:
    return _locksmith().encrypt(password.encode()).decode() if password else ""


def _opened(secret: str) -> str:
    if not secret:
        return ""
    try:
        return _locksmith().decrypt(secret.encode()).decode()
    except InvalidToken as fault:
        raise Unreadable from fault


def _locksmith() -> Fernet:
    """The key is derived, so that it serves nothing else that the installation's key is used for."""
    settings: Settings = current_app.extensions["settings"]
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(settings.secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
