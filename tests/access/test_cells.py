"""AC-1 to AC-4: every cell of the matrix, for everybody and everything of a made world, against what its words mean.

The program is asked with its own actors and its own `facts()`; the expectation is worked out from plain names by
tests/access/meanings.py. Each change of a single cell must be noticed, or this test would prove nothing.
"""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask

from network.access.actor import Actor
from network.access.guard import allows
from network.access.matrix import Table, parse, table
from network.access.scopes import Facts
from network.cases.queries.cases import cases_for
from tests.access.meanings import ROLES, Holder, Truth, may, read_matrix, term_holds, terms_of
from tests.access.world import HOLDERS, World, build_world, everybody, holders_of

CELLS = read_matrix()
ABOUT: Mapping[str, tuple[str, ...]] = {
    "action_point": ("point",),
    "attendance": ("attendance", "gathering"),
    "audit": ("anything",),
    "badge": ("member", "gathering"),
    "board": ("board", "group"),
    "board_template": ("board_template",),
    "briefing": ("briefing", "gathering"),
    "calendar": ("gathering",),
    "case": ("case", "municipality"),
    "agreement": ("sheet",),
    "council_meeting": ("council_meeting", "municipality"),
    "demo": ("anything",),
    "door": ("gathering", "member"),
    "evaluation": ("gathering",),
    "followup": ("gathering",),
    "gate": ("gathering",),
    "gathering": ("gathering",),
    "goal": ("network", "anything"),
    "group": ("group", "gathering"),
    "guest": ("lobby", "gathering"),
    "history": ("board",),
    "hall": ("stage", "gathering"),
    "help": ("help", "group"),
    "import": ("import", "municipality"),
    "invitation": ("invitation",),
    "job": ("anything", "task"),
    "language": ("anything",),
    "mail_server": ("anything",),
    "mark": ("mark", "gathering"),
    "material": ("material", "item"),
    "merged": ("round",),
    "message": ("message", "gathering"),
    "met": ("anything",),
    "municipality": ("municipality",),
    "network": ("network",),
    "note": ("note", "board"),
    "overview": ("gathering",),
    "ownership": ("anything",),
    "pack": ("gathering",),
    "person": ("person", "gathering", "municipality", "seat"),
    "photo": ("photo", "board"),
    "plenary": ("board",),
    "dot": ("board",),
    "poll": ("poll", "gathering"),
    "preparation": ("preparation",),
    "presence": ("board",),
    "programme": ("item", "gathering"),
    "progress": ("anything",),
    "question": ("question", "item"),
    "readiness": ("group",),
    "record": ("gathering",),
    "reply": ("invitation",),
    "round": ("round", "item"),
    "screen": ("screen", "anything"),
    "seat": ("seat", "municipality"),
    "setup": ("network", "anything"),
    "sign_in": ("sign_in",),
    "stage": ("stage", "screen"),
    "table": ("table", "gathering"),
    "talk_line": ("talk_line", "item"),
    "writing": ("writing",),
}
"""What an action's object is, in the kinds of the made world: a new row needs its object here."""

Judged = tuple[str, Holder, Truth, Actor, Facts]


@pytest.fixture
def world(app: Flask) -> World:
    return build_world(app)


def cases(world: World) -> Iterator[Judged]:
    """(action, holder, thing, actor, facts) for every cell."""
    actors = [(holder, world.actor_of(holder)) for holder in everybody()]
    known = {kind for kinds in ABOUT.values() for kind in kinds}
    facts = [(thing.truth, thing.object.facts()) for thing in world.of(*known)]
    for action in CELLS:
        kinds = ABOUT[action.partition(".")[0]]
        mine = [(truth, about) for truth, about in facts if truth.kind in kinds]
        for holder, actor in actors:
            for truth, about in mine:
                yield action, holder, truth, actor, about


def deviations(all_cases: list[Judged], rights: Table) -> list[str]:
    """Where the program's answer is not what the words say."""
    return [
        f"{action}: {holder} and {truth}"
        for action, holder, truth, actor, facts in all_cases
        if allows(actor, action, facts, rights) != expected(action, holder, truth)
    ]


def expected(action: str, holder: Holder, truth: Truth) -> bool:
    """By any role of hers, and by what anybody has."""
    return any(may(CELLS[action][role], holder, truth) for role in holder.role + "V")


