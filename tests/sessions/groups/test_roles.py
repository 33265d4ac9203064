"""GR-8: a role is an offer, and the group hands it on as it likes."""

from dataclasses import replace
from datetime import timedelta

from network.core.db import unit_of_work
from network.sessions.gatherings.services.members import admit
from network.sessions.gatherings.services.planning import create_gathering
from network.sessions.groups.models import RoundState
from tests.cast import STARTS
from tests.sessions.groups.conftest import Day
from tests.sessions.groups.test_pages import ClientFor, groups_now


def test_a_role_is_given_to_a_neighbour_who_hands_over_her_own(full_day: Day, client_for: ClientFor) -> None:
    round_ = full_day.moves(full_day.dealt(), RoundState.GATHER)
    group = groups_now(round_)[0]
    scribe, host = (next(one for one in group.members if one.role == role) for role in ("scribe", "host"))
    giver = client_for(next(one.person for one in group.members if one.role is None))

    is_offered = f'value="{host.person.public_key}"' in giver.get(f"/rounds/{round_.public_id}/mine").text
    giver.post(f"/groups/{group.id}/roles", data={"role": "scribe", "person": host.person.public_key})

    roles = {one.person_id: one.role for one in groups_now(round_)[0].members}
    assert (is_offered, roles[host.person_id], roles[scribe.person_id]) == (True, "scribe", "host")


def test_roles_go_round_over_gatherings(full_day: Day) -> None:
    """D7: at the next gathering nobody has a role again while somebody at her table has not had it."""
    first = full_day.moves(full_day.dealt(), RoundState.CLOSED)
    was = {one.person_id: one.role for group in groups_now(first) for one in group.members}
    with unit_of_work():
        later = create_gathering(
            None,
            title="Samling 5",
            theme="",
            place="",
            zone="Europe/Oslo",
            language="nn",
            starts_at=STARTS + timedelta(days=30),
            ends_at=STARTS + timedelta(days=30, hours=8),
        )
        for one in full_day.people:
            admit(later, one.id)
    again = replace(full_day, gathering=later)
    again.comes(*full_day.people)
    tables = [list(group.members) for group in groups_now(again.dealt())]

    for role in ("scribe", "host", "spokesperson"):
        for table in tables:
            holder = next(one for one in table if one.role == role)
            had = [was[one.person_id] == role for one in table if one.role in (role, None)]
            assert (was[holder.person_id] == role) == all(had)
