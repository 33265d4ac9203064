"""A small house: the ground, the HTTP edge and a few views, without any feature."""

from pathlib import Path

from flask import Flask, Response, render_template_string, request
from flask.typing import ResponseReturnValue

from network import web
from network.access.actor import VISITOR
from network.access.guard import authorize_anywhere
from network.core import db as database
from network.core.db import db
from network.core.errors import Conflict, Invalid, NotAllowed, NotFound
from network.core.settings import ROOT, Settings
from network.web import addresses

FORM = """<form method="post"><input name="csrf_token" value="{{ csrf_token() }}"><input name="text"></form>"""


def settings_in(folder: Path, **environ: str) -> Settings:
    return Settings.from_environment({"SAMLING_INSTANCE": str(folder), **environ})


def build_house(settings: Settings) -> Flask:
    app = Flask("network", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions["settings"] = settings
    database.register(app)
    web.register(app)
    _furnish(app)
    with app.app_context():
        db.create_all()
    addresses.trust_proxies(app)
    return app


def _furnish(app: Flask) -> None:
    refusals = {
        "not_found": NotFound(),
        "not_allowed": NotAllowed("closed", "The board is closed."),
        "conflict": Conflict("Bo moved it first."),
        "invalid": Invalid("text", "Write something."),
    }

    @app.get("/hello/<token>")
    @app.get("/hello")
    def hello(token: str = "") -> ResponseReturnValue:
        authorize_anywhere(VISITOR, "network.read")
        return render_template_string("{% extends 'base.html' %}{% block main %}<h1>Hello</h1>{% endblock %}")

    @app.get("/unasked")
    def unasked() -> ResponseReturnValue:
        return "secret"

    @app.route("/letters", methods=["GET", "POST"])
    def letters() -> ResponseReturnValue:
        authorize_anywhere(VISITOR, "network.read")
        return Response(request.form["text"]) if request.method == "POST" else render_template_string(FORM)

    @app.get("/refusals/<name>")
    def refuse(name: str) -> ResponseReturnValue:
        authorize_anywhere(VISITOR, "network.read")
        raise refusals[name]

    @app.get("/faults/<token>")
    def fault(token: str) -> ResponseReturnValue:
        raise ZeroDivisionError("inside")
