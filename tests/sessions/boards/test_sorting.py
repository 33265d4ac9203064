"""BO-25, BO-26 on open boards: what members sort is taken, what is hostile is not, and what is copied and drawn."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from pycrdt import Map, Text
from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.models import Note
from network.sessions.boards.services import making, projection
from network.sessions.boards.services.opened import opened
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer

WriterFor = Callable[[Person], Writer]
ONE, TWO = "one-one-one-one-one-11", "two-two-two-two-two-22"
SCHOOL, HOME = "school-school-school-1", "home-home-home-home--2"


def reasons(writer: Writer) -> list[str]:
    return [rest[0] for rest in writer.words("deny")]


@pytest.fixture
def anna(hall: Hall, writer_for: WriterFor) -> Writer:
    """Anna, with two notes of hers on the board."""
    anna = writer_for(hall.cast.anna).join()
    return anna.send(anna.writes(ONE, "eit")).send(anna.writes(TWO, "to"))


def test_any_member_gathers_names_and_moves(hall: Hall, writer_for: WriterFor, anna: Writer) -> None:
    bo = writer_for(hall.cast.bo).join()

    bo.send(bo.gathers(SCHOOL, ONE, TWO))
    bo.send(bo.does(lambda he: he.clusters[SCHOOL]["title"].insert(0, "Skule")))
    anna.hear()
    anna.send(anna.does(lambda she: she.clusters[SCHOOL].__setitem__("place", ["who", "W"])))

    [topic] = opened(hall.board.public_id).topics()
    assert (reasons(bo), reasons(anna)) == ([], [])
    assert (topic.title, topic.column, [note.text for note in topic.notes]) == ("Skule", "who", ["eit", "to"])


def test_who_only_reads_sorts_nothing(hall: Hall, writer_for: WriterFor, anna: Writer) -> None:
    with unit_of_work():
        making.share_board(None, hall.board)
    lea = writer_for(hall.cast.lea).join()

    lea.send(lea.gathers(SCHOOL, ONE))

    assert (reasons(lea), opened(hall.board.public_id).cluster_ids()) == (["role"], frozenset())


@pytest.mark.parametrize(
    "change",
    [
        lambda he: he.notes[ONE].__setitem__("cluster", HOME),
        lambda he: he.notes[ONE].__setitem__("cluster", Map({"id": Text(SCHOOL)})),
        lambda he: he.clusters.__delitem__(SCHOOL),
        lambda he: he.clusters[SCHOOL].__setitem__("title", Text("another")),
        lambda he: he.clusters[SCHOOL].__delitem__("place"),
        lambda he: he.clusters[SCHOOL].__setitem__("hue", "sun"),
        lambda he: he.clusters[SCHOOL]["title"].insert(0, "x" * 201),
        lambda he: he.clusters.__setitem__(HOME, Map({"title": Text("x")})),
        lambda he: he.clusters.__setitem__(HOME, Map({"title": Map({"a": Map({})}), "place": ["why", "V"]})),
        lambda he: he.clusters.__setitem__("short", Map({"title": Text(""), "place": ["why", "V"]})),
        lambda he: he.clusters.__setitem__(HOME, "no map"),
    ],
)
def test_what_is_hostile_is_refused_and_leaves_nothing(
    hall: Hall, writer_for: WriterFor, anna: Writer, change: Callable[[Writer], None]
) -> None:
    """BO-25: the document is made anew from what was accepted."""
    anna.send(anna.gathers(SCHOOL, ONE, title="Skule"))
    bo = writer_for(hall.cast.bo).join()
    before = opened(hall.board.public_id).topics()

    bo.send(bo.does(change))

    assert (reasons(bo), opened(hall.board.public_id).topics()) == (["rule"], before)
    anna.send(anna.does(lambda she: she.notes[TWO].__setitem__("cluster", SCHOOL)))
    assert [len(topic.notes) for topic in opened(hall.board.public_id).topics()] == [2]


def test_a_cluster_too_many_is_refused_in_words(hall: Hall, anna: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("network.sessions.boards.rules.shape.CLUSTER_LIMIT", 1)
    anna.send(anna.gathers(SCHOOL, ONE))

    anna.send(anna.gathers(HOME, TWO))

    assert reasons(anna) == ["clusters"]
    assert "200" in anna.words("deny")[0][1]


def test_on_a_closed_board_nothing_is_sorted(hall: Hall, anna: Writer) -> None:
    with unit_of_work():
        making.close_board(hall.cast.fia.id, hall.board)

    anna.send(anna.gathers(SCHOOL, ONE))

    assert (reasons(anna), opened(hall.board.public_id).cluster_ids()) == (["closed"], frozenset())


def copies() -> list[tuple[str, str, str | None, str]]:
    db.session.rollback()
    rows = select(Note.id, Note.column_key, Note.cluster_id, Note.cluster_title).order_by(Note.id)
    return [tuple(row) for row in db.session.execute(rows)]


def test_the_copies_in_sql_follow_their_cluster(hall: Hall, anna: Writer) -> None:
    anna.send(anna.gathers(SCHOOL, ONE))
    board = opened(hall.board.public_id)
    projection.settle(board)
    assert copies() == [(ONE, "why", SCHOOL, ""), (TWO, "why", None, "")]

    anna.send(anna.does(lambda she: she.clusters[SCHOOL].__setitem__("place", ["who", "W"])))
    anna.send(anna.does(lambda she: she.clusters[SCHOOL]["title"].insert(0, "Skule")))
    projection.settle(board)

    assert copies() == [(ONE, "who", SCHOOL, "Skule"), (TWO, "why", None, "")]


def test_a_name_that_a_crash_kept_from_being_copied_is_copied_when_the_board_is_opened(
    hall: Hall, writer_for: WriterFor, anna: Writer
) -> None:
    anna.send(anna.gathers(SCHOOL, ONE))
    board = opened(hall.board.public_id)
    projection.settle(board)
    anna.send(anna.does(lambda she: she.clusters[SCHOOL]["title"].insert(0, "Skule")))
    board.dirty_clusters.clear()
    anna.connection.leave()
    projection.project_due()

    writer_for(hall.cast.bo).join()

    assert opened(hall.board.public_id).dirty == {ONE}


def test_a_note_by_form_stands_below_clusters_too(hall: Hall, anna: Writer) -> None:
    anna.send(anna.gathers(SCHOOL, ONE, TWO, column="what"))
    anna.send(anna.does(lambda she: she.clusters[SCHOOL].__setitem__("place", ["what", "z"])))
    board = opened(hall.board.public_id)

    making.note_step(board, hall.cast.actor("bo"), text="sist", column="what")

    assert [topic.title for topic in board.topics()] == ["eit", "sist"]


def test_the_page_without_script_shows_the_notes_in_their_cluster(
    hall: Hall, anna: Writer, client_for: Callable[[Person | None], FlaskClient]
) -> None:
    anna.send(anna.gathers(SCHOOL, TWO, title="<Skule>"))

    page = client_for(hall.cast.bo).get(f"/boards/{hall.board.public_id}").text

    [cluster] = re.findall(r'<li class="cluster" data-cluster.*?</section>', page, re.DOTALL)
    assert ("&lt;Skule&gt;" in cluster, TWO in cluster, ONE in cluster) == (True, True, False)
    assert re.search(r'data-count="why">2<', page)
