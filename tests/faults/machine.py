"""The hall as a state machine: what can happen to a board that four people write on.

The members' protocol, the rights, the documents and the database are the program's own, in this process, so that a step
takes milliseconds; what is accepted waits for `store`, so that a kill comes between the two as it may.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from network import documents
from network.access.actor import actor_for
from network.core import clock
from network.core.db import db, unit_of_work
from network.documents import registry
from network.documents.encoding import state_vector
from network.documents.journal import Journal
from network.sessions.boards.history import services as history
from network.sessions.boards.models import Board
from network.sessions.boards.services import alone, making, opened, revealing
from network.sessions.boards.services.following import write_alone
from network.sessions.groups.models import BreakoutGroup
from network.sessions.groups.services.members import join_group, leave_group
from tests.cast import COLUMNS, Hall
from tests.faults.ledger import Act, Ledger, Vector
from tests.faults.phone import PATIENCE, Phone, plain_notes

MEMBERS = ("anna", "bo", "cy")
PEOPLE = (*MEMBERS, "fia")
HALF_AN_HOUR, A_MINUTE = 1_860, 60

people = st.sampled_from(PEOPLE)
members = st.sampled_from(MEMBERS)
columns = st.sampled_from([column.key for column in COLUMNS])
positions = st.sampled_from("VWX")


class Gathering(RuleBasedStateMachine):
    """`hall` and `app` are given to a subclass for each test; each example has a board of its own."""

    app: Flask
    hall: Hall

    @initialize()
    def open_the_board(self) -> None:
        self.keys, self.texts = count(1), count(1)
        self.ledger, self.kept = Ledger(frozenset({self.person("fia")})), {}
        self.closed: dict[str, dict[str, Any]] | None = None
        with unit_of_work():
            group = self.group()
            for name in MEMBERS:
                join_group(group, self.person(name))
            board = making.create_board(None, group, title="Bord", question="Kva no?", columns=COLUMNS)
        self.public_id, self.document_id = board.public_id, board.document_id
        self.start()
        self.phones = {name: self.phone(name, self.public_id) for name in PEOPLE}
        self.own = {name: self.phone(name, f"own.{self.public_id}") for name in MEMBERS}
        for name, phone in self.phones.items():
            phone.come()
            phone.write(f"{name} {next(self.texts)}", COLUMNS[0].key)
        self.store()

    # Things

    def person(self, name: str) -> int:
        return int(getattr(self.hall.cast, name).id)

    def phone(self, name: str, public_id: str) -> Phone:
        return Phone(self.app, self.person(name), public_id, self.ledger)

    def group(self) -> BreakoutGroup:
        return db.session.get_one(BreakoutGroup, self.hall.group.id)

    def row(self) -> Board:
        db.session.rollback()
        return db.session.scalars(db.select(Board).where(Board.public_id == self.public_id)).one()

    def start(self) -> None:
        """As a program that is started on what the database has. Nothing is stored until `store`."""
        documents.register(self.app)
        opened.begin_anew()
        revealing.register(self.app)
        registry().journal._wake = lambda _journal: None

    @contextmanager
    def storing(self) -> Iterator[None]:
        """What the server writes itself it waits for."""
        self.store()
        registry().journal._wake = Journal.commit
        yield
        registry().journal._wake = lambda _journal: None

    def everybody(self) -> list[Phone]:
        return [*self.phones.values(), *self.own.values()]

    def board(self) -> dict[str, dict[str, Any]]:
        return plain_notes(registry().open(self.document_id).doc)

    def vector(self) -> dict[int, int]:
        return state_vector(registry().open(self.document_id).state_vector())

    # What people do

    @rule(who=people, column=columns)
    def write(self, who: str, column: str) -> None:
        phone = self.phones[who]
        if phone.facts.get("alone") and who in self.own:
            phone = self.own[who]
        phone.write(f"{who} {next(self.texts)}", column)

    @rule(who=people, data=st.data())
    def reword(self, who: str, data: st.DataObject) -> None:
        self.act(who, data, {"text": f"{who} {next(self.texts)}"})

    @rule(who=people, data=st.data(), column=columns, position=positions)
    def move(self, who: str, data: st.DataObject, column: str, position: str) -> None:
        self.act(who, data, {"place": [column, position]})

    @rule(who=people, data=st.data(), deleted=st.booleans())
    def delete(self, who: str, data: st.DataObject, deleted: bool) -> None:
        self.act(who, data, {"deleted": deleted})

    def act(self, who: str, data: st.DataObject, values: dict[str, object]) -> None:
        """On any note that she sees, whether she may or not."""
        phone = self.phones[who]
        there = sorted(phone.notes, key=lambda note_id: str(phone.notes[note_id]["text"]))
        phone.act(there[data.draw(st.integers(0, len(there) - 1))], values)

    # Network and server

    @rule(who=people, is_noticed=st.booleans())
    def lose_network(self, who: str, is_noticed: bool) -> None:
        for phones in (self.phones, self.own):
            if who in phones:
                phones[who].lose(is_noticed=is_noticed)

    @rule(who=people)
    def join(self, who: str) -> None:
        self.phones[who].come()
        if who in self.own and (self.own[who].rows or self.phones[who].facts.get("alone")):
            self.own[who].come()

    @rule(who=people)
    def hear(self, who: str) -> None:
        self.phones[who].hear()

    @rule()
    def store(self) -> None:
        while registry().journal.length:
            assert registry().journal.commit()
        for phone in self.everybody():
            phone.hear()

    @rule()
    def kill_and_start(self) -> None:
        """What was accepted and is not stored is gone. What anybody was told is stored is there."""
        for phone in self.everybody():
            phone.hear()
            phone.lose(is_noticed=False)
        self.look_at_what_is_closed()
        self.start()
        self.closed = self.board() if self.closed is not None else None
        all_there = self.vector()
        for name in self.own:
            # All of them are called own.BOARD on the wire: by that name one person's notes would hide another's.
            found = alone.own_notes_of(self.row(), actor_for(self.person(name)))
            all_there |= state_vector(found.document.state_vector()) if found else {}
        assert [act for act in self.ledger.stored if not act.is_in(all_there)] == []

    @rule()
    def unload(self) -> None:
        """Everybody goes; the board leaves memory and its journal is made short."""
        self.store()
        for phone in self.everybody():
            phone.lose(is_noticed=True)
        for board in list(opened.opened_boards()):
            board.dirty.clear()
            board.dirty_clusters.clear()
            opened.let_go(board)
        registry().sweep(idle_seconds=0)
        assert not registry().is_open(self.document_id)

    # Those who lead

    @rule(who=members)
    def lose_rights(self, who: str) -> None:
        with unit_of_work():
            leave_group(self.group(), self.person(who))
        self.lose_network(who, True)

    @rule(who=members)
    def get_rights(self, who: str) -> None:
        with unit_of_work():
            join_group(self.group(), self.person(who))

    @rule(is_open=st.booleans())
    def close_or_reopen(self, is_open: bool) -> None:
        row = self.row()
        if row.is_open == is_open:
            return
        self.look_at_what_is_closed()
        with unit_of_work():
            (making.reopen_board if is_open else making.close_board)(None, db.session.merge(row))
        self.closed = None if is_open else self.board()

    def look_at_what_is_closed(self) -> None:
        """On a closed board nobody but the server moves or deletes what lay there."""
        board = self.board()
        for note_id, note in (self.closed or {}).items():
            now = board.get(note_id, note)
            assert (now["place"], now["deleted"]) == (note["place"], note["deleted"])

    @rule(seconds=st.sampled_from([A_MINUTE, HALF_AN_HOUR]))
    def time_passes(self, seconds: int) -> None:
        clock.advance(seconds)

    @rule()
    def write_alone(self) -> None:
        with unit_of_work():
            write_alone([db.session.merge(self.row())], is_wanted=True)

    @rule()
    def reveal(self) -> None:
        with unit_of_work():
            write_alone([db.session.merge(self.row())], is_wanted=False)
        self.bring_over()

    def bring_over(self) -> None:
        """Lay on the board what was written alone. What it laid there is known from then on, and where."""
        before, seen = self.board(), self.vector()
        self.look_at_what_is_closed()
        with self.storing():
            revealing.bring_over(self.row())
        after = self.board()
        self.closed = after if self.closed is not None else None
        for key in after.keys() - before.keys():
            self.ledger.shown[key] = after[key]["text"]
            its_own = {act.client: act.end for act in self.ledger.stored if act.note == key}
            self.written_by_the_server(key, {"place": after[key]["place"]}, {**seen, **its_own}, since=seen)
        db.session.rollback()

    def written_by_the_server(self, note_id: str, values: dict[str, Any], seen: Vector, *, since: Vector) -> None:
        """Its clients are new each time: those of which there is more now than at `since`."""
        for client, end in self.vector().items():
            if since.get(client, 0) < end:
                self.ledger.stored.append(Act(None, note_id, values, client, end, seen))

    @rule()
    def keep(self) -> None:
        """A state to go back to."""
        with self.storing():
            registry().states.keep(self.document_id, reason="before:sort")
        newest = registry().states.of(self.document_id)[0]
        self.kept[newest.id] = self.board()

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        """The board stands as it did; what came since is deleted, and can be fetched back."""
        # The oldest of more than twenty are not kept (BO-40).
        there = self.kept.keys() & {state.id for state in registry().states.of(self.document_id)}
        snapshot_id = data.draw(st.sampled_from(sorted(there)))
        board = opened.open_board(self.row())
        if board.is_alone:
            return
        self.look_at_what_is_closed()
        with self.storing():
            before, seen = self.board(), self.vector()
            key = f"restore-restore-{next(self.keys):06}"
            history.put_board_back(board, actor_for(self.person("fia")), key=key, snapshot_id=snapshot_id)
        db.session.rollback()
        after, then = self.board(), self.kept[snapshot_id]
        self.closed = after if self.closed is not None else None
        is_back = {
            key: note == then[key] if _is_shown(then.get(key)) else note["deleted"] for key, note in after.items()
        }
        assert all(is_back.values()), is_back
        for key, note in after.items():
            changed = {name: value for name, value in note.items() if value != before[key][name]}
            self.written_by_the_server(key, changed, seen, since=seen)

    # In the end

    def teardown(self) -> None:
        """Everybody has her rights and a network again: one board, nothing lost, nothing twice, nothing made up."""
        if not hasattr(self, "phones"):
            return
        with unit_of_work():
            for name in MEMBERS:
                join_group(self.group(), self.person(name))
        self.store()
        self.reveal()
        for _round in range(PATIENCE):
            busy = [phone for phone in self.phones.values() if phone.rows or not phone.is_let_in]
            busy += [phone for phone in self.own.values() if phone.rows]
            if not busy:
                break
            for phone in busy:
                phone.lose(is_noticed=True)
                phone.come()
            self.store()
            self.bring_over()
        if not self.row().is_open:
            for phone in self.own.values():
                phone.keep_as_drafts()
        newcomer = self.phone("anna", self.public_id)
        newcomer.come()
        board = self.board()
        for phone in self.phones.values():
            phone.hear()
        assert [phone.rows for phone in self.everybody() if phone.rows] == []
        assert {name: phone.plain() == board for name, phone in self.phones.items()} == dict.fromkeys(PEOPLE, True)
        assert newcomer.plain() == board
        assert self.ledger.faults(board) == []
        for phone in [newcomer, *self.everybody()]:
            phone.lose(is_noticed=True)


def _is_shown(note: dict[str, Any] | None) -> bool:
    return note is not None and not note["deleted"]
