"""The office, with what its project lead types into the form of a template."""

import re
from typing import Any

import pytest

from network.core.db import db
from network.sessions.gatherings.board_templates import queries
from network.sessions.gatherings.board_templates.models import OwnTemplate
from tests.sessions.gatherings.conftest import Office

PATH = "/board-templates"


class Templates:
    """What a lead does on the pages of templates."""

    def __init__(self, given: Office) -> None:
        self.office = given
        self.lea = given.browser(given.cast.lea)

    def fields(self, *titles: str, **other: object) -> dict[str, Any]:
        """A whole form, with a column for each title."""
        return {
            "title": "Vår tavle",
            "help": "Skriv kort.",
            "column_key": [""] * len(titles),
            "column_title": list(titles),
            "column_prompt": [f"Kva med {title}?" for title in titles],
            "phase_write": "4",
            "phase_talk": "20",
            "phase_prioritise": "6",
            "dots": "3",
            "names": "municipality",
            "key": "a-key-of-16-long",
            **other,
        }

    def make(self, *titles: str, **other: object) -> OwnTemplate:
        answer = self.lea.post(PATH, data=self.fields(*(titles or ("Mål", "Veg")), **other))
        assert answer.status_code == 303, answer.text
        found = self.stored(str(other.get("key", "a-key-of-16-long")))
        assert found is not None
        return found

    def stored(self, public_id: str = "a-key-of-16-long") -> OwnTemplate | None:
        db.session.rollback()
        return queries.own_by_public_id(public_id)

    def shown(self, template: OwnTemplate) -> dict[str, Any]:
        """The form as its page shows it now, to be sent again."""
        page = self.lea.get(f"{PATH}/{template.public_id}").text
        seal = re.search(r'name="seal" value="([^"]+)"', page)
        assert seal is not None
        columns = template.column_list()
        return {
            **self.fields(*(one.title for one in columns)),
            "column_key": [one.key for one in columns],
            "column_prompt": [one.prompt for one in columns],
            "seal": seal[1],
        }


@pytest.fixture
def templates(office: Office) -> Templates:
    return Templates(office)
