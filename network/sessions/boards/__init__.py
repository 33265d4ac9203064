"""Boards: columns of notes on which a group works at once, and which lose nothing."""

from flask import Flask

from network.core import signals
from network.privacy.retention import Holding, hold
from network.sessions.boards import dots, export, for_another, history, merging, photos, routes, sockets
from network.sessions.boards.services import following, forgetting, opened, projection, revealing, seeing


def register(app: Flask) -> None:
    opened.begin_anew()
    routes.register(app)
    export.register(app)
    merging.register(app)
    sockets.register(app)
    projection.register(app)
    revealing.register(app)
    seeing.register(app)
    signals.board_changed.connect(sockets.board_changed)
    signals.round_moved.connect(following.when_round_moved)
    signals.phase_moved.connect(following.when_phase_moved)
    signals.groups_changed.connect(following.when_groups_changed)
    signals.names_changed.connect(following.when_names_changed)
    hold(Holding("authors_without_names", forgetting.KEPT, forgetting.forget_authors))
    dots.register(app)
    history.register(app)
    for_another.register(app)
    photos.register(app)
