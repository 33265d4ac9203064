"""A demo in which every page has something to show, made before its server starts:
`python -m tests.journeys.pages.world FOLDER`.

Beside the demo's own day: a municipality and people with names as long as they may be, a gathering with nothing in it,
one that is called off, one that is over, one of yesterday, one to which people have been asked, one in the middle of
its rounds, a case without a box, a list of people that must be corrected. How everybody comes in, and at which pages
she begins, goes to world.json in the folder.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from contextvars import Context
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, url_for
from sqlalchemy import select
from werkzeug.test import TestResponse

from network import create_app
from network.access.actor import actor_for
from network.actions.links import Named, token_of
from network.actions.models import Answer, TakeHomeAgreement
from network.actions.queries.agreements import point_by_public_id, sheet_of
from network.actions.routes.owners import link_for
from network.actions.services import agreements, answers, points
from network.cases.models import CaseStudy
from network.cases.services import presenting, writing
from network.core import clock
from network.core.db import bring_up_to_date, db, unit_of_work
from network.core.edits import mark
from network.demo.cases import TITLE as TODAYS_CASE
from network.demo.services import build_demo
from network.jobs.models import OutgoingMail
from network.people.models import Municipality, Person
from network.people.services import register, sessions
from network.sessions.boards.models import Board
from network.sessions.boards.services.lifting import lift
from network.sessions.boards.services.making import note_step
from network.sessions.boards.services.opened import open_board
from network.sessions.gatherings.models import (
    Attendance,
    Gathering,
    GatheringMember,
    GatheringRole,
    Invitation,
    ItemKind,
    ProgrammeItem,
)
from network.sessions.gatherings.queries.members import member
from network.sessions.gatherings.routes.editing import reply_token
from network.sessions.gatherings.services import attendance, badges, door, guests
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import (
    Furnishing,
    Outline,
    create_gathering,
    plan_gathering,
    template_named,
)
from network.sessions.groups.models import BreakoutGroup, GroupMember, GroupRound
from network.sessions.groups.services.rounds import round_for
from network.sessions.stage.services import helping, messages, screens
from network.sessions.stage.services.moves import move
from network.sessions.stage.services.standing import state_of
from network.writing import services as texts_together
from tests.conftest import settings_for

NAME = "Wilhelmine-Alexandrine Fredrikstadsvingestrandsdatter von Lindenbergdøme"
KONTAKT = "Karl-Johan Emmanuel Fredrikstadsvingestrand von Lindenbergkontaktdøme"
PLACE = "Nordre Sunnmøre og Ytre Nordfjord med alle øyane utanfor Langdøme"
NUMBER = "9901"
LISTENER = "Siv Voldakontakt"
GUESTS = (NAME, "Uno Utanadressedøme")
OVER, YESTERDAY = "Samling 3: Over", "Samling 2: I går"
TOLD = "Samling 9: Casen blir fortald"
TITLE = "Samling 6: Samskapingsutviklingsmoglegheiter for ungdom, eldre og alle dei som ikkje pleier å kome på møte"
DAYS = ((TITLE, 0), (TOLD, 0), (OVER, -9), (YESTERDAY, -1), ("Samling 7: Avlyst", 30))
THEME = (
    "Korleis får vi fleire innbyggjarar med før saka er avgjord, utan at det berre er dei same ti som kjem, "
    "og utan at folkevalde med jobb og småbarn blir sitjande oppe til midnatt for å lese sakspapir?"
)
WORD = "Samskapingsutviklingsmoglegheitsanalyseverktøykasse"
LIST = (
    "Namn\tE-post\tKommune\tParti\n"
    f"{NAME}\tinga@lang.example\t{PLACE}\tBygdelista\nNils Nydøme\tikkje-ei-adresse\tVolda\t\n"
    "Nina Nydøme\tnina@volda.example\tVoldaa\t\nNina Nydøme\tnina@volda.example\tVolda\t\n"
    "Anna Ålemåke\tanna.alemake@alesund.example\tÅlesund\tAp\nNjål Nydøme\tnjal@volda.example\tVolda\t"
)
LEAD, LEADER, HOST, ADMIN, COORDINATOR = (
    "Lea Prosjektdøme",
    "Fia Prosessdøme",
    "Tor Rettleiardøme",
    "Ada Driftsdøme",
    "Kai Giskekontakt",
)


class World:
    """What is made, on an installed demo; forms are sent as a browser sends them."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browsers: dict[str, Any] = {}

    def person(self, name: str) -> Person:
        return db.session.scalars(select(Person).where(Person.name == name)).one()

    def gathering(self, title: str) -> Gathering:
        return db.session.scalars(select(Gathering).where(Gathering.title.startswith(title))).one()

    def secret(self, name: str) -> str:
        with unit_of_work():
            return sessions.begin_session(self.person(name).id, device="Chromium, Linux")[1]

    def post(self, name: str, path: str, /, **form: object) -> TestResponse:
        """A form sent by this person. Fails unless it was taken."""
        browser = self.browsers.get(name)
        if browser is None:
            browser = self.browsers[name] = self.app.test_client()
            browser.set_cookie("session", self.secret(name))
        answer: TestResponse = Context().run(browser.post, path, data=form)
        db.session.rollback()
        assert answer.status_code == 303, f"{path}: {answer.status}"
        return answer