def test_everybody_in_this_world_holds_exactly_one_role(world: World) -> None:
    held = {holder: world.actor_of(holder).roles for holder in everybody()}
    meant = {holder: frozenset("V" + holder.role) for holder in everybody()}

    assert held == meant
    assert {holder.role for holder in HOLDERS} == set(ROLES)


def test_each_cell_lets_in_whom_its_words_name_and_nobody_else(world: World) -> None:
    all_cases = list(cases(world))

    assert "\n".join(deviations(all_cases, table())) == ""
    assert {(action, role) for action, holder, *_ in all_cases for role in holder.role} == {
        (action, role) for action in CELLS for role in ROLES
    }


def test_each_word_of_each_cell_is_tried_inside_and_outside(world: World) -> None:
    """A word that no thing of the world fits, or that all fit, would be tested by nobody."""
    untried = []
    for action, row in CELLS.items():
        things = [thing.truth for thing in world.of(*ABOUT[action.partition(".")[0]])]
        for role in ROLES:
            for term in terms_of(row[role]):
                tried = {term_holds(term, holder, truth) for holder in holders_of(role) for truth in things}
                if tried != {True, False} and not is_one_sided(term, role, tried):
                    untried.append(f"{action} {role} {term}: only {tried}")

    assert "\n".join(untried) == ""


def is_one_sided(term: str, role: str, tried: set[bool]) -> bool:
    """Some words have one side only: `all` fits everything, the network is public, and nobody owns nothing."""
    return (term in ("all", "pub") and True in tried) or ("self" in term and role == "V" and tried == {False})


def changed_cells() -> Iterator[tuple[str, str, str]]:
    """Every change of one cell that changes its meaning: opened to all, shut, a word or a condition left out."""
    for action, row in CELLS.items():
        for role in ROLES:
            others = [terms for terms in _altered(row[role]) if terms != row[role]]
            yield from ((action, role, cell) for cell in dict.fromkeys(others))


def _altered(cell: str) -> Iterator[str]:
    terms = terms_of(cell)
    if "all" in terms:
        yield "-"
        return
    yield "all"
    for place, term in enumerate(terms):
        rest = [*terms[:place], *terms[place + 1 :]]
        yield "|".join(rest) or "-"
        if "@" in term:
            yield "|".join([*rest, term.partition("@")[0]])
        parts = term.split("+")
        weaker = [part for part in parts if "all" not in parts or part == "all"]
        yield from ("|".join([*rest, part]) for part in weaker)


def with_cell(action: str, role: str, cell: str) -> Table:
    row = {**CELLS[action], role: cell}
    return {**table(), **parse(f"{action} | " + " | ".join(row[one] for one in ROLES))}


def test_every_change_of_a_single_cell_is_noticed(world: World) -> None:
    """The control: not thirty drawn by lot, but all of them."""
    by_action: dict[str, list[Judged]] = {}
    for case in cases(world):
        by_action.setdefault(case[0], []).append(case)

    unnoticed = [
        f"{action} {role}: {CELLS[action][role]} → {cell}"
        for action, role, cell in changed_cells()
        if not is_the_same(action, role, cell) and not deviations(by_action[action], with_cell(action, role, cell))
    ]

    assert "\n".join(unnoticed) == ""


def is_the_same(action: str, role: str, cell: str) -> bool:
    """Changes without a difference: what anybody may is everybody's; nobody has no self."""
    before, after = (_felt(text, action, role) for text in (CELLS[action][role], cell))
    return before == after or (CELLS[action]["V"] == "all" and role != "V")


def _felt(cell: str, action: str, role: str) -> set[str]:
    """What of the cell can make a difference to somebody of this role."""
    terms, anybodys = (set(terms_of(text)) for text in (cell, CELLS[action]["V"]))
    if role == "V":
        return {term for term in terms if "self" not in term}
    return terms - anybodys


def test_the_list_of_cases_is_what_the_table_allows_with_a_badge_too(world: World) -> None:
    """DR-4: the title of a draft that lies elsewhere would be told by the list."""
    differing = []
    for holder in everybody():
        actor = world.actor_of(holder)
        listed = {case.public_id for case in cases_for(actor)}
        allowed = {one.object.public_id for one in world.of("case") if allows(actor, "case.read", one.object.facts())}
        differing += [(holder, listed ^ allowed)] if listed != allowed else []

    assert differing == []
