"""How an action goes, told: each update stands in its history, the latest says where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from network.actions.models import ActionPoint, ActionState, ActionUpdate
from network.actions.queries import points as queries
from network.actions.rules import points as rules
from network.core import clock
from network.core.audit import AuditEntry, audit
from network.core.db import db
from network.core.errors import Conflict, Invalid
from network.core.language import gettext as _
from network.sessions.gatherings.models import Gathering, StoredFile
from network.sessions.stage.services.telling import counts_changed

NAMES_KEPT = timedelta(days=730)
"""So long it stands by name who told what. What was told stands as long as the action does."""
MOST_UPDATES = 200
MOST_FILES_AN_HOUR = 30
"""So many updates a person may have told within an hour for another one to bring a file: each may hold 20 MB."""


@dataclass(frozen=True)
class Saying:
    """What somebody says of how it goes. `evidence_kind` is "" or one of rules.KINDS; a file's row comes with it."""

    state: str
    line: str = ""
    evidence_kind: str = ""
    evidence: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True)
class Told:
    """What was stored, and what others had told since the page was made: their word stands before this one."""

    update: ActionUpdate
    meanwhile: Sequence[ActionUpdate]


class SentBefore(Invalid):
    """The form was sent before with other words: those stand there, and these are for the person to look at (F10)."""

    def __init__(self) -> None:
        super().__init__("state", _("You have stored this already. If you mean it otherwise now, store it once more."))


def tell(
    point: ActionPoint, saying: Saying, *, key: str, person_id: int | None, via: str, seen: int | None = None
) -> Told:
    """Say how it goes. The same `key` again is the same update (rule AP-4). `seen` is the newest update on her page.

    Two who tell at the same time both stand in the history; the later one counts, and is told of the other.
    Raises Conflict for what nobody has agreed on, SentBefore for other words under a key that is used,
    Invalid("state" | "line" | "link" | "resolution").
    """
    db.session.refresh(point)  # a unit of work is the only writer there is (CO-2)
    again = queries.update_by_key(point.id, key)
    if again is not None:
        if not _says(again, saying):
            raise SentBefore
        return Told(again, ())
    _check(point, saying)
    others = queries.updates_since(point.id, seen) if seen is not None else ()
    made = ActionUpdate(
        action_point_id=point.id,
        key=key,
        at=clock.now(),
        person_id=person_id,
        state=ActionState(saying.state),
        line=_line(saying),
        evidence_kind=saying.evidence_kind,
        evidence=saying.evidence.strip(),
        file=saying.file,
        via=via,
    )
    db.session.add(made)
    db.session.flush()
    _stand_as_told(point)
    audit(person_id, "action_point.update", "action_point", point.id, state=saying.state, via=via)
    _tell_halls()
    return Told(made, [one for one in others if one.person_id != person_id])


def check_file(point: ActionPoint, saying: Saying, *, person_id: int | None) -> None:
    """Before a file's bytes go to the disk: whether the rest can be told, and she has not sent many this hour.

    Raises as tell does, and Invalid("file").
    """
    _check(point, saying)
    told = select(func.count()).select_from(AuditEntry)
    told = told.where(AuditEntry.actor_id == person_id, AuditEntry.action == "action_point.update")
    if (db.session.scalar(told.where(AuditEntry.at > clock.now() - timedelta(hours=1))) or 0) >= MOST_FILES_AN_HOUR:
        raise Invalid("file", _("Many files have come from you within an hour. Wait a little, or give a link instead."))


def take_back(point: ActionPoint, *, person_id: int) -> None:
    """Undo of one's own last update, for a short while; there being none to take back changes nothing (rule AP-5)."""
    db.session.refresh(point)  # a unit of work is the only writer there is (CO-2)
    last = queries.last_update_of(point.id, person_id)
    if last is None or not rules.may_undo(last.at, clock.now()):
        return
    file = last.file
    db.session.delete(last)
    db.session.flush()
    if file is not None:
        db.session.delete(file)
    _stand_as_told(point)
    audit(person_id, "action_point.take_back", "action_point", point.id)
    _tell_halls()


def forget_names(before: datetime) -> int:
    """Retention: who told it goes, what was told stays."""
    rows = update(ActionUpdate).where(ActionUpdate.at < before, ActionUpdate.person_id.is_not(None))
    return int(db.session.execute(rows.values(person_id=None)).rowcount)  # type: ignore[attr-defined]


def _says(told: ActionUpdate, saying: Saying) -> bool:
    return (str(told.state), told.line, told.evidence_kind, told.evidence) == (
        saying.state,
        _line(saying),
        saying.evidence_kind,
        saying.evidence.strip(),
    )


def _check(point: ActionPoint, saying: Saying) -> None:
    if point.removed_at is not None or not rules.may_follow(point.state, saying.state):
        if saying.state not in rules.TOLD:
            raise Invalid("state", _("Choose how it goes."))
        raise Conflict(_("This is not agreed yet. When your municipality has agreed, you can tell how it goes."))
    if rules.lacks_line(saying.state, saying.line):
        is_stuck = saying.state == rules.STUCK
        raise Invalid("line", _("Write what you need help with.") if is_stuck else _("Write why, in a line."))
    if len(_line(saying)) > rules.LINE_LIMIT:
        raise Invalid("line", _("Write it in at most %(limit)s characters.", limit=rules.LINE_LIMIT))
    if saying.evidence_kind == "link" and rules.web_address(saying.evidence) is None:
        raise Invalid("link", _("Write a whole link that begins with https://."))
    if saying.evidence_kind == "resolution" and len(saying.evidence.strip()) > 80:
        raise Invalid("resolution", _("Write only the number, as 12/2027."))
    count = select(func.count()).select_from(ActionUpdate).where(ActionUpdate.action_point_id == point.id)
    if (db.session.scalar(count) or 0) >= MOST_UPDATES:
        raise Invalid("state", _("More cannot be told about this action."))


def _line(saying: Saying) -> str:
    return " ".join(saying.line.split())


def _stand_as_told(point: ActionPoint) -> None:
    """The action stands as its latest update says; what is only proposed waits for the agreement."""
    latest = queries.latest_update(point.id)
    if latest is not None and point.state != ActionState.PROPOSED:
        point.state, point.heard_at = ActionState(latest.state), latest.at
    point.version += 1
    point.changed_at = clock.now()
    db.session.flush()
    db.session.expire(point, ["updates"])


def _tell_halls() -> None:
    """A gathering that goes on now may have the states on its screen."""
    now = clock.now()
    for gathering_id in db.session.scalars(
        select(Gathering.id).where(Gathering.starts_at <= now, Gathering.ends_at >= now)
    ):
        counts_changed(gathering_id)
