"""GR-8: a role is an offer, and the group hands it on as it likes."""

from network.sessions.groups.models import RoundState
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
