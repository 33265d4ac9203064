"""Stores updates one after the other and says of each that it is stored: `python -m tests.faults.storing FOLDER COUNT`.

What it says is one line a commit on its standard output, written at once, so that a trace of its system calls has it
in its place among the writes to the disk. A third word switches off the waiting for the disk, as a control.
"""

import os
import sys
from pathlib import Path

from network import create_app
from network.core.db import append_batch
from network.core.db import journal as journal_module
from network.documents.store import update_row
from tests.conftest import settings_for

DOCUMENT = "board:power"


def main(folder: Path, count: int, *, is_hasty: bool) -> None:
    if is_hasty:
        prepare = journal_module.prepare_sqlite

        def hasty(raw: object, *, side_process: bool) -> None:
            prepare(raw, side_process=side_process)
            raw.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]

        journal_module.prepare_sqlite = hasty
    app = create_app(settings_for(folder))
    with app.app_context():
        for number in range(count):
            append_batch([update_row(DOCUMENT, None, None, b"%d" % number, 0)])
            os.write(1, b"stored %d\n" % number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), is_hasty=len(sys.argv) > 3)
