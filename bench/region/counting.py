"""How many questions each page asks the database: `python -m bench.region.counting REGION.json`.

Asked in a process of its own on the same database, the second time that the page is fetched. Prints JSON: title → how
many.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from bench.region.pages import FILES, PAGES, Page
from network import create_app
from network.core.db import db
from network.core.settings import Settings


def counted(app: Flask, pages: Iterable[Page], cookies: Mapping[str, str], names: Mapping[str, str]) -> dict[str, int]:
    """Title → the number of statements. Raises ValueError for a page that does not come."""
    return {page.title: _count(app, page.at(names), cookies[page.who]) for page in pages}


def _count(app: Flask, address: str, cookie: str) -> int:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    client = app.test_client(use_cookies=False)
    for _turn in range(2):
        statements.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            status = client.get(address, headers={"Cookie": cookie}).status_code
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        if status != 200:
            raise ValueError(f"{address} answered {status}")
    return len(statements)


def main(arguments: Sequence[str] | None = None) -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.region.counting", description=__doc__)
    reader.add_argument("region", type=Path)
    region = json.loads(reader.parse_args(arguments).region.read_text())
    app = create_app(Settings.from_environment(os.environ), side_process=True)
    with app.app_context():
        print(json.dumps(counted(app, (*PAGES, *FILES), region["cookies"], region["names"])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