def furnish(folder: Path) -> None:
    app = create_app(settings_for(folder, SECRET_KEY="", SAMLING_DEMO="1"))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        bring_up_to_date()
        build_demo()
        world = World(app)
        _long_names()
        _gatherings(world)
        _the_demo_day(world)
        _rounds(world)
        _asked(world)
        _cases(world)
        _people(world)
        _agreed(world)
        _waits_for_answers(world)
        told = _everybody(world)
        app.extensions["journal_writer"].close()
    (folder / "world.json").write_text(json.dumps(told))


def _long_names() -> None:
    with unit_of_work():
        place = register.add_municipality(number=NUMBER, name=PLACE, language="nn", joined_on=date(2015, 10, 1))
        delegate = register.add_person(name=NAME, email=f"{WORD.lower()}@{'lang' * 15}.example")
        register.give_seat(delegate, place, from_date=date(2015, 10, 1), party="Tverrpolitisk bygdeutviklingsliste")
        register.give_seat(
            register.add_person(name="Uno Utanadressedøme", email=None), place, from_date=date(2015, 10, 1)
        )
        coordinator = register.add_person(name=KONTAKT, email="karl@lang.example")
        register.give_role(coordinator, "coordinator", municipality=place)


def _outline(title: str, *, days: int, hour: int = 0) -> Outline:
    return Outline(
        title=title,
        theme=THEME,
        place=f"{WORD}, {PLACE}",
        zone="Europe/Oslo",
        language="nn",
        starts_at=clock.now() + timedelta(days=days, hours=hour),
        first_question=THEME[:300],
        second_question="Kva skal til?",
        practical=f"Parkering bak {WORD}.",
        last_departure="15:40",
    )


def _gatherings(world: World) -> None:
    """In the middle of its rounds; over; over since yesterday, so that one can say how it was; called off; empty."""
    leader = world.person(LEADER)
    with unit_of_work():
        place = db.session.scalars(select(Municipality).where(Municipality.number == NUMBER)).one()
        for title, days in DAYS:
            outline = _outline(title, days=days, hour=-2)
            gathering = plan_gathering(
                leader.id, outline, Furnishing(template_named("usual"), guest=NAME, municipality_id=place.id)
            )
            _come(world, gathering, leader.id, () if title == TOLD else GUESTS)
        empty = _outline("Samling 8: Tom", days=60)
        bare = create_gathering(
            leader.id,
            title=empty.title,
            theme="",
            place="",
            zone=empty.zone,
            language="nn",
            starts_at=empty.starts_at,
            ends_at=empty.starts_at + timedelta(hours=5),
        )
        admit(bare, leader.id, GatheringRole.FACILITATOR)
        admit(bare, world.person(NAME).id)
    world.post(LEAD, f"/gatherings/{world.gathering('Samling 7').public_id}/cancellation", is_sure="1")


