"""What several write at once, live: the one way in and out of a shared document over the socket.

Boards and texts stand on it: each is a `DocumentKind`, which says how its documents are opened, judged and spoken of.
Joining, taking, answering, presence, refusing and leaving are the same for all, and so are their words
(docs/protocol.md).
"""

from flask import Flask

from network.together.edge import serve
from network.together.growth import Growth
from network.together.kinds import DocumentKind, Told, forget_kinds, not_taken

__all__ = ["DocumentKind", "Growth", "Told", "not_taken", "register", "serve"]


def register(app: Flask) -> None:
    """The kinds make themselves known in their own `register`."""
    forget_kinds()
