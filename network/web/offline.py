"""The page without a network: the service worker, the manifest and the page that says so."""

import json
from collections.abc import Callable

from flask import Flask, Response, current_app, jsonify, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from network.access.actor import VISITOR
from network.access.guard import acts, authorize_anywhere
from network.core.language import current, gettext
from network.web import assets
from network.web.navigation import site_name


def register(app: Flask) -> None:
    app.extensions["person_key"] = None
    app.jinja_env.globals["person_key"] = person_key
    app.add_url_rule("/sw.js", "service_worker", service_worker)
    app.add_url_rule("/manifest.webmanifest", "manifest", manifest)
    app.add_url_rule("/offline", "offline", offline_page)
    app.add_url_rule("/offline/door", "offline_door", offline_door_page)


def keep_pages_for(app: Flask, person: Callable[[], str | None]) -> None:
    """Say whose the pages are that a device keeps: a public key, which tells nobody anything. None for a visitor."""
    app.extensions["person_key"] = person


def person_key() -> str:
    person: Callable[[], str | None] | None = current_app.extensions["person_key"]
    return (person() if person else None) or ""


@acts("network.read")
def service_worker() -> ResponseReturnValue:
    """The worker stands at the root because its place is its reach. Where all that it keeps is stands on top of it."""
    authorize_anywhere(VISITOR, "network.read")
    told = {"revision": assets.revision(), "files": url_for("static_all")}
    body = f"self.samling = {json.dumps(told)}\n\n" + (assets.STATIC / "sw.js").read_text()
    return Response(body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@acts("network.read")
def manifest() -> ResponseReturnValue:
    """What a phone needs to put Samling beside its other programs."""
    authorize_anywhere(VISITOR, "network.read")
    response = jsonify(
        name=site_name(),
        short_name=gettext("Samling"),
        lang=current(),
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#f3f5f5",
        theme_color="#1b5e6b",
        icons=[
            {"src": assets.asset("img/icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"},
            {
                "src": assets.asset("img/icon-512.png"),
                "type": "image/png",
                "sizes": "512x512",
                "purpose": "any maskable",
            },
        ],
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@acts("network.read")
def offline_page() -> ResponseReturnValue:
    """The same for everybody: it is kept on the device."""
    authorize_anywhere(VISITOR, "network.read")
    return _kept("offline.html")


@acts("network.read")
def offline_door_page() -> ResponseReturnValue:
    """Stands in for a badge's page and the wall's when no network answers at the door."""
    authorize_anywhere(VISITOR, "network.read")
    return _kept("offline_door.html")


def _kept(template: str) -> Response:
    response = make_response(render_template(template))
    response.headers["Cache-Control"] = "no-cache"
    return response
