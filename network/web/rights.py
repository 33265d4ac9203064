"""Nothing is answered by a view that asked nobody for permission (rule AC-1 in docs/rules.md)."""

import logging

from flask import Flask, Response, make_response, request

from network.access.guard import asked
from network.web import errors

log = logging.getLogger("network.rights")


def register(app: Flask) -> None:
    app.before_request(_nobody_has_asked)
    app.after_request(refuse_unasked)


def _nobody_has_asked() -> None:
    asked.set(False)


def refuse_unasked(response: Response) -> Response:
    """Withhold a good answer from a view that never called `authorize`: a fault of ours. Refusals need none."""
    if request.endpoint is None or request.method == "OPTIONS" or response.status_code >= 400 or asked.get():
        return response
    log.error("nobody asked", extra={"facts": {"endpoint": request.endpoint}})
    return make_response(errors.answer_with(errors.FAULT))
