"""BO-32, E6: whoever searches, and whoever is mailed in the weeks after, never learns who wrote what a board hides."""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import network
from network.actions.queries.marked import Thing
from network.core.db import db, unit_of_work
from network.jobs.smtp import sender_from
from network.people.models import Person
from network.sessions.boards.merging import queries as merging
from network.sessions.boards.services import opened
from network.sessions.gatherings.models import GatheringRole
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.gatherings.services.members import admit
from network.sessions.groups.models import GroupRound
from tests.cast import STARTS, a_gathering
from tests.followup.briefing import Council
from tests.followup.overheard import (
    NAME,
    PLACE,
    WEEKS,
    WORDS,
    Reader,
    everybody_else,
    mails_to_others,
    names_her,
    overhear,
    weeks_go_by,
)

ClientFor = Callable[[Person | None], FlaskClient]
KINDS = {"briefing", "how_it_goes", "invitation", "owner_asked", "reminder", "sign_in", "your_day"}


@pytest.fixture(autouse=True)
def _reached(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job knows under which address people reach the program, and there is a mail server, which nothing goes to."""
    settings = replace(app.extensions["settings"], public_url="http://localhost", smtp_url="smtp://localhost:9")
    monkeypatch.setitem(app.extensions, "settings", settings)
    monkeypatch.setitem(app.extensions, "mail_sender", sender_from(settings))


def merged_path() -> str:
    return f"/rounds/{db.session.query(GroupRound).one().public_id}/merged"


def readers(council: Council, client_for: ClientFor) -> dict[str, Reader]:
    people = everybody_else(council)
    return {name: Reader(client_for(person)).look_everywhere(merged_path()) for name, person in people.items()}


@pytest.mark.parametrize("level", [NamesLevel.MUNICIPALITY, NamesLevel.NOBODY])
def test_whoever_follows_every_link_and_searches_finds_her_or_her_words_and_never_both(
    app: Flask, council: Council, client_for: ClientFor, level: NamesLevel
) -> None:
    """The three searches that there are: people, who is at the door, and what all groups wrote."""
    overhear(app, council, level)

    found = readers(council, client_for)

    hidden = PLACE if level == NamesLevel.NOBODY else ""
    assert {name: one.ties(council, also=hidden) for name, one in found.items()} == {name: set() for name in found}
    gathering = f"/gatherings/{council.going.hall.gathering.public_id}"
    searches = {"/people q", f"{gathering}/door q", f"{merged_path()} words"}
    assert set.union(*(one.searches for one in found.values())) == searches
    assert WORDS in found["lea"].read[f"{merged_path()}?words=vil+noko"]
    assert NAME in found["otto"].read["/people?q=Fuglesang"]
    assert NAME in found["fia"].read[f"{gathering}/door?q=Fuglesang"]


def test_with_names_or_without_the_projection_the_same_looks_find_both(
    app: Flask, council: Council, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the board's own page, which is one of those that were read; and in a search that would say who wrote."""
    overhear(app, council, NamesLevel.NOBODY)
    board = f"/boards/{council.going.hall.board.public_id}"
    bo, lea = (Reader(client_for(person)) for person in (council.bo, council.going.hall.cast.lea))
    notes = merging._notes

    def signed(boards: list[object]) -> dict[int, list[object]]:
        found = notes(boards)  # type: ignore[arg-type]
        return {key: [replace(note, text=f"{note.text} – {NAME}") for note in those] for key, those in found.items()}

    monkeypatch.setattr(opened, "given_out", lambda byline, _level: byline)
    monkeypatch.setattr("network.sessions.boards.queries.given_out", lambda byline, _level: byline)
    monkeypatch.setattr(merging, "_notes", signed)

    assert board in bo.look_everywhere().ties(council)
    assert f"{merged_path()}?words=vil+noko" in lea.look_everywhere(merged_path()).ties(council)


@pytest.mark.parametrize("level", NamesLevel)
def test_all_that_is_mailed_in_the_weeks_after_says_her_words_and_never_whose_they_are(
    app: Flask, council: Council, client_for: ClientFor, level: NamesLevel
) -> None:
    """Where the board shows names too: what was chosen for everybody is quoted in a paper, and nobody is (BF-3)."""
    overhear(app, council, level)

    mails = everything_is_mailed(council, client_for)

    assert {kind for kind, _text in mails} == KINDS
    assert [kind for kind, text in mails if WORDS in text] == ["briefing"]
    assert [kind for kind, text in mails if names_her(council, text)] == []
    assert [kind for kind, text in mails if WORDS in text and PLACE in text] == []


def test_a_mail_that_quoted_her_by_name_would_be_found(
    app: Flask, council: Council, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No mail asks the board who wrote: so what hands on the words says it here."""
    overhear(app, council, NamesLevel.NOBODY)
    words = Thing.text_for
    monkeypatch.setattr(Thing, "text_for", lambda self, place: f"{words(self, place)} – {NAME}")

    mails = everything_is_mailed(council, client_for)

    assert [kind for kind, text in mails if names_her(council, text)] == ["briefing"]


def everything_is_mailed(council: Council, client_for: ClientFor) -> list[tuple[str, str]]:
    """Sundby agrees on two things and tells its council; people are asked to the next gathering, and one signs in."""
    cast, siv = council.going.hall.cast, council.going.siv
    second = council.going.write("Vi spør på skulen", owner=siv)
    client_for(cast.bo).post(f"{council.going.path}/request")
    council.going.change()
    council.settle()
    for person in (cast.bo, cast.cy):
        council.going.answer(second, person)
    weeks_go_by(STARTS + timedelta(hours=12))
    council.approve()
    council.send()
    council.work()
    with unit_of_work():
        next_time = a_gathering("Samling 6", starts_at=STARTS + timedelta(weeks=10))
        for person in (cast.bo, cast.cy, cast.kai):
            admit(next_time, person.id, GatheringRole.PARTICIPANT)
        path = f"/gatherings/{next_time.public_id}/invitations"
    client_for(cast.lea).post(path)
    weeks_go_by(STARTS + timedelta(weeks=3))
    client_for(cast.lea).post(f"{path}/reminders")
    client_for(None).post("/sign-in", data={"email": cast.bo.email})
    weeks_go_by(STARTS + timedelta(weeks=WEEKS))
    return mails_to_others(council)


def test_nothing_else_sends_a_mail() -> None:
    """A new letter is to be sent in everything_is_mailed too. A stand-in's and a trial are about no day that was."""
    root = Path(network.__file__).parent
    trees = {path: ast.parse(path.read_text()) for path in root.rglob("*.py")}
    senders = {
        path.relative_to(root).as_posix()
        for path, tree in trees.items()
        if any(isinstance(node, ast.alias) and node.name == "queue_mail" for node in ast.walk(tree))
    }

    assert senders == {
        "actions/services/asking.py",
        "actions/services/owners.py",
        "followup/services/my_day.py",
        "followup/services/posting.py",
        "jobs/trial.py",
        "people/services/signing_in.py",
        "sessions/gatherings/services/inviting.py",
        "sessions/gatherings/services/replies.py",
    }
