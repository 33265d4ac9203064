"""AC-1 to AC-4: the table of rights is read whole, and each cell means what its words say."""

from dataclasses import replace

import pytest

from network.access.actor import VISITOR, Actor
from network.access.guard import allows, authorize, can
from network.access.matrix import ROLES, BadMatrix, parse, table
from network.access.scopes import CONDITIONS, SCOPES, Facts
from network.core.errors import NotAllowed, NotFound

HER = 7
INSIDE = {
    "self": Facts(owner_id=HER),
    "own": Facts(owner_id=HER),
    "muni": Facts(municipality_id=1),
    "gath": Facts(gathering_id=1),
    "grp": Facts(group_id=1),
    "fac": Facts(gathering_id=2),
    "was": Facts(group_id=3),
    "screen": Facts(gathering_id=4),
    "pub": Facts(is_published=True),
    "shared": Facts(is_shared=True),
}
ROW = "a.read | {} | - | - | - | - | - | - | -"


class Thing:
    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def facts(self) -> Facts:
        return self._facts


def her(role: str) -> Actor:
    one = frozenset({1})
    return Actor(
        person_id=HER,
        roles=frozenset(role),
        municipality_ids=one,
        gathering_ids=one,
        group_ids=one,
        facilitated_ids=frozenset({2}),
        former_group_ids=frozenset({3}),
        screen_ids=frozenset({4}),
    )


@pytest.mark.parametrize("scope", sorted(INSIDE))
def test_a_scope_lets_in_what_is_inside_it_and_nothing_else(scope: str) -> None:
    rights = parse(ROW.format(scope))
    others = [facts for name, facts in INSIDE.items() if facts != INSIDE[scope]]

    inside = allows(her("V"), "a.read", INSIDE[scope], rights)
    outside = [allows(her("V"), "a.read", facts, rights) for facts in [Facts(), *others]]

    assert (inside, any(outside)) == (True, False)


def test_every_scope_but_all_has_been_tried() -> None:
    assert set(SCOPES) - {"all"} == set(INSIDE)


@pytest.mark.parametrize(
    ("scope", "gathering_id", "by_mail", "by_badge"),
    [
        ("self", None, True, False),
        ("self", 2, True, False),
        ("self", 1, True, True),
        ("own", 2, True, False),
        ("muni", None, True, True),
        ("muni", 2, True, False),
        ("muni", 1, True, True),
    ],
)
def test_a_badge_owns_what_lies_in_its_gathering(
    scope: str, gathering_id: int | None, by_mail: bool, by_badge: bool
) -> None:
    """DR-4: and nothing that lies elsewhere or nowhere, as the account does."""
    rights = parse(ROW.format(scope))
    facts = Facts(owner_id=HER, municipality_id=1, gathering_id=gathering_id)

    asked = [allows(actor, "a.read", facts, rights) for actor in (her("V"), replace(her("V"), only_gathering_id=1))]

    assert asked == [by_mail, by_badge]


@pytest.mark.parametrize(
    ("cell", "open_", "lately", "expected"),
    [
        ("all@open", True, False, True),
        ("all@open", False, True, False),
        ("all@late", False, True, True),
        ("all@late", False, False, False),
        ("grp+shared", False, False, False),
    ],
)
def test_conditions_must_hold_besides(cell: str, open_: bool, lately: bool, expected: bool) -> None:
    facts = Facts(group_id=1, is_open=open_, is_lately_open=lately)

    assert allows(her("V"), "a.read", facts, parse(ROW.format(cell))) is expected


def test_all_conditions_are_known_to_these_tests() -> None:
    assert set(CONDITIONS) == {"open", "late"}


@pytest.mark.parametrize("cell", ["everybody", "grp@sometimes", "grp+nobody"])
def test_a_word_without_a_meaning_stops_the_start(cell: str) -> None:
    with pytest.raises(BadMatrix, match="unknown word"):
        parse(ROW.format(cell))


@pytest.mark.parametrize("text", ["a.read | all", ROW.format("all") + "\n" + ROW.format("-")])
def test_a_row_that_is_short_or_comes_twice_stops_the_start(text: str) -> None:
    with pytest.raises(BadMatrix, match="line"):
        parse(text)


def test_rights_of_several_roles_are_joined() -> None:
    thing = Thing(Facts(gathering_id=2, group_id=1, is_open=True))

    may = [can(her(roles), "note.move", thing) for roles in ("V", "VD", "VF", "VDF")]

    assert may == [False, True, True, True]


def test_what_one_may_not_know_is_not_there() -> None:
    with pytest.raises(NotFound):
        authorize(VISITOR, "board.edit", Thing(Facts(group_id=1)))
    with pytest.raises(NotFound):
        authorize(her("VD"), "board.read", None)
    with pytest.raises(NotFound):
        authorize(her("VD"), "import.create", Thing(Facts(municipality_id=1)))


def test_what_one_may_see_but_not_change_is_refused_with_a_reason() -> None:
    with pytest.raises(NotAllowed) as closed:
        authorize(her("VD"), "note.create", Thing(Facts(group_id=1)))
    with pytest.raises(NotAllowed) as role:
        authorize(her("VD"), "note.create", Thing(Facts(is_shared=True, is_open=True)))

    assert (closed.value.reason, role.value.reason) == ("closed", "role")


def test_an_action_without_a_row_is_a_fault() -> None:
    with pytest.raises(KeyError):
        allows(VISITOR, "board.paint", Facts())


def test_whoever_may_do_something_to_a_thing_may_read_it() -> None:
    """A right that its holder cannot find a way to is a mistake in the table."""
    rights = table()
    unreadable = [
        (action, role)
        for action, row in rights.items()
        for role in ROLES
        if row[role]
        and f"{action.partition('.')[0]}.read" in rights
        and not rights[f"{action.partition('.')[0]}.read"][role]
    ]

    assert unreadable == []


def test_an_administrator_reads_no_content() -> None:
    rights = table()

    assert [action for action in rights if action.startswith(("board.", "note.")) and rights[action]["A"]] == []
