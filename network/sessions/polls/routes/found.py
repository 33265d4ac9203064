"""Finding what an address names, for whoever may reach it."""

from network.access.guard import authorize
from network.people.identity import actor
from network.sessions.gatherings.models import Gathering
from network.sessions.gatherings.queries.gatherings import gathering_by_public_id
from network.sessions.polls.models import Poll
from network.sessions.polls.queries.polls import poll_of


def gathering_for(action: str, public_id: str) -> Gathering:
    return authorize(actor(), action, gathering_by_public_id(public_id))


def poll_for(action: str, public_id: str, poll_id: str) -> Poll:
    return authorize(actor(), action, poll_of(gathering_by_public_id(public_id), poll_id))
