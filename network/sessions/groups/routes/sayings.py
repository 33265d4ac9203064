"""What the engine finds, in words that people read: contradictions, what a move means, whom somebody meets."""

from collections.abc import Callable, Mapping

from network.core.language import LazyText, format_list, ngettext
from network.core.language import gettext as _
from network.core.language import lazy_gettext as _l
from network.sessions.groups import engine
from network.sessions.groups.engine import Kind
from network.sessions.groups.models import WishKind
from network.sessions.groups.queries.arranged import names_of
from network.sessions.groups.queries.explained import GroupFacts, Table, WholeDay
from network.sessions.groups.rules.meeting import Often

WISH_WORDS: Mapping[WishKind, LazyText] = {
    WishKind.TOGETHER: _l("Keep together"),
    WishKind.APART: _l("Keep apart"),
    WishKind.SPREAD: _l("Spread over the tables"),
}
_CONTRADICTIONS: Mapping[Kind, LazyText] = {
    Kind.TOO_FEW: _l("There are %(count)s people for %(limit)s groups."),
    Kind.BLOCK_TOO_LARGE: _l("%(all)s are kept together. They are %(count)s, and a group has at most %(limit)s."),
    Kind.TOGETHER_AND_APART: _l("%(first)s and %(second)s are kept together, and apart as well."),
    Kind.TOO_MANY_APART: _l("%(all)s are kept apart. They are %(count)s, and there are %(limit)s groups."),
    Kind.NO_SUCH_GROUP: _l("%(first)s is fastened to table %(group)s, and there are only %(limit)s groups."),
    Kind.PINNED_TWICE: _l("%(first)s is fastened to two tables."),
    Kind.TOGETHER_PINNED_APART: _l("%(first)s and %(second)s are kept together, and fastened to different tables."),
    Kind.APART_PINNED_TOGETHER: _l(
        "%(first)s and %(second)s are kept apart, and both are fastened to table %(group)s."
    ),
    Kind.GROUP_TOO_FULL: _l("%(all)s belong at table %(group)s. They are %(count)s, and it has room for %(limit)s."),
    Kind.LEADS_IN_BLOCK: _l("%(all)s are kept together, and spread over the tables as well."),
    Kind.LEADS_BY_PINS: _l("%(all)s are fastened to table %(group)s, and spread over the tables as well."),
}

OFTEN_WORDS: Mapping[Often, LazyText] = {
    Often.NEVER: _l("Not yet"),
    Often.FEW: _l("1 to 4 times"),
    Often.SOME: _l("5 to 14 times"),
    Often.MANY: _l("15 times or more"),
}


def contradictions(facts: tuple[engine.Fact, ...]) -> list[str]:
    """Each fact as a sentence, with names."""
    names = names_of({one for fact in facts for one in fact.people})
    return [_sentence(fact, lambda one: names.get(one, "?")) for fact in facts]


def _sentence(fact: engine.Fact, name: Callable[[int], str]) -> str:
    words = _CONTRADICTIONS.get(fact.kind)
    people = [name(one) for one in fact.people]
    first, second = (*people, "", "")[:2]
    if words is None:
        return _("The wishes for %(all)s cannot all be kept.", all=format_list(people))
    group = "" if fact.group is None else fact.group + 1
    values = {"first": first, "second": second, "all": format_list(people), "group": group}
    return str(words) % {**values, "count": fact.count, "limit": fact.limit}


def meeting_sentence(table: Table) -> str:
    """Whom somebody meets: "Meets 6 people from 5 municipalities, all of them new. Nobody from Nordvik." """
    said = ngettext(
        "Meets %(num)s person from %(places)s.",
        "Meets %(num)s people from %(places)s.",
        table.meets,
        places=ngettext("%(num)s municipality", "%(num)s municipalities", table.municipalities),
    )
    said += " " + (
        ngettext("%(num)s of them she has met before.", "%(num)s of them she has met before.", table.again)
        if table.again
        else _("All of them are new.")
    )
    if table.last_time:
        said += " " + ngettext("%(num)s from the last gathering.", "%(num)s from the last gathering.", table.last_time)
    if table.own_municipality:
        said += " " + (
            ngettext("%(num)s from %(place)s.", "%(num)s from %(place)s.", table.from_own, place=table.own_municipality)
            if table.from_own
            else _("Nobody from %(place)s.", place=table.own_municipality)
        )
    return said


def day_sentence(day: WholeDay, *, is_own: bool) -> str:
    """A whole day of groups: "You meet 24 people in 4 groups, all of them new, from 13 municipalities." """
    places = ngettext("%(num)s municipality", "%(num)s municipalities", day.municipalities)
    groups = ngettext("%(num)s group", "%(num)s groups", day.groups)
    new = _("all of them new") if not day.again else _("%(num)s of them new", num=day.meets - day.again)
    if is_own:
        return ngettext(
            "You meet %(num)s person in %(groups)s today, %(new)s, from %(places)s.",
            "You meet %(num)s people in %(groups)s today, %(new)s, from %(places)s.",
            day.meets,
            groups=groups,
            new=new,
            places=places,
        )
    return ngettext(
        "In the whole day: %(num)s person in %(groups)s, %(new)s, from %(places)s.",
        "In the whole day: %(num)s people in %(groups)s, %(new)s, from %(places)s.",
        day.meets,
        groups=groups,
        new=new,
        places=places,
    )


def group_sentence(group: GroupFacts) -> str:
    """What a group is: "6 people from 5 municipalities, 1 of them a guest or an official." Never parties (PE-2)."""
    said = ngettext(
        "%(num)s person from %(places)s",
        "%(num)s people from %(places)s",
        group.people,
        places=ngettext("%(num)s municipality", "%(num)s municipalities", group.municipalities),
    )
    if not group.guests:
        return _("%(said)s.", said=said)
    return ngettext(
        "%(said)s, %(num)s of them a guest or an official.",
        "%(said)s, %(num)s of them guests or officials.",
        group.guests,
        said=said,
    )


def when_met(age: int) -> str:
    """How long ago two people last sat together."""
    if age == 0:
        return _("earlier today")
    return ngettext("at the last gathering", "%(num)s gatherings ago", age)


def way_sentence(moves: int, again: int) -> str:
    """What one way of evening out means: "2 people move, 3 pairs meet again." """
    moved = ngettext("%(num)s person moves", "%(num)s people move", moves) if moves else _("Nobody moves")
    if not again:
        return _("%(moved)s, no pair meets again.", moved=moved)
    return ngettext("%(moved)s, %(num)s pair meets again.", "%(moved)s, %(num)s pairs meet again.", again, moved=moved)


def must_share_sentence(place: str, count: int, groups: int) -> str:
    """Why some of one municipality sit together: "15 from Ålesund in 10 groups: at least 5 groups have two." """
    return _(
        "%(count)s from %(place)s in %(groups)s groups: some of them must share a table.",
        count=count,
        place=place,
        groups=groups,
    )
