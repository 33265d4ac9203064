"""The HTTP edge of what follows a gathering."""

from flask import Flask

from network.followup.routes import evaluation, following, my_day, record


def register(app: Flask) -> None:
    evaluation.register(app)
    following.register(app)
    my_day.register(app)
    record.register(app)
