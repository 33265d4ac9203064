"""Groups that work together at a gathering: rounds, dealing, tables, late arrivals, moves, roles.

The engine in here is used without the web as well, so the rest is imported when the program is put together.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: "Flask") -> None:
    from network.sessions.groups import assembly  # slow import: all of the web; the engine does without

    assembly.register(app)
