"""What one person needs to know now: her day, her table, what is asked of her."""

from dataclasses import dataclass
from datetime import timedelta

from network.access.actor import Actor
from network.core import clock as wall
from network.sessions.boards.models import Board
from network.sessions.boards.queries import own_board_in
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gatherings_for
from network.sessions.groups.models import BreakoutGroup
from network.sessions.groups.queries.rounds import group_of
from network.sessions.stage.models import HallMessage, HelpCall
from network.sessions.stage.queries.groups import help_of, is_ready
from network.sessions.stage.queries.messages import messages_for
from network.sessions.stage.queries.standing import Scene, scene_of

EARLY = timedelta(hours=1)
LATE = timedelta(hours=3)
"""So long before a gathering begins and after it should end, the front page is the gathering's."""
HELP_SHOWN = timedelta(minutes=10)


@dataclass(frozen=True)
class Mine:
    """A person's own part of the scene. Everything may be missing: she need not sit in a group."""

    group: BreakoutGroup | None
    board: Board | None
    is_ready: bool
    call: HelpCall | None
    helper: str | None
    messages: list[HallMessage]

    @property
    def is_waiting_for_help(self) -> bool:
        return self.call is not None and self.call.answered_at is None

    @property
    def is_helped(self) -> bool:
        """Whether somebody has just said that she comes."""
        call = self.call
        return call is not None and call.answered_at is not None and wall.now() - call.answered_at < HELP_SHOWN


def gathering_today_for(actor: Actor) -> Gathering | None:
    """The gathering that she is at, or soon is, or was until now. Of two, the one that she is admitted to."""
    now = wall.now()
    near = [
        one
        for one in gatherings_for(actor)
        if one.starts_at - EARLY <= now <= one.ends_at + LATE and one.cancelled_at is None
    ]
    own = [one for one in near if one.id in actor.gathering_ids]
    return next(iter(own or near), None)


def mine(scene: Scene, actor: Actor) -> Mine:
    """Her part. The number of questions to the database is the same for everybody."""
    person_id = actor.person_id or 0
    round_ = scene.round
    group = group_of(round_.id, person_id) if round_ is not None and round_.is_told else None
    called = help_of(group.id) if group is not None else None
    return Mine(
        group=group,
        board=own_board_in(actor, group.id) if group is not None else None,
        is_ready=round_ is not None and group is not None and is_ready(round_, person_id),
        call=called[0] if called else None,
        helper=called[1] if called else None,
        messages=messages_for(scene.gathering.id, person_id, actor.group_ids),
    )


def is_quiet(scene: Scene, actor: Actor) -> bool:
    """Whether her phone should lie on the table: her group talks (rule ST-26). Who sits in none is told where to go."""
    round_ = scene.round
    is_talk = scene.is_talking and not scene.is_over
    return round_ is not None and is_talk and group_of(round_.id, actor.person_id or 0) is not None


def today(actor: Actor) -> Scene | None:
    gathering = gathering_today_for(actor)
    return scene_of(gathering) if gathering is not None else None