def _come(world: World, gathering: Gathering, leader_id: int, more: Sequence[str]) -> None:
    """A dozen people of three municipalities and `more`, or one alone; and a host. They have come, if it has begun."""
    admit(gathering, world.person(HOST).id, GatheringRole.FACILITATOR)
    dozen = db.session.scalars(select(Person).order_by(Person.id).limit(12)).all() if more else []
    for person in [*dozen, *(world.person(name) for name in more or [LISTENER])]:
        admit(gathering, person.id)
        if gathering.starts_at < clock.now():
            at = gathering.starts_at + timedelta(minutes=person.id % 7)
            door.check_in(gathering, person.id, how="host", by_id=leader_id, at=at)


def _the_demo_day(world: World) -> None:
    """Somebody with a long name is there; a guest waits; slides hang on the talk; a line to the hall; a new time."""
    gathering, leader = world.gathering("Samling 4"), world.person(LEADER)
    with unit_of_work():
        admit(gathering, world.person(NAME).id)
        door.check_in(gathering, world.person(NAME).id, how="host", by_id=leader.id)
        messages.send_message(gathering, f"Lunsjen er utsett ti minutt. {WORD}.", [], by_id=leader.id)
        guests.join(gathering.join_code or "", name="Gjest Ventardøme", token="w" * 24, device="", only_lobby=True)
        badges.replace_badge(_member(gathering, world.person("Eli Vanylvnaust")), by_id=leader.id)
    path = f"/gatherings/{gathering.public_id}"
    talk = _item(gathering, ItemKind.TALK)
    slides = (BytesIO(b"%PDF-1.4\n%%EOF\n"), f"{WORD}.pdf", "application/pdf")
    world.post(LEADER, f"{path}/programme/{talk}/links", title=WORD, address="https://gjest.example/lysark")
    world.post(LEADER, f"{path}/programme/{talk}/files", title="Lysarka til innleiaren", file=slides)
    world.post(NAME, f"{path}/items/{talk}/questions", key="k" * 20, text=f"{THEME} {WORD}?")
    world.post(NAME, f"{path}/items/{talk}/lines", key="l" * 20, text=f"Dette uroa meg: {WORD}.")
    asked = {"kind": "choice", "question": f"{WORD}: kva så?", "options": f"Ja\n{WORD}"}
    world.post(LEADER, f"{path}/polls", key="p" * 20, then="keep", **asked)
    world.post(LEADER, f"{path}/polls", key="q" * 20, then="open", **asked)
    said = {
        "phase_talk": "20",
        "dots": "0",
        "names": "names",
        "column_title": ["Mål", WORD],
        "column_prompt": ["", WORD],
    }
    for key in ("template-that-is", "template-that-go"):
        world.post(LEAD, "/board-templates", key=key, title=f"Vår tavle {WORD}"[:80], help=WORD, **said)
    world.post(LEAD, "/board-templates/template-that-go/removal")
    with unit_of_work():
        row = db.session.get_one(Attendance, (gathering.id, world.person("Bjørn Åleskarv").id))
        reason = f"Ferja var sein. {WORD}."
        attendance.correct(
            row, arrived_at=gathering.starts_at + timedelta(minutes=9), left_at=None, reason=reason, by_id=leader.id
        )


def _rounds(world: World) -> None:
    """The first round is closed and has chosen notes for everybody; in the second people work, and one group asks for
    help. At the other gathering of that day a round has no groups yet.
    """
    gathering = world.gathering(TITLE)
    first, second = [item.id for item in gathering.items if item.kind in (ItemKind.MIXED_ROUND, ItemKind.GOING_HOME)][
        :2
    ]
    for item_id, rest in ((first, ("wrap_up", "close")), (second, ())):
        _move(world, TITLE, "begin", item_id=item_id, is_confirmed=True)
        for act in ("deal", "gather", "start", "phase", "phase"):
            _move(world, TITLE, act)
        _write(world, item_id)
        for act in rest:
            _move(world, TITLE, act)
    with unit_of_work():
        round_for(next(item for item in world.gathering(TOLD).items if item.kind == ItemKind.MIXED_ROUND))


def _move(world: World, title: str, act: str, **facts: object) -> None:
    gathering = world.gathering(title)
    with unit_of_work():
        version = state_of(gathering).version
        move(gathering, act, version=version, by_id=world.person(LEADER).id, **facts)


