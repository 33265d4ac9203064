"""gzip for pages, inside the program: a hall's network is slow, and nginx comes only when the installation grows."""

import gzip

from flask import Flask, Response, request

SMALLEST_BYTES = 600
KINDS = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "image/svg+xml",
)


def register(app: Flask) -> None:
    @app.after_request
    def compress(response: Response) -> Response:
        if not is_compressible(response.mimetype) or response.is_streamed or response.direct_passthrough:
            return response
        response.vary.add("Accept-Encoding")
        body = response.get_data()
        if len(body) >= SMALLEST_BYTES and not response.headers.get("Content-Encoding") and wants_gzip():
            response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response


def is_compressible(mimetype: str | None) -> bool:
    return (mimetype or "").startswith(KINDS)


def wants_gzip() -> bool:
    return request.accept_encodings["gzip"] > 0
