"""The demo's day of today, ready to be begun by whoever tries it; and the next, to which nobody is asked yet."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from network.core import clock
from network.core.db import db
from network.demo import content
from network.demo.afterwards import put_mail_away
from network.demo.dates import ZONE, at_half_past_nine, clock_of
from network.demo.hall import items_of, leader_of, step
from network.people.models import Goal, Municipality, Person
from network.sessions.gatherings.letters import Links
from network.sessions.gatherings.models import Attendance, Gathering, GatheringRole, Invitation, ItemKind, Reply
from network.sessions.gatherings.queries.invitations import invitations_of
from network.sessions.gatherings.services import inviting, materials, programme, replies
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import (
    Furnishing,
    Outline,
    plan_gathering,
    reschedule,
    template_named,
)
from network.sessions.stage.models import ItemRun

PUBLIC_ID, NEXT_PUBLIC_ID = "demo-today", "demo-next"
INTO_THE_DAY = timedelta(minutes=10)
"""How long the doors have been open when somebody looks in: most have come for coffee, and nothing has begun."""
STEP_MINUTES = 5
INVITED_BEFORE = timedelta(days=16)
UNTIL_THE_NEXT = timedelta(weeks=6)
ONE_IN_NINE_IS_LATE = 9
SECONDS_EACH = 8
SAYS_NO, SENDS_ANOTHER, SILENT = (8, 35), (26,), (17, 44, 62)
"""Places among the delegates of some who are late or do not come."""


def plan_today(now: datetime, leaders: list[Person], case_from: Municipality, goals: list[Goal]) -> Gathering:
    """The gathering that goes on, led by `leaders`."""
    outline = Outline(
        title=content.GATHERING,
        theme=content.THEME,
        place=content.HALL,
        zone=ZONE,
        language="nn",
        starts_at=_began(now),
        first_question=content.FIRST_QUESTION,
        second_question=content.SECOND_QUESTION,
        practical=content.PRACTICAL,
        last_departure=clock_of(_began(now) + timedelta(hours=7)),
    )
    furnishing = Furnishing(template_named("usual"), guest=content.SPEAKER, municipality_id=case_from.id)
    return _plan(leaders, outline, furnishing, goals, PUBLIC_ID)


def plan_next(now: datetime, leaders: list[Person], goals: list[Goal]) -> Gathering:
    """The gathering after this one, to which nobody has been asked yet, and with faults to be found: a visitor may
    mend them.
    """
    day = (now + UNTIL_THE_NEXT).astimezone(ZoneInfo(ZONE)).date()
    outline = Outline(
        title=content.NEXT_GATHERING,
        theme=content.NEXT_THEME,
        place=content.NEXT_HALL,
        zone=ZONE,
        language="nn",
        starts_at=at_half_past_nine(day),
    )
    return _plan(leaders, outline, Furnishing(template_named("usual")), goals, NEXT_PUBLIC_ID)


def invite(gathering: Gathering, second_case_from: Municipality, delegates: list[Person]) -> None:
    """Guests of three countries, two cases, a link; and everybody has been asked, most of whom have answered."""
    leader = leader_of(gathering)
    _lay_out(gathering, second_case_from, leader)
    with clock.stopped_at(gathering.starts_at - INVITED_BEFORE):
        for name, email, _shown in content.GUESTS:
            inviting.ask_other(leader, gathering, inviting.Newcomer(name, email, GatheringRole.SPEAKER))
        inviting.invite_all(leader, gathering, links_for=_no_links)
    places = {person.id: place for place, person in enumerate(delegates)}
    for number, invitation in enumerate(invitations_of(gathering.id)):
        place = places.get(invitation.person_id, len(places))
        if place not in SILENT:
            with clock.stopped_at(gathering.starts_at - timedelta(days=14) + timedelta(minutes=37 * number)):
                replies.give_answer(invitation, _answer(place), by_id=None, links_for=lambda one: _no_links(one, True))
    put_mail_away()


def stand_in_the_door(gathering: Gathering, delegates: list[Person]) -> None:
    """Most have come, some are on their way, and nothing has begun."""
    for person in delegates:
        admit(gathering, person.id)
    for number, person in enumerate(delegates):
        if number % ONE_IN_NINE_IS_LATE != ONE_IN_NINE_IS_LATE - 1:
            arrived = gathering.starts_at + timedelta(seconds=number * SECONDS_EACH)
            check_in(gathering, person.id, how="host", by_id=leader_of(gathering), at=arrived)


def begin_again(gathering: Gathering, now: datetime) -> None:
    """The same day once more, today. Who was there comes to this one; a day that was begun begins with its coffee."""
    lasts = gathering.ends_at - gathering.starts_at
    reschedule(gathering, starts_at=_began(now), ends_at=_began(now) + lasts)
    came = db.session.scalars(select(Attendance.person_id).where(Attendance.gathering_id == gathering.id)).all()
    db.session.execute(delete(Attendance).where(Attendance.gathering_id == gathering.id))
    for number, person_id in enumerate(came):
        arrived = min(gathering.starts_at + timedelta(seconds=number * SECONDS_EACH), now)
        check_in(gathering, person_id, how="host", by_id=leader_of(gathering), at=arrived)
    if db.session.scalar(select(ItemRun.id).where(ItemRun.gathering_id == gathering.id).limit(1)) is not None:
        step(gathering, "begin", item_id=gathering.items[0].id, is_confirmed=True)


def _lay_out(gathering: Gathering, second_case_from: Municipality, leader: int) -> None:
    """Three short talks instead of a long one, and a second case."""
    talk, case = items_of(gathering, ItemKind.TALK)[0], items_of(gathering, ItemKind.CASE)[0]
    talk.minutes = content.TALK_MINUTES
    after = talk
    for _name, _email, shown in content.GUESTS[1:]:
        text = programme.ItemText(
            ItemKind.TALK, content.SHORT_TALK, content.SHORT_TALK_MINUTES, script=talk.script, speaker=shown
        )
        after = programme.add_item(leader, gathering, text, after=after)
    text = programme.ItemText(
        ItemKind.CASE, case.title, content.SECOND_CASE_MINUTES, script=case.script, municipality_id=second_case_from.id
    )
    programme.add_item(leader, gathering, text, after=case)
    title, address = content.MATERIAL
    materials.add_link(leader, gathering, talk, title=title, address=address, public_id=None)


def _answer(place: int) -> replies.Answer:
    if place in SAYS_NO:
        return replies.Answer(Reply.NO)
    if place in SENDS_ANOTHER:
        return replies.Answer(Reply.SUBSTITUTE, substitute_name=content.SUBSTITUTE)
    return replies.Answer(Reply.YES, food=content.FOOD if place % 20 == 7 else "")


def _no_links(_invitation: Invitation, _may_answer: bool) -> Links:
    """These mails are forgotten before anybody reads them."""
    return Links("", "", "")


def _plan(
    leaders: list[Person], outline: Outline, furnishing: Furnishing, goals: list[Goal], public_id: str
) -> Gathering:
    gathering = plan_gathering(
        leaders[0].id, outline, furnishing, goal_ids=[goal.id for goal in goals], public_id=public_id
    )
    for leader in leaders[1:]:
        admit(gathering, leader.id, GatheringRole.FACILITATOR)
    db.session.refresh(gathering)
    return gathering


def _began(now: datetime) -> datetime:
    whole = now.replace(minute=now.minute - now.minute % STEP_MINUTES, second=0, microsecond=0)
    return whole - INTO_THE_DAY