def _write(world: World, item_id: int) -> None:
    """Three notes at the long name's table, one of them chosen; her group asks for help."""
    writer = world.person(NAME)
    rows = select(BreakoutGroup).join(GroupMember).join(GroupRound)
    group = db.session.scalars(rows.where(GroupRound.item_id == item_id, GroupMember.person_id == writer.id)).one()
    board = db.session.scalars(select(Board).where(Board.group_id == group.id)).one()
    opened = open_board(board)
    actor, column = actor_for(writer.id), next(iter(opened.columns))
    notes = [note_step(opened, actor, text=text, column=column) for text in (WORD, THEME, f"- {WORD}\n- og ein til")]
    with unit_of_work():
        lift(board, opened, notes[0], is_wanted=True, by_id=writer.id)
        helping.ask_for_help(db.session.get_one(BreakoutGroup, group.id), writer.id)


def _asked(world: World) -> None:
    """Everybody has been asked to the next gathering: one comes, one does not, one sends somebody, most are silent."""
    gathering = world.gathering("Samling 5")
    path = f"/gatherings/{gathering.public_id}"
    guest = {"name": f"Gjest {NAME}"[:80], "email": "gjest@gjest.example", "role": "speaker"}
    world.post(LEAD, f"{path}/invitations/others", **guest)
    world.post(LEAD, f"{path}/invitations")
    needs = {"food": f"Toler ikkje {WORD}", "transport": "Køyrer sjølv", "access_needs": "Rullestol"}
    stand_in = {"substitute_name": "Vara Vikardøme", "substitute_email": "vara@lang.example"}
    for name, reply in ((NAME, {"reply": "yes", **needs}), ("Anna Ålemåke", {"reply": "no"})):
        world.post(name, _reply_path(world, name), **reply)
    world.post("Bjørn Åleskarv", _reply_path(world, "Bjørn Åleskarv"), reply="substitute", **stand_in)
    world.post(NAME, f"{path}/preparation", answer_1=THEME)


def _reply_path(world: World, name: str) -> str:
    next_id = world.gathering("Samling 5").id
    rows = select(Invitation).where(Invitation.person_id == world.person(name).id, Invitation.gathering_id == next_id)
    with world.app.test_request_context():
        return url_for("reply.page", token=reply_token(db.session.scalars(rows).one()))


def _cases(world: World) -> None:
    """The demo's case becomes public; another has a title as long as may be, no box, and what it said before."""
    told = db.session.scalars(select(CaseStudy).where(CaseStudy.title == TODAYS_CASE)).one()
    with unit_of_work():
        writing.publish(db.session.get_one(CaseStudy, told.id), by_id=None)
    place = db.session.scalars(select(Municipality).where(Municipality.number == NUMBER)).one()
    item = next(one for one in world.gathering(TITLE).items if one.kind == ItemKind.CASE)
    with unit_of_work():
        case = writing.begin(place, f"{WORD}: {THEME}"[:200], by_id=world.person(NAME).id, item=item)
        for text in ("Vi prøvde.", ""):
            hers = {name: text if name == "ingress" else said for name, said in case.said().items()}
            writing.save(case, hers, {name: mark(said) for name, said in case.said().items()}, by_id=None)
    _tell(world, db.session.get_one(CaseStudy, told.id).said())


def _tell(world: World, said: Mapping[str, str]) -> None:
    """In a hall of its own a case is told just now, and its slides are on the screen."""
    item_id = next(one.id for one in world.gathering(TOLD).items if one.kind == ItemKind.CASE)
    _move(world, TOLD, "begin", item_id=item_id, is_confirmed=True)
    with unit_of_work():
        item = db.session.get_one(ProgrammeItem, item_id)
        place = db.session.get_one(Municipality, item.municipality_id)
        case = writing.begin(place, said["title"], by_id=None, item=item)
        writing.save(case, said, {name: mark(text) for name, text in case.said().items()}, by_id=None)
        writing.mark_ready(case, by_id=None)
        presenting.show(case, 2, rev=case.shown_rev, by_id=None, may_any_time=True)


