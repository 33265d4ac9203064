"""Starts the program: gevent's patch first, then settings, create_app, server. Nothing else."""

import gc
import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()
    # What is loaded from here on stays; looking through it again and again was a sixth of the start.
    gc.disable()

import os

from network import create_app as _create_app
from network.core.db import fold_log
from network.core.settings import BadSettings, Settings


def create_app():  # type: ignore[no-untyped-def]  # Flask's command line wants this name without arguments
    """The program for operator commands, beside a running server."""
    return _create_app(Settings.from_environment(os.environ), side_process=True)


def main() -> int:
    from network.assembly import prepare  # slow import: only the server needs these
    from network.live.server import serve  # slow import: only the server needs these

    try:
        settings = Settings.from_environment(os.environ)
        app = _create_app(settings)
        gc.freeze()
        gc.enable()
        said = prepare(app)
    except BadSettings as fault:
        print(fault, file=sys.stderr)
        return 2
    return serve(
        app,
        settings,
        started=lambda found: print("\n".join([*found, *said]), flush=True),
        ended=lambda: fold_log(app),
    )


if __name__ == "__main__":
    sys.exit(main())
