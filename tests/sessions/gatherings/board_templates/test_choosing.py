"""BO-50, BO-53, BO-54: a programme's items choose templates, and a board keeps what it was made with."""

import re
from datetime import UTC, datetime

from sqlalchemy import select

from network.core.db import db, unit_of_work
from network.sessions.boards.export import services as taking_in
from network.sessions.boards.export.queries import collection_of
from network.sessions.boards.export.rules.packed import pack
from network.sessions.boards.export.rules.unpacked import unpack
from network.sessions.boards.models import Board
from network.sessions.boards.services.following import when_groups_changed, when_round_moved
from network.sessions.gatherings.board_templates.models import OwnTemplate
from network.sessions.gatherings.models import Gathering, ProgrammeItem
from network.sessions.gatherings.services.planning import Outline, clone_gathering
from network.sessions.groups.models import BreakoutGroup, GroupKind, GroupMember, GroupRound, RoundState
from tests.sessions.gatherings.board_templates.conftest import PATH, Templates
from tests.sessions.gatherings.test_programme import form_of, seal_of

FIRST_ROUND = 4


def chosen(templates: Templates, key: str, **other: object) -> dict[str, object]:
    item = templates.office.items()[FIRST_ROUND]
    return form_of(item, seal_of(templates.office, item), board_template=key, **other)


def choose(templates: Templates, template: OwnTemplate) -> ProgrammeItem:
    office = templates.office
    item = office.items()[FIRST_ROUND]
    answer = office.post(office.cast.fia, f"/programme/{item.public_id}", **chosen(templates, template.key))
    assert answer.status_code == 303, answer.text
    return office.items()[FIRST_ROUND]


def value_of(page: str, name: str) -> str:
    field = re.search(rf'<input [^>]*name="{name}"[^>]*>', page)
    found = re.search(r'value="([^"]*)"', field[0]) if field else None
    assert found is not None
    return found[1]


def a_round(item: ProgrammeItem, person_id: int) -> GroupRound:
    """With one group, whose people go to their table."""
    with unit_of_work():
        round_ = GroupRound(
            public_id="a-round", gathering_id=item.gathering_id, item_id=item.id, number=1, kind=GroupKind.MIXED
        )
        round_.state = RoundState.GATHER
        db.session.add(round_)
        db.session.flush()
        _add_group(round_, 1, person_id)
        when_round_moved(round_id=round_.id)
    return round_


def _add_group(round_: GroupRound, number: int, person_id: int) -> None:
    group = BreakoutGroup(
        gathering_id=round_.gathering_id,
        round_id=round_.id,
        number=number,
        label=f"Bord {number}",
        kind=GroupKind.MIXED,
    )
    db.session.add(group)
    db.session.flush()
    db.session.add(GroupMember(group_id=group.id, person_id=person_id))
    db.session.flush()


def boards() -> list[Board]:
    db.session.rollback()
    return list(db.session.scalars(select(Board).order_by(Board.id)))


def asked(board: Board) -> list[tuple[str, str, str]]:
    return [(one.key, one.title, one.prompt) for one in board.columns]


def test_own_ones_come_first_then_the_common_ones_then_the_rest(templates: Templates) -> None:
    """BO-54"""
    templates.make("Ein")
    office = templates.office

    page = office.get(office.cast.fia, f"/programme/{office.items()[FIRST_ROUND].public_id}").text

    assert re.findall(r'<optgroup label="([^"]+)"', page) == ["Eigne malar", "Vanlege", "Fleire malar"]
    assert re.findall(r'<option value="([^"]+)"', page[page.index("<optgroup") :])[:4] == [
        "own-a-key-of-16-long",
        "challenges",
        "ourselves",
        "take_home",
    ]
    assert 'value="challenges" selected' in page


