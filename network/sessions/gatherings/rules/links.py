"""Addresses that open one thing for one person: an id, and a mark that only this installation can make."""

import base64
import hashlib
import hmac
from enum import StrEnum

MARK_BYTES = 16


class LinkKind(StrEnum):
    """What a link opens. A link for one is never good for the other (rule GA-8)."""

    REPLY = "reply"
    EVENT = "event"
    FEED = "feed"
    OWNER = "owner"
    PROGRESS = "progress"


def sealed(key: str, kind: LinkKind, public_id: str) -> str:
    """The token of a link: the id and its mark, in letters that stand in any address."""
    return f"{public_id}.{_mark(key, kind, public_id)}"


def opened(key: str, kind: LinkKind, token: str) -> str | None:
    """The id in a token; None when the token was not made here, or for something else."""
    public_id, _dot, mark = token.rpartition(".")
    if not public_id:
        return None
    is_ours = hmac.compare_digest(mark.encode(), _mark(key, kind, public_id).encode())
    return public_id if is_ours else None


def _mark(key: str, kind: LinkKind, public_id: str) -> str:
    digest = hmac.new(key.encode(), f"link\x00{kind}\x00{public_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:MARK_BYTES]).rstrip(b"=").decode()