def _people(world: World) -> None:
    """A list that cannot be taken in yet, and the dates of a council."""
    world.post(LEAD, "/people/import", people=LIST)
    world.post(KONTAKT, "/people/import", people=LIST)


def _asks(
    gathering: Gathering, place: Municipality, writer: Person, sentences: Sequence[str], named: str
) -> TakeHomeAgreement:
    agreement = agreements.begun(gathering, place)
    for number, what in enumerate(sentences):
        point = points.add_point(agreement, by_id=writer.id, public_id=f"{named}{number}", what=what)
        point.owner_id, point.first_step = writer.id, f"Ringe {WORD}"
        texts_together.close(point.writing)
        point.writing_id = None
    db.session.flush()
    db.session.expire_all()
    agreements.ask(agreement, by_id=writer.id)
    return agreement


def _waits_for_answers(world: World) -> None:
    """Today the same municipality has asked about one thing, and nobody has answered."""
    with unit_of_work():
        _asks(world.gathering(TITLE), _place(), world.person(NAME), [THEME], "asked-about-today-")


def _place() -> Municipality:
    return db.session.scalars(select(Municipality).where(Municipality.number == NUMBER)).one()


def _agreed(world: World) -> None:
    """Nine days ago a municipality agreed on three things; how they go is told, one with a file, one is stuck."""
    gathering, writer = world.gathering(OVER), world.person(NAME)
    place = _place()
    clock.set(gathering.ends_at)
    with unit_of_work():
        agreement = _asks(gathering, place, writer, (THEME, f"Vi prøver {WORD}", "Vi ringer naboen"), "agreed-by-all-0")
        sheet = sheet_of(gathering, place)
        for voter in sheet.delegates:
            for one in sheet.subjects:
                answers.answer(
                    agreement, one.key, voter.person_id, Answer.LIVE_WITH, line=WORD, wording=one.wording, by_id=None
                )
    clock.set(None)
    proof = (BytesIO(b"%PDF-1.4\n%%EOF\n"), f"{WORD}.pdf", "application/pdf")
    world.post(NAME, "/actions/agreed-by-all-00/updates", state="done", line=WORD, file=proof)
    world.post(NAME, "/actions/agreed-by-all-01/updates", state="stuck", line=THEME[:300])


def _asked_to_take_on(world: World) -> str:
    """The page to which the link in a mail to somebody who was not there leads."""
    point = point_by_public_id("agreed-by-all-02")
    assert point is not None
    with world.app.test_request_context():
        return urlsplit(link_for(point)).path


def _asked_how_it_goes(world: World) -> str:
    """The page to which a mail's link leads."""
    named = Named(world.person(NAME).public_key, world.gathering(OVER).public_id, "1")
    with world.app.test_request_context():
        return url_for("progress.page", token=token_of(named))


def _everybody(world: World) -> list[dict[str, object]]:
    """Who walks: the cookies that she comes with, and the pages to which no link leads (a mail, a badge, the wall)."""
    day, rounds = world.gathering("Samling 4"), world.gathering(TITLE)
    is_public = CaseStudy.published_at.is_not(None)
    public = db.session.scalars(select(CaseStudy.public_id).where(CaseStudy.title == TODAYS_CASE, is_public)).one()
    with unit_of_work():
        badge_of = _member(day, world.person(NAME))
        badge = f"/skilt/{badges.token_of(badge_of)}"
        by_badge = badges.begin_limited_session(rounds, world.person(NAME).id, device="")
        guest = guests.join(rounds.join_code or "", name=f"Gjest {NAME}"[:40], token="g" * 24, device="").secret
        old_badge = badges.token_of(badge_of)
        badges.replace_badge(badge_of, by_id=None)
        badge = f"/skilt/{badges.token_of(_member(day, world.person(NAME)))}"
    board = db.session.scalars(select(Board.public_id).where(Board.id == _open_board(world))).one()
    more = {
        "project lead": ["/network/setup/people"],
        "delegate": [f"/boards/{board}"],
        "facilitator": [_round_without_groups(world)],
    }
    posters = [badge, f"/skilt/{old_badge}", f"/inn/{day.join_code}", "/inn/22222222", f"/gjest?code={day.join_code}"]
    mails = [_reply_path(world, name) for name in (NAME, "Anna Ålemåke", "Eli Vanylvnaust")]
    visitor = [
        "/",
        "/sign-in",
        "/sign-in/code",
        "/sign-in/link/ukjend",
        "/setup/ukjend",
        "/skjerm",
        "/offline",
        "/offline/door",
    ]
    visitor += [
        "/ikkje-ei-side",
        "/svar/ukjend",
        "/gjest/ventar/" + "w" * 24,
        f"/cases/{public}",
        *posters,
        *mails,
        _asked_how_it_goes(world),
        _asked_to_take_on(world),
        "/ansvar/ukjend",
    ]
    return [
        {"who": "visitor", "starts": visitor},
        _asks_for_a_code(world),
        *(
            {"who": who, "session": world.secret(name), "starts": ["/", *more.get(who, ()), f"/inn/{day.join_code}"]}
            for who, name in PEOPLE.items()
        ),
        {"who": "delegate with a badge", "session": by_badge, "starts": ["/"]},
        {"who": "guest", "session": guest, "starts": ["/"]},
        {
            "who": "host",
            "session": world.secret(HOST),
            "starts": [f"/gatherings/{day.public_id}/door", *posters],
            "stays": True,
        },
        *_screens(world),
    ]


