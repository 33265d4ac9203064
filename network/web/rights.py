"""Nothing is answered by a view that asked nobody for permission (rule AC-1 in docs/rules.md)."""

import logging

from flask import Flask, Response, request

from network.access.guard import asked

log = logging.getLogger("network.rights")


class NobodyAsked(RuntimeError):
    """A view answered without `authorize`. It is a fault in the program, and the answer is withheld."""


def register(app: Flask) -> None:
    app.before_request(_nobody_has_asked)
    app.after_request(refuse_unasked)


def _nobody_has_asked() -> None:
    asked.set(False)


def refuse_unasked(response: Response) -> Response:
    """Withhold a good answer from a view that never called `authorize`. Refusals need no permission.

    Raises NobodyAsked, which becomes the page for a fault.
    """
    if request.endpoint is None or request.method == "OPTIONS" or response.status_code >= 400 or asked.get():
        return response
    raise NobodyAsked(request.endpoint)
