"""Samling: gatherings of councillors, from the first invitation to what came of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from network.core.settings import Settings


def create_app(settings: "Settings", *, side_process: bool = False) -> "Flask":
    """Put the program together, from the ground up.

    `side_process` is an operator's command beside a running server: it starts no jobs and never checkpoints SQLite.
    The imports stand here so that a part (the groups' engine) can be used without the web.
    """
    from network.assembly import assemble  # slow import: all of Flask and every package

    return assemble(settings, side_process=side_process)
