"""BO-20 to BO-22, BO-24: dots as they are set, over all edges: in budget, once each, unseen until they are shown."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.boards.dots import queries
from network.sessions.boards.dots.rules import Stage
from network.sessions.boards.dots.services import setting
from network.sessions.boards.models import Board
from network.sessions.boards.services import making
from network.sessions.boards.services.opened import open_board
from network.sessions.groups.models import GroupMember
from network.web import pdf
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer
from tests.sessions.boards.export.reading import body_of, cells, paragraphs, words_of_pdf
from tests.sessions.boards.test_alone import at_work
from tests.sessions.boards.test_plenary import delete
from tests.sessions.boards.voting import JSON, Voting

ClientFor = Callable[[Person | None], FlaskClient]
WriterFor = Callable[[Person], Writer]


def test_three_dots_two_of_them_on_one_note_and_they_can_be_moved(voting: Voting) -> None:
    """BO-20"""
    anna = voting.hall.cast.anna

    statuses = [voting.press(anna, note) for note in (0, 0, 0, 1, 2)]
    moved = [voting.press(anna, 0, "less"), voting.press(anna, 2), voting.press(anna, 5, "less")]

    assert (statuses, moved, voting.of(anna)) == ([200, 200, 409, 200, 409], [200, 200, 200], {0: 1, 1: 1, 2: 1})


def test_a_press_that_comes_again_is_one_press(voting: Voting) -> None:
    """BO-21: doubled on the way, sent anew after a lost answer, or after others that undid it."""
    anna = voting.hall.cast.anna
    for step, key in (("more", "one-press"), ("more", "one-press"), ("less", "two-press"), ("more", "one-press")):
        voting.press(anna, 3, step, key=key)

    assert (voting.of(anna), voting.press(anna, 3, key="new-press"), voting.of(anna)) == ({}, 200, {3: 1})


def test_without_its_key_it_would_have_been_two(voting: Voting) -> None:
    """The same presses under other keys."""
    anna = voting.hall.cast.anna
    for step in ("more", "more", "less", "more"):
        voting.press(anna, 3, step)

    assert voting.of(anna) == {3: 2}


def test_how_many_there_are_follows_the_notes_until_somebody_has_set_one(voting: Voting) -> None:
    """BO-20: a group may write its notes when the phase has begun."""
    hall, seen = voting.hall, []
    for person in (hall.cast.anna, hall.cast.bo):
        for _note in range(6):
            voting.notes.append(
                making.note_step(open_board(hall.board), actor_for(hall.cast.bo.id), text="til", column="why")
            )
        voting.press(person, 0)
        db.session.rollback()
        dots = queries.latest(hall.board.id)
        assert dots is not None
        seen.append((len(voting.notes), dots.budget, dots.most))

    assert seen == [(13, 4, 2), (19, 4, 2)]


def at_once(app: Flask, voting: Voting, count: int) -> list[str]:
    """So many devices of Anna's, all at the same moment; each says whether its dot was taken."""
    said: list[str] = []
    starts, round_key, board_id = threading.Barrier(count), voting.round, voting.hall.board.id

    def press(number: int) -> None:
        with app.app_context():
            starts.wait()
            board = db.session.get_one(type(voting.hall.board), board_id)
            given = {"round_key": round_key, "topic_id": voting.notes[number], "key": f"device-{number}"}
            try:
                with unit_of_work():
                    setting.press(board, voting.hall.cast.anna.id, step=1, topics=voting.notes, **given)
                said.append("taken")
            except setting.Conflict:
                said.append("refused")

    db.session.rollback()
    threads = [threading.Thread(target=press, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_devices_of_one_person_at_once_cannot_exceed_her_budget(app: Flask, voting: Voting) -> None:
    """BO-21"""
    assert at_once(app, voting, 5) == ["refused"] * 2 + ["taken"] * 3
    assert sum(voting.of(voting.hall.cast.anna).values()) == 3


def test_without_the_check_in_the_transaction_they_would(
    app: Flask, voting: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting, "refusal_of", lambda *_given: None)

    assert (at_once(app, voting, 5), sum(voting.of(voting.hall.cast.anna).values())) == (["taken"] * 5, 5)


def test_dots_on_a_deleted_note_are_ones_own_again_and_do_not_come_back_with_it(voting: Voting) -> None:
    """BO-21: else whoever set them anew would have more than her budget when the note is put back."""
    hall = voting.hall
    for note in (0, 0, 1):
        voting.press(hall.cast.bo, note)
    delete(hall, voting.notes[0])

    again = [voting.press(hall.cast.bo, 2), voting.press(hall.cast.bo, 0), voting.press(hall.cast.bo, 3)]

    assert (again, voting.of(hall.cast.bo)) == ([200, 409, 200], {1: 1, 2: 1, 3: 1})


@pytest.mark.parametrize("name", ["cy", "kai", "fia", "lea", "otto", "nobody"])
def test_only_members_of_the_group_set_dots(voting: Voting, client_for: ClientFor, name: str) -> None:
    """BO-20: who leads the gathering writes on boards, but sets none."""
    said = {"topic": voting.notes[0], "step": "more", "round": voting.round, "key": "some-press"}
    client = client_for(getattr(voting.hall.cast, name, None))

    answer = client.post(f"/boards/{voting.hall.board.public_id}/dots", data=said, headers=JSON)

    voting.goes(Stage.PAST)
    assert (answer.status_code in (401, 403, 404), voting.sums()) == (True, {})


@pytest.mark.parametrize(
    "wrong", [{"topic": "x"}, {"step": "5"}, {"step": "1"}, {"key": ""}, {"key": "k" * 33}, {"round": "another"}]
)
def test_what_no_page_sends_changes_nothing(voting: Voting, client_for: ClientFor, wrong: dict[str, str]) -> None:
    said = {"topic": voting.notes[0], "step": "more", "round": voting.round, "key": "some-press", **wrong}

    answer = client_for(voting.hall.cast.anna).post(
        f"/boards/{voting.hall.board.public_id}/dots", data=said, headers=JSON
    )

    assert (answer.status_code in (409, 422), voting.of(voting.hall.cast.anna)) == (True, {})


def everything_told(voting: Voting, writers: list[Writer]) -> str:
    """All that the hall's people can fetch or hear of the board, but a dot's owner's own page."""
    board, said = voting.hall.board, [repr(said) for writer in writers for said in writer.wire.said]
    for person in (voting.hall.cast.fia, voting.hall.cast.bo):
        client = voting.client_for(person)
        said += [client.get(f"/boards/{board.public_id}").text, *files_told(client, board)]
    return " ".join(said)


def files_told(client: FlaskClient, board: Board) -> list[str]:
    """What each kind of file says, read by another program: a paper's paragraphs and a sheet's cells in a line."""
    docx, printed, xlsx = (body_of(client, board, kind) for kind in ("docx", "pdf", "xlsx"))
    paper = " ¶ ".join(words for _style, words in paragraphs(docx))
    sheet = " | ".join(str(cell) for number in (0, 1) for row in cells(xlsx, number) for cell in row)
    return [*(body_of(client, board, kind).decode() for kind in ("json", "txt")), paper, words_of_pdf(printed), sheet]


def test_nobody_is_told_a_sum_before_they_are_shown_only_how_many_have_set_some(
    voting: Voting, writer_for: WriterFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BO-22: by page, file or socket; the same look finds them afterwards."""
    monkeypatch.setattr(pdf, "SECONDS", 120.0)
    hall = voting.hall
    writers = [writer_for(hall.cast.fia).join(), writer_for(hall.cast.bo).join()]
    before = everything_told(voting, writers)
    for note in (4, 4, 5):
        voting.press(hall.cast.anna, note)
    early = [writer.words("board:dots")[-1][0] for writer in writers]
    set_now = everything_told(voting, writers)
    voting.goes(Stage.PAST)
    late = [writer.words("board:dots")[-1][0] for writer in writers]

    found = {"done": 1, "members": 2, "sums": None, "shown": False}
    assert [{name: one[name] for name in found} for one in early] == [found, found]
    assert [(one["mine"], one["keys"]) for one in early] == [(None, None), ({}, [])]
    assert [one["sums"] for one in late] == [{voting.notes[4]: 2, voting.notes[5]: 1}] * 2
    shown = {
        "page": "2 prikkar<",
        "txt": "lapp 4\n  (Anna, Nordvik · 2 prikkar)",
        "json": '"dots": 2',
        "docx": "lapp 4 ¶ Anna, Nordvik · 2 prikkar",
        "pdf": "lapp 4 Anna, Nordvik · 2 prikkar",
        "xlsx": "lapp 4 | Anna | Nordvik | 2 |",
    }
    told = {"before": before, "set": set_now, "shown": everything_told(voting, [])}
    seen = {when: {kind: text.count(words) for kind, words in shown.items()} for when, text in told.items()}
    assert seen == {when: dict.fromkeys(shown, 2 if when == "shown" else 0) for when in told}


def test_each_of_ones_devices_hears_of_ones_own_dots_and_a_later_page_too(
    voting: Voting, writer_for: WriterFor
) -> None:
    hall = voting.hall
    anna, bo = writer_for(hall.cast.anna).join(), writer_for(hall.cast.bo).join()

    voting.press(hall.cast.anna, 2, key="first-one")
    heard = len(bo.words("board:dots"))
    voting.press(hall.cast.anna, 2, key="second-one")

    mine = {"mine": {voting.notes[2]: 2}, "keys": ["first-one", "second-one"]}
    later = writer_for(hall.cast.anna).join()
    for told in (anna.words("board:dots")[-1][0], later.words("board:dots")[-1][0]):
        assert {name: told[name] for name in mine} == mine
    assert len(bo.words("board:dots")) == heard, "how many have set some is no other number"


def test_when_they_are_shown_the_sums_stand_and_a_late_dot_is_told_so(voting: Voting, client_for: ClientFor) -> None:
    hall, of = voting.hall, voting.round
    for person, note in ((hall.cast.anna, 6), (hall.cast.bo, 6), (hall.cast.bo, 1)):
        voting.press(person, note)

    voting.goes(Stage.PAST)
    late = voting.press(hall.cast.anna, 3, of=of)

    page = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}").text
    order = page[page.index("Flest prikkar først") :]
    assert (voting.sums(), late) == ({6: 2, 1: 1}, 409)
    assert order.index("lapp 6") < order.index("lapp 1")


def test_the_list_of_most_dots_says_how_a_note_without_any_is_chosen_and_it_can_be(
    voting: Voting, client_for: ClientFor
) -> None:
    """BO-24: dots are advice. Two of seven have some, and the group shows three."""
    hall, anna = voting.hall, client_for(voting.hall.cast.anna)
    for note in (6, 1):
        voting.press(hall.cast.anna, note)
    voting.goes(Stage.PAST)
    address = f"/boards/{hall.board.public_id}"

    page = anna.get(address).text
    chosen = anna.post(f"{address}/plenary", data={"note_id": voting.notes[3], "lifted": "1"}, headers=JSON)

    assert page.count('<li class="dots__item">') - 1 == 2  # one is the script's template
    assert "Ein lapp utan prikkar kan òg vere med: trykk «Meir» på lappen." in page
    assert (chosen.status_code, chosen.json["plenary"]) == (200, [voting.notes[3]])


def test_gone_back_before_them_they_rest_and_gone_on_again_they_are_as_they_were(voting: Voting) -> None:
    """BO-24"""
    anna = voting.hall.cast.anna
    voting.press(anna, 0)

    voting.goes(Stage.BEFORE)
    resting = voting.press(anna, 1)
    voting.goes(Stage.NOW)

    assert (resting, voting.press(anna, 1), voting.of(anna)) == (409, 200, {0: 1, 1: 1})


def test_gone_back_to_them_after_they_were_shown_they_are_set_anew(voting: Voting) -> None:
    """BO-24: the earlier sums are out of sight meanwhile, and stand again if nobody sets any."""
    anna, seen = voting.hall.cast.anna, []
    voting.press(anna, 0)
    voting.goes(Stage.PAST)

    for note in (None, 5):
        voting.goes(Stage.NOW)
        seen.append((voting.of(anna), voting.sums()))
        if note is not None:
            voting.press(anna, note)
        voting.goes(Stage.PAST)
        seen.append((voting.of(anna), voting.sums()))

    assert seen == [({}, {}), ({}, {0: 1}), ({}, {}), ({}, {5: 1})]


def test_dots_stay_on_the_board_when_their_owner_moves_to_another_group(voting: Voting) -> None:
    """BO-21: her budget there is another, and here nobody counts her any more."""
    hall = voting.hall
    voting.press(hall.cast.bo, 2)
    with unit_of_work():
        db.session.get_one(GroupMember, (hall.group.id, hall.cast.bo.id)).moved_at = hall.gathering.starts_at

    told = queries.told_to_all(hall.board, queries.latest(hall.board.id))  # type: ignore[arg-type]
    refused = voting.press(hall.cast.bo, 3)
    voting.goes(Stage.PAST)

    assert (told.done, told.members, refused, voting.sums()) == (0, 1, 404, {2: 1})


def test_without_script_a_dot_is_a_form_and_a_no_is_said_on_the_page(voting: Voting, client_for: ClientFor) -> None:
    hall, anna = voting.hall, client_for(voting.hall.cast.anna)
    address = f"/boards/{hall.board.public_id}"
    said = {"topic": voting.notes[0], "step": "more", "round": voting.round}

    statuses = [anna.post(f"{address}/dots", data={**said, "key": f"form-press-{n}"}).status_code for n in range(3)]

    page = anna.get(address).text
    assert (statuses, voting.of(hall.cast.anna)) == ([303] * 3, {0: 2})
    assert "Du har 1 av 3 prikkar att." in page
    assert "Du kan ha høgst 2 prikkar på kvar lapp." in page
    assert page.count('name="step" value="more"') == len(voting.notes)


@pytest.mark.parametrize(("phase", "listed"), [(0, 0), (1, 3)])
def test_while_the_group_chooses_all_that_stands_there_is_listed_where_nobody_has_set_dots(
    hall: Hall, client_for: ClientFor, phase: int, listed: int
) -> None:
    """BO-24: each with its button. Not before the part for it, which is the control."""
    at_work(hall, phase, phases='[["sort", 13], ["choose", 3]]')
    board = open_board(hall.board)
    for text in ("éin", "to", "tre"):
        making.note_step(board, actor_for(hall.cast.bo.id), text=text, column="why")

    page = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}").text

    assert page.count('<li class="dots__item">') - 1 == listed  # one is the script's template
    assert ("Valde: 0 av 3." in page and "data-choosing" in page) == bool(listed)


def test_with_nothing_to_choose_from_the_page_says_what_to_do(hall: Hall, client_for: ClientFor) -> None:
    """BO-24"""
    at_work(hall, 1, phases='[["sort", 13], ["choose", 3]]')

    page = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}").text

    assert 'data-list="help">Det er ingenting å velje mellom enno.' in page


@pytest.mark.parametrize("has_notes", [True, False])
def test_dots_are_asked_for_where_there_is_something_to_give_them_to(
    voting: Voting, client_for: ClientFor, has_notes: bool
) -> None:
    hall = voting.hall
    for note in [] if has_notes else voting.notes:
        delete(hall, note)

    page = client_for(hall.cast.anna).get(f"/boards/{hall.board.public_id}").text

    assert ("data-nothing hidden>Det er ingenting" in page, "data-nothing>Det er ingenting" in page) == (
        has_notes,
        not has_notes,
    )
    assert ("data-left hidden" in page) == (not has_notes)