def test_without_script_a_button_fetches_what_goes_with_the_template(templates: Templates) -> None:
    """BO-54: nothing is stored, the item's minutes follow, and all of it can be changed."""
    template = templates.make("Ein")
    office = templates.office
    item, minutes = office.items()[FIRST_ROUND], office.items()[FIRST_ROUND].minutes
    typed = chosen(templates, template.key, act="fetch", title="Eigen tittel")

    page = office.post(office.cast.fia, f"/programme/{item.public_id}", **typed)

    names = ("minutes", "phase_write", "phase_talk", "phase_sort", "phase_prioritise", "title")
    assert (page.status_code, [value_of(page.text, name) for name in names]) == (
        200,
        ["33", "4", "20", "", "6", "Eigen tittel"],
    )
    assert 'value="municipality" selected' in page.text
    assert ('value="3" selected' in page.text, "Ingenting er lagra enno." in page.text) == (True, True)
    assert office.items()[FIRST_ROUND].minutes == minutes


def test_a_board_that_nobody_offers_is_refused(templates: Templates) -> None:
    office = templates.office
    item = office.items()[FIRST_ROUND]

    answers = [
        office.post(office.cast.fia, f"/programme/{item.public_id}", **chosen(templates, key, **more)).status_code
        for key, more in (("own-nobody-has-this", {}), ("x" * 60, {}), ("gone", {"act": "fetch"}))
    ]

    assert (answers, office.items()[FIRST_ROUND].board_template) == ([422, 422, 422], "challenges")


def test_a_board_keeps_what_its_template_asked_when_it_was_made(templates: Templates) -> None:
    """BO-50: a group that comes later is asked what the others of its round are asked; the next round asks anew."""
    template = templates.make("Ein", "To")
    round_ = a_round(choose(templates, template), templates.office.cast.anna.id)
    form = templates.shown(template)
    templates.lea.post(
        f"{PATH}/{template.public_id}",
        data={**form, "column_key": ["c2"], "column_title": ["Anna"], "column_prompt": ["Ny"], "help": "Ny line"},
    )

    with unit_of_work():
        _add_group(round_, 2, templates.office.cast.bo.id)
        when_groups_changed(round_id=round_.id, person_ids=())
    first, second = boards()

    assert asked(first) == [("c1", "Ein", "Kva med Ein?"), ("c2", "To", "Kva med To?")]
    assert (asked(second), first.help, second.help) == (asked(first), "Skriv kort.", "Skriv kort.")
    assert (first.names, second.names) == ("names", "names"), "the item's, which was planned without fetching"
    fresh = templates.stored()
    assert fresh is not None
    assert [one.title for one in fresh.column_list()] == ["Anna"], "the control: the template did change"


def test_a_template_that_is_taken_away_goes_on_where_it_was_chosen(templates: Templates) -> None:
    """BO-53"""
    template = templates.make("Ein", "To")
    office = templates.office
    item = choose(templates, template)
    templates.lea.post(f"{PATH}/{template.public_id}/removal")

    own = office.get(office.cast.fia, f"/programme/{item.public_id}").text
    other = office.get(office.cast.fia, f"/programme/{office.items()[8].public_id}").text
    again = office.post(office.cast.fia, f"/programme/{item.public_id}", **chosen(templates, template.key))
    a_round(item, office.cast.anna.id)

    assert (f'value="{template.key}" selected' in own, template.key in other) == (True, False)
    assert (again.status_code, [title for _key, title, _prompt in asked(boards()[0])]) == (303, ["Ein", "To"])


def test_a_gathering_done_once_more_has_the_same_own_template(templates: Templates) -> None:
    template = templates.make("Ein")
    choose(templates, template)
    outline = Outline("Att", "", "", "Europe/Oslo", "nn", datetime(2027, 3, 1, 8, 30, tzinfo=UTC))

    with unit_of_work():
        model = templates.office.gathering_inside()
        twin_id = clone_gathering(templates.office.cast.lea.id, model, outline, goal_ids=()).id

    twin = db.session.get_one(Gathering, twin_id)
    assert twin.items[FIRST_ROUND].board_template == template.key


def test_a_board_of_an_own_template_is_made_again_from_its_file(templates: Templates) -> None:
    template = templates.make("Ein", "To")
    round_ = a_round(choose(templates, template), templates.office.cast.anna.id)
    made = boards()[0]
    group = db.session.get_one(BreakoutGroup, made.group_id)
    [file] = unpack(pack(collection_of(made)))

    with unit_of_work():
        again_id = taking_in.make_board(group, templates.office.cast.actor("fia"), file).id

    assert asked(db.session.get_one(Board, again_id)) == asked(made)
    assert round_.id == group.round_id
