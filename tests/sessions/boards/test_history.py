"""BO-40 to BO-44: what a board was is kept, looked at by its own, and put back whole or a note at a time, once."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from network.core import clock
from network.core.db import DatabaseBusy, db, unit_of_work
from network.core.errors import Conflict
from network.core.signals import phase_moved
from network.documents import registry
from network.documents.models import DocumentSnapshot
from network.documents.registry import Registry
from network.people.models import Person
from network.sessions.boards.history import queries, services
from network.sessions.boards.history.models import BoardRestoring
from network.sessions.boards.history.rules import Difference, Since, Standing, since
from network.sessions.boards.models import Note
from network.sessions.boards.rules.notes import PlainCluster, PlainNote
from network.sessions.boards.services import making
from network.sessions.boards.services.following import write_alone
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.rules.names import NamesLevel
from network.sessions.groups.models import GroupRound
from network.together.growth import BYTES_AN_HOUR
from tests.cast import Hall
from tests.sessions.boards.conftest import Writer
from tests.sessions.boards.test_alone import at_work
from tests.sessions.boards.test_names import names

ClientFor = Callable[[Person | None], FlaskClient]
WriterFor = Callable[[Person], Writer]
ONE, TWO, THREE = "one-one-one-one-one-11", "two-two-two-two-two-22", "three-three-three-333-"
SCHOOL = "school-school-school-1"
KEY, OTHER_KEY = "key-key-key-key-key-11", "key-key-key-key-key-22"


def path(hall: Hall, rest: str = "") -> str:
    return f"/boards/{hall.board.public_id}/history{rest}"


@pytest.fixture
def anna(hall: Hall, writer_for: WriterFor) -> Writer:
    """Anna, with a note alone and one in a cluster with a name; that state is kept."""
    anna = writer_for(hall.cast.anna).join()
    anna.send(anna.writes(ONE, "eit")).send(anna.writes(TWO, "to"))
    anna.send(anna.gathers(SCHOOL, TWO, title="Skule"))
    registry().states.keep(hall.board.document_id, reason="before:sort")
    return anna


def spoil(anna: Writer) -> None:
    """One reworded and moved, the other deleted, its cluster renamed and moved, and a third that is new."""
    anna.send(anna.does(lambda she: she.notes[ONE]["text"].insert(3, " anna")))
    anna.send(anna.does(lambda she: she.notes[ONE].__setitem__("place", ["who", "X"])))
    anna.send(anna.does(lambda she: she.notes[TWO].__setitem__("deleted", True)))
    anna.send(anna.does(lambda she: she.clusters[SCHOOL]["title"].insert(5, "veg")))
    anna.send(anna.does(lambda she: she.clusters[SCHOOL].__setitem__("place", ["what", "X"])))
    anna.send(anna.writes(THREE, "nytt"))


def kept(hall: Hall) -> list[DocumentSnapshot]:
    db.session.rollback()
    rows = select(DocumentSnapshot).where(DocumentSnapshot.document_id == hall.board.document_id)
    return list(db.session.scalars(rows.order_by(DocumentSnapshot.id.desc())))


def seen(anna: Writer) -> object:
    """All that lies in her copy of the document."""
    anna.hear()
    return {"notes": anna.notes.to_py(), "clusters": anna.clusters.to_py()}


def test_the_whole_board_goes_back_and_what_came_since_is_only_marked(
    hall: Hall, client_for: ClientFor, anna: Writer
) -> None:
    """BO-42, BO-43. Told to her browser, copied to SQL, and the state before is the first to go back to."""
    before = seen(anna)
    spoil(anna)
    spoilt = seen(anna)
    [then] = kept(hall)
    bo = client_for(hall.cast.bo)
    asked = bo.get(path(hall, f"/{then.id}")).text

    bo.post(path(hall, "/board"), data={"at": then.id, "key": KEY})
    after = seen(anna)
    [undo, _then] = kept(hall)
    copies = dict(db.session.execute(select(Note.id, Note.is_deleted)).all())
    listed = re.findall(r"/history/(\d+)\"", bo.get(path(hall)).text)
    bo.post(path(hall, "/board"), data={"at": undo.id, "key": OTHER_KEY})

    lines = ["1 lapp kjem tilbake", "1 lapp får att orda", "1 lapp som kom seinare", "1 klynge får att"]
    assert [line for line in lines if line not in asked] == []
    gone = after["notes"].pop(THREE)
    assert (after, gone["deleted"], gone["text"]) == (before, True, "nytt")
    assert copies == {ONE: False, TWO: False, THREE: True}
    assert (undo.reason, listed[0]) == ("restore", str(undo.id))
    assert seen(anna) == spoilt


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (NamesLevel.NAMES, r"Bo har lagt tavla tilbake til slik ho stod kl\. \d\d[.:]\d\d\."),
        (NamesLevel.MUNICIPALITY, r"Nokon frå Sundby har lagt tavla tilbake til slik ho stod kl\. \d\d[.:]\d\d\."),
    ],
)
def test_everybody_on_the_board_is_told_in_words_once(
    hall: Hall, client_for: ClientFor, anna: Writer, level: NamesLevel, said: str
) -> None:
    """BO-43: to which time and, as far as the board tells it, by whom. A note that is put back is no such news."""
    [then] = kept(hall)
    spoil(anna)
    open_board(hall.board).names = level
    bo, form = client_for(hall.cast.bo), {"at": then.id, "key": KEY}

    for _twice in range(2):
        bo.post(path(hall, "/board"), data=form)
    bo.post(path(hall, "/notes"), data={"note_id": THREE, "key": OTHER_KEY})

    [(words,)] = anna.words("board:put_back")
    assert re.fullmatch(said, words) is not None, words


def test_what_is_refused_done_already_or_not_stored_counts_as_nobodys_writing(
    hall: Hall, anna: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BO-9: her hour's room is as it was. The control: what is done counts."""
    spoil(anna)
    board, bo = open_board(hall.board), hall.cast.actor("bo")
    room, left = board.growth[bo.person_id or 0], []

    def puts_back(key: str) -> None:
        with suppress(Conflict, DatabaseBusy):
            services.put_note_back(board, bo, key=key, note_id=ONE, snapshot_id=kept(hall)[-1].id)
        left.append(room.left)

    with monkeypatch.context() as alone:
        alone.setattr(board, "is_alone", True)
        puts_back("refused-refused-refuse")
    with monkeypatch.context() as busy:
        busy.setattr(Registry, "author_step", lambda *_given, **_named: _raise(DatabaseBusy("busy")))
        puts_back(KEY)
    puts_back(KEY)
    puts_back(KEY)

    refused, busy_one, done, repeated = left
    assert refused == busy_one == BYTES_AN_HOUR > done
    assert repeated >= done


