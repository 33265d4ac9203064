# ruff: noqa: E402
"""The real program with a defence switched off: `python -m tests.faults.program DEFENCE…`.

For the positive controls alone: the same assertions that hold for `app.py` must fail here.
"""

from gevent import monkey

monkey.patch_all()

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import gevent
from sqlalchemy import update

import app as program
from network import jobs
from network.actions.services import points as action_points
from network.cases.services import writing
from network.core import beside, clock
from network.core.db import connections, db, work
from network.core.edits import Merged
from network.documents import documents, journal, limits
from network.documents.documents import Document
from network.documents.journal import Entry, Journal
from network.jobs import mail_server as mail_sender
from network.jobs import schedule
from network.jobs import services as jobs_services
from network.jobs.models import DONE, WAITING, ScheduledTask
from network.live import quiet, transport, wire
from network.live.driver import WebSocketDriver
from network.live.messages import PROTOCOL
from network.live.packets import GuardedPacket
from network.people import rules as sign_in_rules
from network.sessions.boards.services import making
from network.sessions.gatherings.forms import gathering as gathering_form
from network.sessions.gatherings.routes import pages
from network.sessions.groups.rules import placing
from network.sessions.stage.rules import silence
from network.sessions.stage.services import helping, messages
from network.sessions.stage.services import moves as stage_moves
from network.together import edge
from network.web import photos, pictures
from network.web.printers import to_photo
from tests.faults import held


def _rules(**off: bool) -> None:
    # network.documents has a function of the module's name, which hides the module.
    module: Any = sys.modules["network.documents.registry"]
    module.Rules = partial(limits.Rules, **off)


def acknowledge_before_the_commit() -> None:
    """Says "saved" at once and stores a second later."""
    add = Journal.add
    journal.GAP_SECONDS = 1.0

    def hasty(self: Journal, entry: Entry) -> None:
        gevent.spawn(entry.stored)
        entry.stored = lambda: None
        add(self, entry)

    Journal.add = hasty  # type: ignore[method-assign]


def ping_seldom() -> None:
    """The libraries' defaults of old: every 25 seconds."""
    transport.Live.__init__.__kwdefaults__["ping_seconds"] = 25


def read_nothing() -> None:
    """No gate, no rules, no way back after a fault."""
    _rules(structure=False, bind=False, clocks=False, needs=False, places=False, veto=False)
    Document.undo = lambda _self: None  # type: ignore[method-assign]


def refuse_for_ever() -> None:
    """However often somebody is told no, she may go on."""
    edge.MOST_REFUSALS = 10**9


def log_everything() -> None:
    """Each thing that somebody does wrong has its line in the log."""
    quiet.EVERY_SECONDS = -1.0


def leave_rings() -> None:
    """A connection that is over holds on to itself until the collector has looked at everything."""
    WebSocketDriver._let_go = lambda _driver: None  # type: ignore[method-assign]


def let_bodies_through() -> None:
    """What comes by polling goes to the library as it is."""
    transport.PollingGuard = lambda app, _engine: app  # type: ignore[misc, assignment]


def take_any_length() -> None:
    """A message may be as long as it likes."""
    WebSocketDriver.stranger_bytes = WebSocketDriver.member_bytes = 10**12


def count_nothing() -> None:
    """A packet, an update and a question are read, however many things they hold."""
    GuardedPacket.max_items = 10**9
    module: Any = sys.modules["network.documents.registry"]
    module.Limits = partial(limits.Limits, parts=10**9)
    documents.MOST_CLIENTS = 10**9


def let_all_wait() -> None:
    """Nobody is too far behind."""
    WebSocketDriver.max_waiting_bytes = WebSocketDriver.max_waiting_frames = 10**12
    wire.MAX_WAITING_BYTES = wire.MAX_WAITING_FRAMES = 10**12


def bind_nobody() -> None:
    """Anybody may write under anybody's client id."""
    _rules(bind=False)


def allow_gaps() -> None:
    """Nobody asks whether something is missing before an update."""
    _rules(clocks=False, needs=False, places=False)


def be_silent_on_repeats() -> None:
    """What comes a second time is answered with nothing."""
    add = Journal.add

    def selective(self: Journal, entry: Entry) -> None:
        if entry.rows or entry.refused:
            add(self, entry)

    Journal.add = selective  # type: ignore[method-assign]


def forget_note_ids() -> None:
    """Each form makes a note of its own."""
    making.note_step = partial(_without_id, making.note_step)


def _without_id(step: Callable[..., str], *args: Any, **named: Any) -> str:
    return step(*args, **{**named, "note_id": None})


def wait_in_the_driver() -> None:
    """SQLite itself waits five seconds for its lock, and the loop with it."""
    connections.BUSY_MS = 5000


def let_units_of_work_overlap() -> None:
    """No turn to wait for, no check that nobody else ran, and a moment between choosing a place and taking it."""
    module: Any = work
    module.write_lock = nullcontext()
    module._begin_writing = lambda: None
    module.no_yield = lambda: nullcontext(lambda: None)
    choose = placing.place_late

    def slowly(*given: Any, **named: Any) -> Any:
        chosen = choose(*given, **named)
        gevent.sleep(0.05)
        return chosen

    placing.place_late = slowly


def take_no_turn() -> None:
    """Writers of several processes overlap, as PostgreSQL lets them."""
    work.TAKE_TURN = "SELECT 1"


