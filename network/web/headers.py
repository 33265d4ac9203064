"""What every answer tells the browser that it may do: very little."""

import re

from flask import Flask, Response, request

from network.core.settings import Settings
from network.web import assets
from network.web.addresses import host, is_https

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
ONE_YEAR = 365 * 24 * 3600
_NAMELESS_HOST = re.compile(r"localhost|.*\.local|[\d.]+|\[.*\]")


def register(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", content_security_policy())
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer" if _holds_a_secret() else "same-origin"
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        if is_https(settings) and not _NAMELESS_HOST.fullmatch(host().rsplit(":", 1)[0]):
            response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
        return response


def content_security_policy() -> str:
    """No inline script but the import map, known by its hash; nothing from elsewhere.

    The socket's address is named because older Safari does not count it as 'self'.
    """
    socket = f"{'wss' if request.is_secure else 'ws'}://{host()}"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {assets.import_map_hash()}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self' {socket}",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _holds_a_secret() -> bool:
    """A page whose address holds a token must not hand it on to the next one."""
    return "token" in (request.view_args or {})
