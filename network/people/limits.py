"""How often somebody may try. An address on the network is shared by a whole hall, so it alone shuts nobody out."""

import logging
from collections.abc import Callable

from flask import Flask, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

log = logging.getLogger(__name__)

MAILS_TO_ONE_ADDRESS = "3 per 15 minutes"
UNKNOWN_FROM_ONE_PLACE = "20 per hour"
MAILS_IN_ALL = "300 per hour"
WRONG_CODES_FROM_ONE_PLACE = "30 per minute"
WRONG_JOIN_CODES_OF_ONE_BROWSER = RateLimitItemPerMinute(10)
WRONG_JOIN_CODES_IN_ALL = RateLimitItemPerMinute(60)

REDIS_PATIENCE_SECONDS = 0.5


def register(app: Flask) -> None:
    """Count in Redis if there is one, else here; here as well while Redis is away, so that it never counts nothing."""
    redis_url = app.extensions["settings"].redis_url
    patience = {"socket_connect_timeout": REDIS_PATIENCE_SECONDS, "socket_timeout": REDIS_PATIENCE_SECONDS}
    app.extensions["sign_in_limiter"] = Limiter(
        get_remote_address,
        app=app,
        storage_uri=redis_url or "memory://",
        storage_options=patience if redis_url else {},
        in_memory_fallback_enabled=redis_url is not None,
        key_prefix="samling",
    )
    app.extensions["own_limiter"] = FixedWindowRateLimiter(MemoryStorage())


def may_ask_again(address_hash: str) -> bool:
    """Whether this address may be sent one more mail now."""
    return _is_within(MAILS_TO_ONE_ADDRESS, f"ask:{address_hash}")


def may_be_kept(*, is_known: bool) -> bool:
    """Whether what is asked for goes on: a real mail until the hour's sum is reached, an unknown address until one
    place has tried too many. The answer to the person is the same in each case; the log tells the operator.
    """
    if is_known:
        is_kept = _is_within(MAILS_IN_ALL, "mail")
    else:
        is_kept = _is_within(UNKNOWN_FROM_ONE_PLACE, f"unknown:{_place()}")
    if not is_kept:
        log.error("sign-in: %s", "over 300 mails this hour" if is_known else "one place tries many unknown addresses")
    return is_kept


def may_miss_again() -> bool:
    """Whether this place may type one more wrong code. Right codes are not counted."""
    return _is_within(WRONG_CODES_FROM_ONE_PLACE, f"wrong:{_place()}")


def may_try_join_code(browser: str) -> bool:
    """Whether this browser's next join code is looked at. Costs nothing: right codes are not counted."""
    return _with_store(lambda window: window.test(WRONG_JOIN_CODES_OF_ONE_BROWSER, "join", browser))


def many_wrong_join_codes() -> bool:
    """Whether so many wrong join codes come in that somebody may be guessing."""
    return not _with_store(lambda window: window.test(WRONG_JOIN_CODES_IN_ALL, "join"))


def count_wrong_join_code(browser: str) -> bool:
    """Count one more wrong join code, of this browser and in all. Says whether the browser is still within."""
    of_one = _with_store(lambda window: window.hit(WRONG_JOIN_CODES_OF_ONE_BROWSER, "join", browser))
    in_all = _with_store(lambda window: window.hit(WRONG_JOIN_CODES_IN_ALL, "join"))
    return of_one and in_all


def _with_store(ask: Callable[[RateLimiter], bool]) -> bool:
    """Ask the store that all processes share; while it is away, one of our own, so that it never counts nothing."""
    limiter: Limiter = current_app.extensions["sign_in_limiter"]
    try:
        return ask(limiter.limiter)
    except Exception as fault:  # each store has its own faults
        log.warning("the store of limits is away: %s", type(fault).__name__)
        own: RateLimiter = current_app.extensions["own_limiter"]
        return ask(own)


def _place() -> str:
    """The peer, or what the trusted number of proxies says of it (ProxyFix): never a header that anybody can send."""
    return request.remote_addr or "-"


def _is_within(limit: str, key: str) -> bool:
    """Count one more under `key` and say whether it still fits. Redis may be asked: never inside a unit of work."""
    limiter: Limiter = current_app.extensions["sign_in_limiter"]
    g.limit_key = key
    try:
        with limiter.limit(limit, key_func=_key):
            return True
    except RateLimitExceeded:
        return False


def _key() -> str:
    return str(g.limit_key)
