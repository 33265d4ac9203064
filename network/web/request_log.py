"""One JSON line a request, and an id that the person who met a fault can read out.

The line has the route's template, never the address itself: addresses hold sign-in tokens.
"""

import json
import logging
import secrets
import sys
from datetime import UTC, datetime
from typing import TextIO

from flask import Flask, Response, g, request

from network.core import clock
from network.core.settings import Settings

log = logging.getLogger("network.requests")
QUIET_ROUTES = ("/healthz", "/readyz")


class JsonLines(logging.Formatter):
    """A log record as one line of JSON; what stands in `record.facts` becomes fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    # What an operator's command prints is its answer, which a program may read.
    _send_to(sys.stderr if app.extensions.get("side_process") else sys.stdout, settings.log_level)
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """The id of the request that is being answered."""
    return str(g.get("request_id", "-"))


def route_template() -> str:
    """`/boards/<public_id>`, or a dash when no route fits."""
    return request.url_rule.rule if request.url_rule else "-"


def _send_to(stream: TextIO, level: str) -> None:
    logger = logging.getLogger("network")
    logger.setLevel(level)
    if not any(isinstance(handler.formatter, JsonLines) for handler in logger.handlers):
        handler = logging.StreamHandler(stream)
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)


def _begin() -> None:
    g.request_id = secrets.token_hex(6)
    g.began_at = clock.monotonic()


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    quiet = route_template() in QUIET_ROUTES or request.endpoint == "static"
    log.log(
        logging.DEBUG if quiet else logging.INFO,
        "request",
        extra={
            "facts": {
                "request_id": request_id(),
                "method": request.method,
                "route": route_template(),
                "status": response.status_code,
                "ms": round((clock.monotonic() - g.get("began_at", clock.monotonic())) * 1000, 1),
            }
        },
    )
    return response