def _round_without_groups(world: World) -> str:
    told = world.gathering(TOLD)
    planned = db.session.scalars(select(GroupRound.public_id).where(GroupRound.gathering_id == told.id)).one()
    return f"/gatherings/{told.public_id}/rounds/{planned}"


def _open_board(world: World) -> int:
    """The board on which the long name can write just now."""
    rows = select(Board.id).join(GroupMember, GroupMember.group_id == Board.group_id)
    rows = rows.where(
        GroupMember.person_id == world.person(NAME).id, Board.closed_at.is_(None), Board.opened_at.is_not(None)
    )
    return db.session.scalars(rows.where(Board.gathering_id == world.gathering(TITLE).id)).one()


def _asks_for_a_code(world: World) -> dict[str, object]:
    """She has asked for a mail: the page for its code, and the one that its link opens."""
    browser = world.app.test_client()
    Context().run(browser.post, "/sign-in", data={"email": "siv.voldakontakt@volda.example"})
    db.session.rollback()
    mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(1)).one()
    links = re.findall(r"/sign-in/link/\S+", mail.body)
    cookie = browser.get_cookie("browser")
    assert cookie is not None
    assert links
    return {"who": "visitor with a code", "browser": cookie.value, "starts": ["/sign-in/code", *links], "stays": True}


def _screens(world: World) -> list[dict[str, object]]:
    """Machines in a hall: one shows four digits, each of the others a picture."""
    leader = world.person(LEADER).id
    found = []
    with unit_of_work():
        _waiting, secret = screens.open_screen()
        found.append({"who": "screen that waits", "screen": secret, "starts": ["/skjerm"]})
        for title in HALLS:
            screen, secret = screens.open_screen()
            screens.pair_screen(world.gathering(title), screen.code, by_id=leader)
            found.append({"who": f"screen of {title[:9]}", "screen": secret, "starts": ["/skjerm"]})
    return found


def _member(gathering: Gathering, person: Person) -> GatheringMember:
    found = member(gathering.id, person.id)
    assert found is not None
    return found


def _item(gathering: Gathering, kind: ItemKind) -> str:
    return next(item.public_id for item in gathering.items if item.kind == kind)


PEOPLE = {
    "delegate": NAME,
    "coordinator": KONTAKT,
    "coordinator with a case": COORDINATOR,
    "facilitator": LEADER,
    "project lead": LEAD,
    "administrator": ADMIN,
    "listener": LISTENER,
}
HALLS = ("Samling 4", TITLE, TOLD)
WALKERS = (
    "visitor",
    "visitor with a code",
    *PEOPLE,
    "delegate with a badge",
    "guest",
    "host",
    "screen that waits",
    *(f"screen of {title[:9]}" for title in HALLS),
)
"""Everybody, in the order in which they are told."""

if __name__ == "__main__":
    furnish(Path(sys.argv[1]))
