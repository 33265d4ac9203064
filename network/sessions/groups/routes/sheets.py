"""A round's groups as files: for a spreadsheet, and as rooms for a meeting tool, which keeps one round at a time."""

from flask import Blueprint, Flask, Response
from flask.typing import ResponseReturnValue

from network.access.guard import acts, allows, authorize
from network.core.language import gettext as _
from network.people.identity import actor
from network.sessions.gatherings.rules.cells import csv_bytes
from network.sessions.groups.models import GroupRound
from network.sessions.groups.queries import rounds
from network.sessions.groups.queries.page import addresses_of, homes_of_all
from network.sessions.groups.routes.found import round_to
from network.sessions.groups.routes.meeting import WholeNetwork
from network.sessions.groups.routes.words import ROLE_WORDS

blueprint = Blueprint("sheets", __name__)


def register(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/groups.csv")
@acts("round.read")
def groups(public_id: str, round_id: str) -> ResponseReturnValue:
    """Group, table, name, municipality, role, video link; never a party or an address."""
    round_ = round_to("round.edit", round_id, gathering_id=public_id)
    found = rounds.overview(round_)
    places = homes_of_all(round_.gathering_id)
    head = [_("Group"), _("Table"), _("Name"), _("Municipality"), _("Role"), _("Here"), _("Video link")]
    lines = [
        [
            str(group.group.number),
            group.place,
            one.name,
            places.get(one.person_id, ""),
            str(ROLE_WORDS[one.role]) if one.role else "",
            _("yes") if one.is_present else _("no"),
            group.group.video_link,
        ]
        for group in found
        for one in group.sitting
    ]
    return _file(round_, csv_bytes([head, *lines]), "groups")


@blueprint.get("/gatherings/<public_id>/rounds/<round_id>/rooms.csv")
@acts("round.read")
def rooms(public_id: str, round_id: str) -> ResponseReturnValue:
    """Room and e-mail address, as meeting tools take them in; for those alone who know people's addresses."""
    round_ = round_to("round.edit", round_id, gathering_id=public_id)
    authorize(actor(), "person.edit_other", WholeNetwork())
    found = rounds.overview(round_)
    mail = addresses_of([one.person_id for group in found for one in group.sitting])
    lines = [
        [f"{group.group.number} {group.label}", mail[one.person_id]]
        for group in found
        for one in group.sitting
        if one.person_id in mail
    ]
    return _file(round_, csv_bytes([["Pre-assign Room Name", "Email Address"], *lines], delimiter=","), "rooms")


def may_see_rooms() -> bool:
    return allows(actor(), "person.edit_other", WholeNetwork().facts())


def _file(round_: GroupRound, body: bytes, name: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{round_.number}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)
