"""Reading the network: lists come narrowed to what the actor may see."""

from network.people.queries.network import (
    is_demo,
    municipalities,
    the_network,
)
from network.people.queries.people import (
    municipality_names,
    part_of,
    people_with_role,
    person_by_email,
)
from network.people.queries.seats import (
    current_seats,
    delegates,
    held_on,
)
from network.people.queries.sign_in import (
    codes_since,
    open_session_ids,
    open_sessions_for,
    request_by_token,
    requests_of_browser,
    session_by_token,
)

__all__ = [
    "codes_since",
    "current_seats",
    "delegates",
    "held_on",
    "is_demo",
    "municipalities",
    "municipality_names",
    "open_session_ids",
    "open_sessions_for",
    "part_of",
    "people_with_role",
    "person_by_email",
    "request_by_token",
    "requests_of_browser",
    "session_by_token",
    "the_network",
]
