"""F10: a form that is sent twice, as by an impatient thumb or a browser that goes back, has one effect.

The forms are those that stand on the program's pages: each is fetched, filled in as a person would, and sent twice with
the very same fields. The second time no row of any table may change. What is left out stands here with its reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from network.access.guard import acts
from network.core.db import db, unit_of_work
from network.sessions.stage.models import HallMessage
from tests.access.changes import changed, sums
from tests.access.harvest import Filled, forms_on, harvest
from tests.access.meanings import Holder
from tests.access.walking import Walker, routes
from tests.access.world import HOLDERS, World, build_world

pytestmark = pytest.mark.usefixtures("empty_papers")

TWICE_IS_MEANT: Mapping[str, str] = {
    "badges.replace_badge": "who asks for a new badge again gets a newer one, and sees the one that counts",
    "door.rotate_code": "who asks for a new code again gets a newer one, and sees the one that counts",
    "people.make_link": "a link is shown once: the second is the one that she sees, and both run out in minutes",
    "sign_in.ask": "asking again asks for another mail, at most three an address (SI-4)",
}
"""Endpoint → why the same form sent again does something again."""

FAULTS: Mapping[str, str] = {}
"""Known ones. Who mends one takes it away here."""

PREVIEW = "shows what would be, and stores nothing"
BY_LINK = "its address holds a secret that this world has not: its own tests send it twice"
NOT_NOW = "no page shows its form at this hour of this day: its own tests send it twice"
AS_IT_IS = "this world has nothing left to change with it"
IN_THE_LOG = "what it changes stands in the log, which is not compared here: its own tests send it twice"
NOT_ON_A_PAGE: Mapping[str, str] = {
    "account.choose_language": AS_IT_IS,
    "account.end_all_sign_ins": NOT_NOW,
    "account.end_sign_in": NOT_NOW,
    "actions.take_back": NOT_NOW,
    "agreement_answers.answer": NOT_NOW,
    "agreements.ask": NOT_NOW,
    "agreements.change": NOT_NOW,
    "agreements.put_back": NOT_NOW,
    "agreements.put_first": NOT_NOW,
    "agreements.say_nothing": NOT_NOW,
    "actions.tell": "takes a file: its own tests send it twice",
    "arranging.mend": NOT_NOW,
    "arranging.undo": NOT_NOW,
    "arranging.unwish": NOT_NOW,
    "arranging.wish": NOT_NOW,
    "badges.check_in_by_wall": NOT_NOW,
    "badges.use_badge": BY_LINK,
    "board_import.make": "takes a file: its own tests send it twice",
    "board_import.take": "takes a file: its own tests send it twice",
    "boards.reopen": NOT_NOW,
    "briefing_papers.reopen": NOT_NOW,
    "briefing_papers.send": NOT_NOW,
    "briefing_papers.withdraw": NOT_NOW,
    "briefings.choose": AS_IT_IS,
    "briefings.fetch": NOT_NOW,
    "briefings.keep": NOT_NOW,
    "calendar.renew": IN_THE_LOG,
    "case_presenting.end": NOT_NOW,
    "case_publishing.publish": NOT_NOW,
    "case_publishing.unpublish": NOT_NOW,
    "case_writing.place": NOT_NOW,
    "case_writing.set_state": NOT_NOW,
    "demo.be_somebody": "there is no demo here",
    "door.add_substitute": NOT_NOW,
    "dots.press": NOT_NOW,
    "evaluation.choose": AS_IT_IS,
    "gate.hold_back": NOT_NOW,
    "guests.come_in": BY_LINK,
    "history.put_note_back": NOT_NOW,
    "hall.ask_for_help": NOT_NOW,
    "hall.say_ready": NOT_NOW,
    "hall.take_back_ready": NOT_NOW,
    "imports.drop": NOT_NOW,
    "imports.save": NOT_NOW,
    "imports.upload": "takes a file or a paste: its own tests send it twice",
    "invitations.remind": NOT_NOW,
    "invitations.tell_changed": NOT_NOW,
    "last_time.choose": NOT_NOW,
    "lifetimes.merge": NOT_NOW,
    "lifetimes.preview_merge": PREVIEW,
    "lifetimes.preview_split": PREVIEW,
    "lifetimes.split": NOT_NOW,
    "marks.keep": AS_IT_IS,
    "materials.add_file": "takes a file: its own tests send it twice",
    "noting.note": NOT_NOW,
    "owners.answer": BY_LINK,
    "pack.make": IN_THE_LOG,
    "people.take_part": NOT_NOW,
    "photos.add": "takes a file: its own tests send it twice",
    "planned.do_now": AS_IT_IS,
    "polls.change": NOT_NOW,
    "programme.restore_item": NOT_NOW,
    "progress.take_back": BY_LINK,
    "progress.tell": BY_LINK,
    "reply.answer": BY_LINK,
    "rounds.deal": NOT_NOW,
    "rounds.merge": NOT_NOW,
    "rounds.move": NOT_NOW,
    "seats.apply_election": NOT_NOW,
    "seats.hand_over": AS_IT_IS,
    "seats.preview_election": PREVIEW,
    "setup.begin": BY_LINK,
    "setup.finish": AS_IT_IS,
    "setup.save_mail": AS_IT_IS,
    "setup.save_municipalities": AS_IT_IS,
    "sign_in.type_code": BY_LINK,
    "sign_in.use_link": BY_LINK,
    "stage.answer_help": NOT_NOW,
    "tables.save": AS_IT_IS,
    "talks.show": NOT_NOW,
}
"""Endpoint → why this test cannot send it with an effect."""

ONLY_TOLD = ("audit_entry", "stage_state")
"""A line in the log that it was asked for again, and the count that makes open pages look again, are no effect."""

LAST = (
    "marks.share",
    "marks.keep",
    "marks.remove",
    "talks.delete_line",
    "programme.remove_item",
    "materials.remove",
    "answers.stand_in",
    "invitations.remove_other",
    "photos.remove",
    "history.put_board_back",
    "boards.close",
    "case_writing.remove",
    "door.refuse",
    "door.rotate_code",
    "seats.end",
    "seats.withdraw_party",
    "stage.end_screen",
    "stage.move",
    "setup.finish",
    "gatherings.cancel",
    "sign_in.sign_out",
)
"""Forms that take something away come after those that need it, in this order."""


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


@pytest.fixture
def walker(app: Flask, world: World) -> Walker:
    return Walker(app, world)


def in_order(form: Filled) -> tuple[int, str]:
    return LAST.index(form.endpoint) if form.endpoint in LAST else -1, form.kind


@dataclass(frozen=True)
class Result:
    """The tables that changed when a form was sent, and those that changed when it was sent again."""

    form: Filled
    status: int
    once: list[str]
    again: list[str]


def sent_twice(app: Flask, walker: Walker, forms: list[Filled]) -> Iterator[Result]:
    """Each form fetched anew from its page, which changes nothing, and sent twice with the same fields."""
    before = sums()
    for known in sorted(forms, key=in_order):
        fresh = [one for one in forms_on(app, walker, known.who, known.page) if one.kind == known.kind]
        if fresh:
            answer = walker.ask(fresh[0].who, "POST", fresh[0].path, fresh[0].body())
            once = sums()
            walker.ask(fresh[0].who, "POST", fresh[0].path, fresh[0].body())
            again = sums()
            yield Result(fresh[0], answer.status_code, effects(before, once), effects(once, again))
            before = again


def effects(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [table for table in changed(before, after) if table not in ONLY_TOLD]


def test_the_second_time_changes_nothing(app: Flask, world: World, walker: Walker) -> None:
    forms = [form for form in harvest(app, world, walker) if not form.has_file]

    results = list(sent_twice(app, walker, forms))

    again = {result.form.endpoint: result.again for result in results if result.again}
    assert again.keys() == {*TWICE_IS_MEANT, *FAULTS}, again
    effective = {result.form.endpoint for result in results if result.once}
    posts = {route.endpoint for route in routes(app) if route.method == "POST"}
    assert posts - effective == NOT_ON_A_PAGE.keys()


def doing_it_again(view: Callable[..., Any]) -> Callable[..., Any]:
    @acts(view.matrix_action)  # type: ignore[attr-defined]
    def does(**arguments: Any) -> Any:
        answer = view(**arguments)
        with unit_of_work():
            db.session.execute(update(HallMessage).values(text=HallMessage.text + "!"))
        return answer

    return does


def test_a_form_that_does_something_twice_is_found(app: Flask, world: World, walker: Walker) -> None:
    """The control."""
    app.view_functions["stage.send_message"] = doing_it_again(app.view_functions["stage.send_message"])
    page = f"/gatherings/{world.gatherings['today'].public_id}/control"
    lead = next(form for form in forms_on(app, walker, _lead(), page) if form.endpoint == "stage.send_message")

    [result] = sent_twice(app, walker, [lead])

    assert result.again == ["hall_message"]


def _lead() -> Holder:
    return next(holder for holder in HOLDERS if holder.name == "pia")
