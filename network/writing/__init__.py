"""Texts that several people write at once: a sentence, the sections of a draft."""

from flask import Flask

from network.core.edits import mark
from network.writing import models, services, sockets
from network.writing.services import copying, opened

__all__ = ["models", "register", "services"]


def register(app: Flask) -> None:
    opened.begin_anew()
    app.add_template_filter(mark, "text_mark")
    sockets.register(app)
    copying.register(app)