def _raise(fault: Exception) -> None:
    raise fault


def test_the_texts_are_the_same_objects_as_before(hall: Hall, anna: Writer) -> None:
    """BO-2: somebody who types in one at that moment types on in it."""
    spoil(anna)
    text, title = anna.notes[ONE]["text"], anna.clusters[SCHOOL]["title"]

    services.put_board_back(open_board(hall.board), hall.cast.actor("bo"), key=KEY, snapshot_id=kept(hall)[0].id)
    anna.hear()

    assert (str(text), str(title)) == ("eit", "Skule")


def test_sent_twice_it_is_done_once(hall: Hall, client_for: ClientFor, anna: Writer) -> None:
    """BO-43: what somebody writes in between is not marked as deleted by the form that comes again."""
    [then] = kept(hall)
    spoil(anna)
    bo, form = client_for(hall.cast.bo), {"at": then.id, "key": KEY}

    bo.post(path(hall, "/board"), data=form)
    anna.hear()
    anna.send(anna.writes("four-four-four-four-44", "etterpå"))
    again = bo.post(path(hall, "/board"), data=form)

    db.session.rollback()
    assert (again.status_code, anna.texts()) == (303, ["eit", "etterpå", "to"])
    assert db.session.query(BoardRestoring).count() == 1


def test_without_its_key_it_would_be_done_again(
    hall: Hall, client_for: ClientFor, anna: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: under another key the same form takes away what came in between."""
    [then] = kept(hall)
    spoil(anna)
    bo = client_for(hall.cast.bo)
    bo.post(path(hall, "/board"), data={"at": then.id, "key": KEY})
    anna.hear()
    anna.send(anna.writes("four-four-four-four-44", "etterpå"))

    bo.post(path(hall, "/board"), data={"at": then.id, "key": OTHER_KEY})

    assert anna.texts() == ["eit", "to"]


def test_one_note_goes_back_and_the_others_stay(hall: Hall, client_for: ClientFor, anna: Writer) -> None:
    [then] = kept(hall)
    spoil(anna)
    bo = client_for(hall.cast.bo)

    bo.post(path(hall, "/notes"), data={"at": then.id, "note_id": ONE, "key": KEY})

    assert (anna.texts(), list(anna.notes[ONE]["place"])) == (["eit", "nytt"], ["why", "V"])
    assert kept(hall)[0].reason == "note"


def test_a_deleted_note_is_seen_and_fetched_back_with_the_words_it_has(
    hall: Hall, client_for: ClientFor, anna: Writer
) -> None:
    """BO-44"""
    spoil(anna)
    bo = client_for(hall.cast.bo)
    page = bo.get(path(hall)).text

    bo.post(path(hall, "/notes"), data={"note_id": TWO, "key": KEY})

    assert ('name="note_id" value="two' in page, "Anna, Nordvik" in page) == (True, True)
    assert anna.texts() == ["eit anna", "nytt", "to"]


@pytest.mark.parametrize(
    ("level", "writer"),
    [
        (NamesLevel.NAMES, "Anna, Nordvik"),
        (NamesLevel.MUNICIPALITY, "Nordvik"),
        (NamesLevel.NOBODY, "Utan namn"),
    ],
)
@pytest.mark.parametrize("reader", ["bo", "fia"])
def test_what_was_says_no_more_of_who_wrote_than_the_board_does(
    hall: Hall,
    client_for: ClientFor,
    writer_for: WriterFor,
    anna: Writer,
    *,
    level: NamesLevel,
    writer: str,
    reader: str,
) -> None:
    """BO-32: of what is deleted and of what stood there, for a member and for who leads."""
    names(hall, level)
    registry().states.keep(hall.board.document_id, reason="active")
    fia = writer_for(hall.cast.fia).join()
    fia.send(fia.does(lambda she: she.notes[TWO].__setitem__("deleted", True)))
    client = client_for(getattr(hall.cast, reader))

    pages = [client.get(path(hall, rest)).text for rest in ("", f"/{kept(hall)[0].id}")]

    said = [re.findall(r'words" dir="auto">(.+)</p>\s+<p class="rows__line">([^·<]+?) ?[·<]', page) for page in pages]
    assert said == [[("to", writer)], [("eit", writer), ("to", writer)]]
    assert ["Anna" in page for page in pages] == [level == NamesLevel.NAMES] * 2


@pytest.mark.parametrize(
    ("name", "looks", "puts_back"),
    [("anna", 200, 303), ("fia", 200, 303), ("cy", 404, 404), ("kai", 404, 404), ("lea", 404, 404), ("otto", 404, 404)],
)
def test_only_the_group_and_who_leads_it_see_what_was(
    hall: Hall, client_for: ClientFor, anna: Writer, name: str, looks: int, puts_back: int
) -> None:
    """BO-41: sharing a board shares what stands on it, and not what was taken away."""
    spoil(anna)
    with unit_of_work():
        making.share_board(None, hall.board)
    client, at = client_for(getattr(hall.cast, name)), kept(hall)[0].id

    answers = [client.get(path(hall, rest)).status_code for rest in ("", f"/{at}")]
    posts = [
        client.post(path(hall, "/board"), data={"at": at, "key": KEY}).status_code,
        client.post(path(hall, "/notes"), data={"note_id": THREE, "key": OTHER_KEY}).status_code,
    ]

    assert (answers, posts) == ([looks] * 2, [puts_back] * 2)
    assert (anna.texts() == ["eit anna", "nytt"]) is (puts_back == 404)


def test_on_a_closed_board_one_looks_and_puts_nothing_back(hall: Hall, client_for: ClientFor, anna: Writer) -> None:
    spoil(anna)
    with unit_of_work():
        making.close_board(None, hall.board)
    fia, at = client_for(hall.cast.fia), kept(hall)[-1].id

    page = fia.get(path(hall, f"/{at}"))
    refused = fia.post(path(hall, "/board"), data={"at": at, "key": KEY})

    assert (page.status_code, "<form" in page.text.partition("<main")[2]) == (200, False)
    assert (refused.status_code, anna.texts()) == (403, ["eit anna", "nytt"])


def test_while_each_writes_alone_nothing_is_seen_or_put_back(hall: Hall, client_for: ClientFor, anna: Writer) -> None:
    spoil(anna)
    with unit_of_work():
        write_alone([hall.board], is_wanted=True)
    bo, at = client_for(hall.cast.bo), kept(hall)[0].id

    page = bo.get(path(hall)).text
    bo.post(path(hall, "/board"), data={"at": at, "key": KEY})

    assert ("to</p>" in page, f"/history/{at}" in page) == (False, False)
    assert (bo.get(path(hall, f"/{at}")).status_code, anna.texts()) == (303, ["eit anna", "nytt"])


def test_another_boards_time_is_not_there(hall: Hall, client_for: ClientFor, anna: Writer) -> None:
    registry().states.keep(hall.other_board.document_id, reason="active")
    theirs = db.session.scalar(
        select(DocumentSnapshot.id).where(DocumentSnapshot.document_id == hall.other_board.document_id)
    )

    answer = client_for(hall.cast.bo).get(path(hall, f"/{theirs}"))

    assert answer.status_code == 404


def test_a_time_is_kept_when_the_group_goes_on_and_not_of_what_was_written_alone(hall: Hall, anna: Writer) -> None:
    """BO-40: from writing alone to talking there was nothing on the board to go back to."""
    at_work(hall, 1)
    round_id = hall.board.group.round_id
    with unit_of_work():
        phase_moved.send(round_id=round_id)
    of_talk = [one.reason for one in kept(hall)]
    with unit_of_work():
        db.session.get_one(GroupRound, round_id).phase = 2
        phase_moved.send(round_id=round_id)

    assert (of_talk, [one.reason for one in kept(hall)]) == (["before:sort"], ["before:sort", "before:sort"])


def test_the_list_leaves_out_what_changed_nothing_and_what_cannot_be_read(hall: Hall, anna: Writer) -> None:
    registry().states.keep(hall.board.document_id, reason="active")
    board = open_board(hall.board)
    none_yet = queries.moments(board)
    spoil(anna)
    clock.advance(60)
    registry().states.keep(hall.board.document_id, reason="active")
    anna.send(anna.does(lambda she: she.notes[THREE]["text"].insert(4, "!")))
    with unit_of_work():
        row = DocumentSnapshot(document_id=hall.board.document_id, upto_id=0, state=b"\x01\x02\x7f", reason="active")
        row.at_ms = clock.now_ms()
        db.session.add(row)

    found = queries.moments(board)

    assert none_yet == []
    assert [(moment.reason, moment.count) for moment in found] == [("active", 2), ("before:sort", 2)]


def test_a_full_board_says_so_and_stays_as_it_is(
    hall: Hall, client_for: ClientFor, anna: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(anna)
    monkeypatch.setattr("network.sessions.boards.history.services.NOTE_LIMIT", 2)
    bo = client_for(hall.cast.bo)

    answer = bo.post(path(hall, "/notes"), data={"note_id": TWO, "key": KEY}, follow_redirects=True)

    assert ("Tavla er full" in answer.text, anna.texts()) == (True, ["eit anna", "nytt"])


def a_note(id_: str, text: str = "x", **other: object) -> PlainNote:
    values: dict[str, object] = {
        "column": "why",
        "position": "V",
        "hue": "sun",
        "is_deleted": False,
        "version_of": None,
    }
    return PlainNote(id=id_, text=text, **{**values, **other})  # type: ignore[arg-type]


def a_board(*notes: PlainNote, clusters: tuple[PlainCluster, ...] = ()) -> Standing:
    return Standing({note.id: note for note in notes}, {one.id: one for one in clusters})


def test_what_has_happened_to_each_note() -> None:
    home = PlainCluster("c", "Heim", "why", "A")
    then = a_board(
        a_note("same"),
        a_note("words"),
        a_note("colour"),
        a_note("moved"),
        a_note("gone"),
        a_note("in", cluster="c"),
        a_note("was gone", is_deleted=True),
        a_note("is gone", is_deleted=True),
        clusters=(home, PlainCluster("empty", "", "why", "B")),
    )
    now = a_board(
        a_note("same"),
        a_note("words", "y", position="X"),
        a_note("colour", hue="sky"),
        a_note("moved", column="what"),
        a_note("gone", is_deleted=True),
        a_note("in", cluster="c"),
        a_note("was gone"),
        a_note("is gone", is_deleted=True),
        a_note("fresh"),
        clusters=(PlainCluster("c", "Heim", "what", "A"), PlainCluster("empty", "Anna", "why", "B")),
    )

    assert since(then, now) == Difference(
        {
            "words": Since.REWORDED,
            "colour": Since.REWORDED,
            "moved": Since.MOVED,
            "gone": Since.DELETED,
            "was gone": Since.NEW,
            "fresh": Since.NEW,
        },
        ("c",),
    )
    assert since(then, then).is_nothing
