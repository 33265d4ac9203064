"""What the pages behind a link in a mail have alike: nobody signs in there, and no search engine keeps them."""

from flask import Response

from network.access.guard import authorize
from network.access.scopes import Facts
from network.people.identity import actor


class _OfNobody:
    """What a link opens that was changed, or is good for nothing any more."""

    def facts(self) -> Facts:
        return Facts(is_published=True)


def keep_out_of_indexes(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def open_nothing() -> None:
    """For a page that only says so: whoever asks may see it (AC-2)."""
    authorize(actor(), "network.read", _OfNobody())
