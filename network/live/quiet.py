"""Log lines about those who misbehave: at most one a minute about each, whatever they send."""

import logging

from network.core import clock

EVERY_SECONDS = 60.0
MOST_REMEMBERED = 1024

log = logging.getLogger("network.live")
_told_at: dict[str, float] = {}


def warn_once(about: str, reason: str) -> bool:
    """Log that `about` did something wrong, unless a line within the minute said so. Tells whether it did."""
    now = clock.monotonic()
    if now - _told_at.get(about, -EVERY_SECONDS) < EVERY_SECONDS:
        return False
    if len(_told_at) >= MOST_REMEMBERED:
        del _told_at[next(iter(_told_at))]
    _told_at[about] = now
    log.warning("live: %s: %s", about, reason)
    return True


class OneLine(logging.Filter):
    """For the libraries' own logger: each kind of message once a minute, and its traceback as one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        fault = record.exc_info[1] if record.exc_info else None
        record.exc_info = record.exc_text = None
        if fault is not None:
            record.msg, record.args = f"{record.getMessage()}: {type(fault).__name__}: {fault}"[:300], ()
        kind = f"{record.name}:{record.levelno}:{record.module}:{record.lineno}"
        now = clock.monotonic()
        if now - _told_at.get(kind, -EVERY_SECONDS) < EVERY_SECONDS:
            return False
        _told_at[kind] = now
        return True
