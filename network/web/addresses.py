"""Where this installation lives: scheme, hosts, proxies, and what that makes of its cookies."""

from urllib.parse import urlsplit

from flask import Flask, Request, current_app, request
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from network.core.settings import Settings

LARGEST_NUMBER = 2**31 - 1
"""What a number in an address or a form can be and still be looked for in any database."""
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    app.config["TRUSTED_HOSTS"] = trusted_hosts(settings)
    app.url_map.converters["int"] = Number


class Number(IntegerConverter):
    """`<int:…>` in an address: a number that a database can be asked for; to any other there is no page."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_NUMBER)


def trust_proxies(app: Flask) -> None:
    """Believe what so many proxies say. Around all else, so called last: Socket.IO stands outside Flask."""
    hops: int = app.extensions["settings"].proxy_hops
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def is_https(settings: Settings) -> bool:
    """Whether people reach this installation over https."""
    return settings.tls or (settings.public_url or "").startswith("https://")


def trusted_hosts(settings: Settings) -> list[str] | None:
    """The hosts that may be asked for: the named ones, else the public address and this machine; None means any."""
    if settings.trusted_hosts:
        return [*settings.trusted_hosts]
    if settings.public_url:
        return [urlsplit(settings.public_url).hostname or "", *LOCAL_HOSTS]
    return None


def cookie_name(settings: Settings, name: str) -> str:
    """On https the prefix makes the browser refuse a cookie that another host or path has planted."""
    return f"__Host-{name}" if is_https(settings) else name


def cookie_rules() -> dict[str, object]:
    """The keyword arguments that every cookie of ours is set with."""
    return {"secure": is_https(current_app.extensions["settings"]), "httponly": True, "samesite": "Lax", "path": "/"}


def host() -> str:
    """The host that was asked for; none when it is not one of ours."""
    try:
        return request.host
    except SecurityError:
        return ""


def whole_address(path: str) -> str:
    """A path as people outside this page reach it: on paper, on a wall, in a mail."""
    settings: Settings = current_app.extensions["settings"]
    return (settings.public_url or request.host_url).rstrip("/") + path


def is_foreign(request: Request) -> bool:
    """Whether another site's page made the browser send this.

    A form on a page without referrer has the Origin "null" also when it is our own; there Sec-Fetch-Site decides.
    """
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return True
    origin = request.headers.get("Origin")
    if origin in (None, "null"):
        return False
    try:
        return urlsplit(origin).netloc != request.host
    except ValueError:  # no browser says such a thing
        return True