def remember_no_form() -> None:
    """A move, a line to the hall, a call for help: done as often as they are sent."""
    stage_moves._is_repeat = lambda *_given: False
    messages._just_sent = lambda *_given: None
    helping.open_call = lambda _group_id: None


def overwrite_unseen() -> None:
    """Nobody asks what an editor had before her when she began."""
    for module in (pages, gathering_form):
        module.seal_of = lambda *_given: "0" * 16
    for module in (writing, action_points):
        module.merge = lambda _marks, hers, stored: Merged({**stored, **hers}, (), ())


def trust_the_wall() -> None:
    """A code's age is told by the wall clock alone."""
    is_over = sign_in_rules.request_is_over
    sign_in_rules.request_is_over = lambda **given: is_over(**{**given, "seconds_passed": None})


def send_in_the_request() -> None:
    """Whoever causes a letter waits until it has left."""

    def send(_job: str) -> None:
        sender = mail_sender.sender()
        if sender is not None:
            jobs_services.deliver_due(sender)

    jobs_services.wake = send


def wait_for_everybody() -> None:
    """Nobody is ever taken to be off the net."""
    silence.GRACE = timedelta(days=1)


def do_again_what_is_done() -> None:
    """What was done before this program was started counts as never done, and no mail is known by its key."""
    recover, due = jobs_services.recover, schedule.Due

    def forget() -> int:
        with work.unit_of_work():
            db.session.execute(update(ScheduledTask).where(ScheduledTask.state == DONE).values(state=WAITING))
        return recover()

    jobs_services.recover = forget
    schedule.Due = lambda key, *given: due(f"{key}-{os.getpid()}", *given)  # type: ignore[assignment, misc]


def draw_photos_in_the_loop() -> None:
    """A photo is decoded by the server itself."""
    limits = {"most_pixels": pictures.MOST_PIXELS, "longest_side": photos.LONGEST_SIDE}
    photos.drawn_anew = lambda body: to_photo.drawn_anew(body, **limits)


def speak_a_newer_version() -> None:
    """No defence: the protocol of a release to come."""
    edge.PROTOCOL = PROTOCOL + 1


def speak_an_older_version() -> None:
    """No defence: the protocol of a release before."""
    edge.PROTOCOL = PROTOCOL - 1


def take_any_version() -> None:
    """Nobody asks which version a page speaks."""
    join = edge.join
    edge.join = lambda app, connection, public_id, _protocol: join(app, connection, public_id, edge.PROTOCOL)


def make_in_the_loop() -> None:
    """The loop stands still for a paper, thrice as long as it takes beside."""
    made, stand_still = beside.made_beside, monkey.get_original("time", "sleep")

    def slowly(*given: Any, **named: Any) -> Any:
        began = clock.monotonic()
        done = made(*given, **named)
        stand_still(3 * (clock.monotonic() - began))
        return done

    beside.made_beside = slowly


def keep_every_document() -> None:
    """What nobody is on any more stays in memory, and its journal long."""
    module: Any = sys.modules["network.documents.registry"]
    module.Registry.close = lambda _self, _document_id: False


def hold_what_was_opened() -> None:
    """A document that is closed is still held by somebody."""
    opened, begin = [], Document.__init__

    def kept(self: Document, *given: Any, **named: Any) -> None:
        begin(self, *given, **named)
        opened.append(self)

    Document.__init__ = kept  # type: ignore[method-assign]


def tell_what_it_holds() -> None:
    """No defence: at SIGUSR2 it writes to the folder what it holds (House.held)."""
    held.watch()


def look_often() -> None:
    """No defence: what is planned and what is to be mailed is looked for many times a second."""
    jobs.SCHEDULE_SECONDS = jobs.MAIL_SECONDS = 0.2


def move_the_clock() -> None:
    """No defence: the clocks go as clock.json in the folder says (Running.set_clock), from the start and at SIGUSR1."""
    wall, monotonic = clock.now, clock.monotonic
    said = {"wall": 0.0, "passed": 0.0}
    told = Path(os.environ["SAMLING_INSTANCE"]) / "clock.json"
    clock.now = lambda: wall() + timedelta(seconds=said["wall"] + said["passed"])
    clock.monotonic = lambda: monotonic() + said["passed"]

    def move() -> None:
        said.update(json.loads(told.read_text()))
        print(f"clock {said['id']}", flush=True)

    if told.exists():
        move()
    gevent.signal_handler(signal.SIGUSR1, move)


DEFENCES = {
    change.__name__: change
    for change in (
        acknowledge_before_the_commit,
        allow_gaps,
        be_silent_on_repeats,
        bind_nobody,
        count_nothing,
        do_again_what_is_done,
        draw_photos_in_the_loop,
        forget_note_ids,
        hold_what_was_opened,
        keep_every_document,
        let_all_wait,
        leave_rings,
        let_bodies_through,
        let_units_of_work_overlap,
        log_everything,
        look_often,
        make_in_the_loop,
        move_the_clock,
        overwrite_unseen,
        ping_seldom,
        read_nothing,
        refuse_for_ever,
        remember_no_form,
        send_in_the_request,
        speak_a_newer_version,
        speak_an_older_version,
        take_any_length,
        take_any_version,
        take_no_turn,
        tell_what_it_holds,
        trust_the_wall,
        wait_for_everybody,
        wait_in_the_driver,
    )
}

if __name__ == "__main__":
    for name in sys.argv[1:]:
        DEFENCES[name]()
    sys.exit(program.main())
