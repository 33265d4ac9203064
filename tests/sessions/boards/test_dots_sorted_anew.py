"""BO-24: a board that is sorted anew after its dots were shown still has them, on page, socket and file alike."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from network.core.db import db
from network.people.models import Person
from network.sessions.boards.dots import queries
from network.sessions.boards.dots.rules import Stage
from network.sessions.boards.services import opened, projection
from network.sessions.boards.services.opened import open_board
from tests.sessions.boards.conftest import Writer
from tests.sessions.boards.test_plenary import delete
from tests.sessions.boards.voting import Voting

ClientFor = Callable[[Person | None], FlaskClient]
SCHOOL, MONEY = "school-cluster-aaaaaaa", "money-cluster-bbbbbbbb"


@pytest.fixture
def anna(voting: Voting, writer_for: Callable[[Person], Writer]) -> Writer:
    """Two clusters of two notes each, and three loose notes."""
    anna = writer_for(voting.hall.cast.anna).join()
    anna.send(anna.gathers(SCHOOL, *voting.notes[:2], title="Skule"))
    anna.send(anna.gathers(MONEY, *voting.notes[2:4], title="Pengar"))
    return anna


def shown(voting: Voting, *, anna: tuple[int | str, ...], bo: tuple[int | str, ...]) -> None:
    """Each has two dots and sets them on two topics, a note by its place; then they are shown."""
    cast = voting.hall.cast
    for person, topics in ((cast.anna, anna), (cast.bo, bo)):
        assert [voting.press(person, topic) for topic in topics] == [200] * len(topics)
    voting.goes(Stage.PAST)


def lay(anna: Writer, cluster: str | None, *note_ids: str) -> None:
    anna.send(anna.does(lambda she: [she.notes[one].__setitem__("cluster", cluster) for one in note_ids]))


def lying(voting: Voting) -> tuple[dict[str, int], int]:
    db.session.rollback()
    found = queries.shown_on(voting.hall.board.id, open_board(voting.hall.board).topics())
    return dict(found.sums), found.gone


def test_a_cluster_has_the_dots_of_a_note_that_is_laid_in_it_until_it_is_taken_out(
    voting: Voting, anna: Writer
) -> None:
    shown(voting, anna=(SCHOOL, 5), bo=(SCHOOL,))

    lay(anna, SCHOOL, voting.notes[5])
    laid = lying(voting)
    lay(anna, None, voting.notes[5])

    assert (laid, lying(voting)) == (({SCHOOL: 3}, 0), ({SCHOOL: 2, voting.notes[5]: 1}, 0))


def test_a_cluster_that_is_laid_in_another_brings_its_dots_along(voting: Voting, anna: Writer) -> None:
    """Also when that is laid in a third; what nobody gave dots to changes nothing."""
    shown(voting, anna=(SCHOOL, MONEY), bo=(SCHOOL, 5))

    lay(anna, MONEY, *voting.notes[:2])
    once = lying(voting)
    anna.send(anna.gathers("third-cluster-cccccccc", *voting.notes[:4], voting.notes[6]))

    assert (once, lying(voting)) == (
        ({MONEY: 3, voting.notes[5]: 1}, 0),
        ({"third-cluster-cccccccc": 3, voting.notes[5]: 1}, 0),
    )


def test_dots_whose_place_is_not_known_are_said_to_lie_on_what_is_not_there(
    voting: Voting, anna: Writer, client_for: ClientFor
) -> None:
    """A cluster whose notes went two ways, and a note that was deleted; put together again it has them back."""
    shown(voting, anna=(SCHOOL, 5), bo=(SCHOOL, 6))
    before = page(voting, client_for)

    lay(anna, MONEY, voting.notes[0])
    lay(anna, None, voting.notes[1])
    delete(voting.hall, voting.notes[5])
    after, scattered = page(voting, client_for), lying(voting)
    lay(anna, SCHOOL, *voting.notes[:2])

    words = "3 prikkar ligg på noko som ikkje lenger står på tavla."
    assert (words in before, words in after) == (False, True)
    assert (scattered, lying(voting)) == (({voting.notes[6]: 1}, 3), ({SCHOOL: 2, voting.notes[6]: 1}, 1))


def test_dots_that_were_ones_own_again_when_they_were_shown_count_nowhere(voting: Voting, anna: Writer) -> None:
    """BO-21: on a note that was laid in a cluster while dots were set. The other note is the control."""
    cast = voting.hall.cast
    for note in (5, 6):
        voting.press(cast.bo, note)
    lay(anna, SCHOOL, voting.notes[5])

    voting.goes(Stage.PAST)

    assert lying(voting) == ({voting.notes[6]: 1}, 0)


def test_a_board_that_nobody_has_open_knows_how_it_was_sorted_too(voting: Voting, anna: Writer) -> None:
    projection.settle(open_board(voting.hall.board))
    for person in (voting.hall.cast.anna, voting.hall.cast.bo):
        voting.press(person, SCHOOL)
    opened.begin_anew()

    voting.goes(Stage.PAST)

    anna.join()
    lay(anna, MONEY, *voting.notes[:2])
    assert lying(voting) == ({MONEY: 2}, 0)


def test_page_file_and_socket_say_the_same_of_it(voting: Voting, anna: Writer, client_for: ClientFor) -> None:
    """EX-1: the note itself has none any more where it lies in a cluster."""
    shown(voting, anna=(SCHOOL, 5), bo=(5,))

    lay(anna, SCHOOL, voting.notes[5])

    first = page(voting, client_for).split('class="dots__item">')[1]
    [board] = client_for(voting.hall.cast.anna).get(f"/boards/{voting.hall.board.public_id}/files/json").json["boards"]
    told = anna.words("board:dots")[-1][0]
    assert ("3 prikkar" in first, "Skule" in first) == (True, True)
    assert {one["title"]: one["dots"] for one in board["clusters"]} == {"Skule": 3, "Pengar": None}
    assert [one["dots"] for one in board["notes"] if one["dots"]] == []
    assert (told["sums"], told["clusters"]) == ({SCHOOL: 1, voting.notes[5]: 2}, {SCHOOL: voting.notes[:2]})


def page(voting: Voting, client_for: ClientFor) -> str:
    return client_for(voting.hall.cast.anna).get(f"/boards/{voting.hall.board.public_id}").text
