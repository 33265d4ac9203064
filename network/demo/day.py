"""The demo's day: a programme, most people at the door already, and a guest who speaks just now."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from network.core import clock
from network.core.db import db
from network.demo import content
from network.people.models import Municipality, Person
from network.sessions.gatherings.models import Attendance, Gathering, GatheringMember, GatheringRole, ItemKind
from network.sessions.gatherings.services.door import check_in
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import (
    Furnishing,
    Outline,
    plan_gathering,
    reschedule,
    template_named,
)
from network.sessions.stage.services.moves import move
from network.sessions.stage.services.standing import state_of

ZONE = "Europe/Oslo"
INTO_THE_DAY = timedelta(minutes=50)
"""How long the day has gone on when somebody looks in: coffee and welcome are over, the guest has begun."""
STEP_MINUTES = 5
UNTIL_THE_NEXT = timedelta(weeks=6)
ONE_IN_NINE_IS_LATE = 9


def plan_today(now: datetime, leaders: list[Person], case_from: Municipality) -> Gathering:
    """The gathering that goes on, led by `leaders`."""
    return _plan(
        leaders,
        Outline(
            title=content.GATHERING,
            theme=content.THEME,
            place=content.HALL,
            zone=ZONE,
            language="nn",
            starts_at=_began(now),
            first_question=content.FIRST_QUESTION,
            second_question=content.SECOND_QUESTION,
            practical=content.PRACTICAL,
            last_departure=_clock(_began(now) + timedelta(hours=6)),
        ),
        Furnishing(template_named("usual"), guest=content.SPEAKER, municipality_id=case_from.id),
    )


def plan_next(now: datetime, leaders: list[Person]) -> Gathering:
    """The gathering after this one, to which nobody has been asked yet: a visitor may do it."""
    day = (now + UNTIL_THE_NEXT).astimezone(ZoneInfo(ZONE)).date()
    return _plan(
        leaders,
        Outline(
            title=content.NEXT_GATHERING,
            theme=content.NEXT_THEME,
            place=content.NEXT_HALL,
            zone=ZONE,
            language="nn",
            starts_at=_half_past_nine(day),
        ),
        Furnishing(template_named("usual")),
    )


def stand_in_the_day(gathering: Gathering, delegates: list[Person]) -> None:
    """Most have come, some are on their way, and the guest has just begun to speak."""
    for person in delegates:
        admit(gathering, person.id)
    for number, person in enumerate(delegates):
        if number % ONE_IN_NINE_IS_LATE != ONE_IN_NINE_IS_LATE - 1:
            arrived = gathering.starts_at + timedelta(seconds=number * 20)
            check_in(gathering, person.id, how="host", by_id=_leader(gathering), at=arrived)
    begin_talk(gathering)


def begin_again(gathering: Gathering, now: datetime) -> None:
    """The same day once more, today. Who was there comes to this one."""
    lasts = gathering.ends_at - gathering.starts_at
    reschedule(gathering, starts_at=_began(now), ends_at=_began(now) + lasts)
    came = db.session.scalars(select(Attendance.person_id).where(Attendance.gathering_id == gathering.id)).all()
    db.session.execute(delete(Attendance).where(Attendance.gathering_id == gathering.id))
    for number, person_id in enumerate(came):
        arrived = gathering.starts_at + timedelta(seconds=number * 20)
        check_in(gathering, person_id, how="host", by_id=_leader(gathering), at=arrived)
    begin_talk(gathering)


def begin_talk(gathering: Gathering) -> None:
    talk = next(item for item in gathering.items if item.kind == ItemKind.TALK)
    version = state_of(gathering).version
    move(gathering, "begin", version=version, by_id=_leader(gathering), item_id=talk.id, is_confirmed=True)


def _plan(leaders: list[Person], outline: Outline, furnishing: Furnishing) -> Gathering:
    gathering = plan_gathering(leaders[0].id, outline, furnishing)
    for leader in leaders[1:]:
        admit(gathering, leader.id, GatheringRole.FACILITATOR)
    db.session.refresh(gathering)
    return gathering


def _leader(gathering: Gathering) -> int:
    """Whoever made the gathering leads it."""
    rows = select(GatheringMember.person_id).where(
        GatheringMember.gathering_id == gathering.id, GatheringMember.role == GatheringRole.FACILITATOR
    )
    return db.session.scalars(rows.order_by(GatheringMember.person_id)).first() or 0


def _began(now: datetime) -> datetime:
    whole = now.replace(minute=now.minute - now.minute % STEP_MINUTES, second=0, microsecond=0)
    return whole - INTO_THE_DAY


def _half_past_nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZoneInfo(ZONE)).astimezone(clock.now().tzinfo)


def _clock(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(ZONE)).strftime("%H:%M")
