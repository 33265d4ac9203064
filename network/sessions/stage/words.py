"""What the stage's steps, phases and pictures are called, and what the facilitator may say at each."""

import math

from network.core.language import LazyText, format_time, ngettext
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.stage.queries.groups import State
from network.sessions.stage.queries.standing import Scene
from network.sessions.stage.rules import flow

PHASES: dict[str, LazyText] = {
    "write": _l("Write"),
    "talk": _l("Talk together"),
    "sort": _l("Sort"),
    "prioritise": _l("Prioritise"),
    "choose": _l("Choose"),
}
SCRIPTS: dict[str, LazyText] = {
    "drawn": _l("Say: The groups are ready. In a moment your table stands on your phone and on the screen."),
    "gather": _l("Say: Find your table now; its number stands on your phone and the screen. Sit down, open the board."),
    "write": _l("Say: Write on your own, one thought on each note. Nobody reads aloud yet."),
    "talk": _l("Say: Put the phones down and take a round, everybody once. The question stands on the screen."),
    "sort": _l("Say: The scribe sorts, the others help. Put notes that are alike beside each other."),
    "prioritise": _l("Say: Give your dots to what matters most. You can move them until we go on."),
    "choose": _l("Say: Choose three notes that everybody should hear. The spokesperson finds one sentence for each."),
    "wrap_up": _l("Say: Finish your sentence. We close in a moment, and nothing that is written gets lost."),
    "closed": _l("Say: Thank you, that was good work. What you wrote is kept, and comes up again."),
}
TASKS: dict[str, LazyText] = {
    "write": _l("Write for yourself, one thought on each note."),
    "talk": _l("Take a round: everybody once before anybody twice."),
    "sort": _l("Put notes that are alike beside each other."),
    "prioritise": _l("Decide by yourself: give your dots to what you find most important."),
    "choose": _l("Choose up to three notes that everybody should hear."),
}
FILTERS: dict[str, LazyText] = {
    "all": _l("All groups"),
    "help": _l("Ask for help"),
    "quiet": _l("Are quiet"),
    "unready": _l("Are not done"),
}
ORDERS: dict[str, LazyText] = {"need": _l("Those who need you first"), "table": _l("By table")}
PICTURES: dict[str, LazyText] = {
    "now": _l("Now"),
    "code": _l("Code"),
    "last": _l("Last time"),
    "seating": _l("Tables"),
    "slides": _l("Slides"),
    "question": _l("Question"),
    "poll": _l("Question to everybody"),
    "plenary": _l("Plenary"),
    "gate": _l("Ready to go home"),
    "card": _l("Card"),
    "message": _l("Message"),
    "black": _l("Black"),
}

STANDINGS: dict[State, LazyText] = {
    "ready": _l("done"),
    "working": _l("at work"),
    "offline": _l("not on the net"),
    "left": _l("has left"),
    "absent": _l("has not come"),
}


def standing_name(state: State) -> str:
    """How somebody in a group stands, in the facilitator's list of names."""
    return str(STANDINGS[state])


def phase_name(name: str) -> str:
    return str(PHASES.get(name, name))


def phase_task(name: str) -> str:
    """What those at the table do now, in one sentence; nothing for a part that we know no sentence for."""
    return str(TASKS.get(name, ""))


def script_of(scene: Scene) -> str:
    """The two sentences for now: the phase's own while a round is at work, else the item's."""
    if scene.item is None:
        return _("Say: Welcome. We begin when you are in your seats.")
    if scene.round is not None and scene.item.kind in flow.ROUND_KINDS:
        said = SCRIPTS.get(scene.phase.name) if scene.phase and scene.round.state == "running" else None
        said = said or SCRIPTS.get(str(scene.round.state))
        if said is not None:
            return str(said)
    return scene.item.script


def step_label(scene: Scene) -> str:
    """What the one large button says."""
    step = scene.step
    if step.act == "gather":
        minutes = flow.gather_minutes(scene.item.minutes if scene.item else 0, scene.phases)
        return ngettext("Go to the table, %(num)d min", "Go to the table, %(num)d min", minutes)
    if step.act == "phase" and step.phase is not None:
        return _("Go on to: %(title)s", title=phase_name(step.phase.name))
    if step.act == "start" and step.phase is not None:
        return _("Start: %(title)s", title=phase_name(step.phase.name))
    if step.act == "begin" and scene.next_item is not None:
        words = _("Go on to: %(title)s") if scene.item else _("Begin the day: %(title)s")
        return words % {"title": scene.next_item.title}
    plain = {
        "deal": _("Make groups"),
        "start": _("Start"),
        "wrap_up": _("Wrap up"),
        "close": _("Close the round"),
        "finish": _("End the day"),
    }
    return plain.get(step.act, step.act)


def behind_in_words(minutes: int) -> str:
    if minutes > 0:
        return ngettext("%(num)d min behind", "%(num)d min behind", minutes)
    if minutes < 0:
        return ngettext("%(num)d min ahead", "%(num)d min ahead", -minutes)
    return _("On time")


def more_time_in_words(scene: Scene) -> str:
    """How many groups have more time than the hall, for those who lead; "" when none has."""
    count, ends_at = len(scene.more_time), scene.last_end
    if count == 0:
        return ""
    if ends_at is None:
        return ngettext("%(num)d group has more time.", "%(num)d groups have more time.", count)
    return ngettext(
        "%(num)d group has more time, until %(time)s.",
        "%(num)d groups have more time, the last one until %(time)s.",
        count,
        time=format_time(ends_at, zone=scene.gathering.zone),
    )


def group_time(scene: Scene, group_id: int) -> str:
    """How much more than the hall one group has, beside its name; "" when it has none."""
    minutes, ends_at = _more_minutes(scene, group_id), scene.clock_for(group_id).ends_at
    if minutes == 0:
        return ""
    if ends_at is None:
        return _("+%(minutes)s min", minutes=minutes)
    return _("+%(minutes)s min, until %(time)s", minutes=minutes, time=format_time(ends_at, zone=scene.gathering.zone))


def own_time(scene: Scene, group_id: int) -> str:
    """The same for those who sit in it, in a sentence."""
    minutes = _more_minutes(scene, group_id)
    if minutes == 0:
        return ""
    return ngettext("The group has %(num)d minute extra.", "The group has %(num)d minutes extra.", minutes)


def _more_minutes(scene: Scene, group_id: int) -> int:
    """Whole minutes, one that is begun counted."""
    return math.ceil(scene.more_time.get(group_id, 0) / 60)
