"""GR-13 to GR-15: wishes, who is fastened, taking back, evening out, and the figures behind the sentences."""

import json
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from network.access.actor import actor_for
from network.core.db import db, unit_of_work
from network.people.models import Person
from network.sessions.gatherings.queries.door import present_ids
from network.sessions.groups import engine
from network.sessions.groups.models import GroupMember, GroupRound, GroupWish, RoundState
from network.sessions.groups.queries import explained
from network.sessions.groups.queries.arranged import arranged
from network.sessions.groups.queries.page import result_of
from network.sessions.groups.services import dealing, drawing
from tests.sessions.groups.conftest import Day, groups_now, groups_of, memberships, sizes_of

ClientFor = Callable[[Person | None], FlaskClient]


@pytest.fixture
def drawn(full_day: Day) -> GroupRound:
    """Groups are made, and nobody has been sent to a table."""
    return full_day.dealt()


def page_of(day: Day, round_: GroupRound, rest: str = "") -> str:
    return f"/gatherings/{day.gathering.public_id}/rounds/{round_.public_id}{rest}"


def recounted(round_: GroupRound) -> tuple[int, int, int, int]:
    """Meetings, repeats, pairs from home and the least repeats of the groups as they stand, counted from scratch."""
    db.session.rollback()
    asked = dealing.asked_of(db.session.get_one(GroupRound, round_.id), by_id=None).problem
    assert asked is not None
    found = engine.judge(asked, (arranged(round_).groups,))
    least = engine.least_repeats(found.sizes[0], engine.fresh_in(asked).values())
    return found.meetings, found.repeats, found.same_municipality, least


def kept(round_: GroupRound) -> tuple[int, int | None, int, int | None]:
    db.session.rollback()
    found = result_of(db.session.get_one(GroupRound, round_.id))
    assert found is not None
    return found.meetings, found.repeats, found.same_municipality, found.least_repeats


def test_who_is_moved_by_hand_is_fastened_and_stays_when_the_rest_is_mixed(
    full_day: Day, drawn: GroupRound, client_for: ClientFor
) -> None:
    """GR-15"""
    client, (first, second, *_rest) = client_for(full_day.fia), groups_now(drawn)
    who = first.members[0].person
    client.post(f"/rounds/{drawn.public_id}/moves", data={"person": who.public_key, "group": second.id})
    before = groups_of(drawn)

    client.post(f"/rounds/{drawn.public_id}/groups")
    mixed = groups_of(drawn)
    client.post(f"/rounds/{drawn.public_id}/pins", data={"person": who.public_key})
    db.session.rollback()
    let_go = arranged(drawn).pinned

    assert (who.id in before[1], who.id in mixed[1], mixed != before, let_go) == (True, True, True, frozenset())


def test_the_figures_stay_true_when_somebody_is_moved_or_comes(full_day: Day, client_for: ClientFor) -> None:
    full_day.dealt()
    late = full_day.people[9]
    full_day.leaves(late)
    round_ = full_day.dealt()
    first, second, *_rest = groups_now(round_)
    who = first.members[0].person
    mover = client_for(full_day.fia)
    mover.post(f"/rounds/{round_.public_id}/moves", data={"person": who.public_key, "group": second.id, "anyway": "y"})

    moved = kept(round_) == recounted(round_), mover.get(page_of(full_day, round_)).text
    full_day.comes(late)

    assert (moved[0], "er gjensyn (" in moved[1]) == (True, True)
    assert kept(round_) == recounted(round_)


def test_a_person_and_a_group_are_told_in_figures_what_the_day_brings(full_day: Day, client_for: ClientFor) -> None:
    """GROUPS 4: whom she meets in all groups of the day; counted here from the groups themselves."""
    first, second = full_day.dealt(), full_day.dealt()
    for round_ in (first, second):
        full_day.moves(round_, RoundState.GATHER)
    anna = full_day.people[0]
    tables = [ids - {anna.id} for round_ in (first, second) for ids in groups_of(round_) if anna.id in ids]
    met, twice = set().union(*tables), set.intersection(*tables)
    places = {full_day.people.index(one) // 4 for one in full_day.people if one.id in met}
    new = f"{len(met) - len(twice)} av dei nye" if twice else "alle nye"

    said = client_for(anna).get(f"/rounds/{second.public_id}/mine").text
    figures = client_for(full_day.fia).get(page_of(full_day, second, "/again")).text
    many = len(groups_of(second)[0])

    assert f"Du møter {len(met)} personar i 2 grupper i dag, {new}, frå {len(places)} kommunar." in said
    assert f"<p>{many} personar frå {many} kommunar." in figures


def test_an_undo_brings_back_the_groups_roles_and_figures_and_sent_twice_does_it_once(
    full_day: Day, drawn: GroupRound, client_for: ClientFor
) -> None:
    """GR-13, F10"""
    client, (first, second, *_rest) = client_for(full_day.fia), groups_now(drawn)
    before, figures = memberships(drawn), kept(drawn)
    roles = {one.person_id: one.role for group in (first, second) for one in group.members}
    moved = {"person": first.members[0].person.public_key, "group": second.id}
    client.post(f"/rounds/{drawn.public_id}/moves", data=moved)
    offered = re.search(r'name="mark" value="([^"]+)"', client.get(page_of(full_day, drawn)).text)
    assert offered

    twice = [client.post(f"/rounds/{drawn.public_id}/undo", data={"mark": offered[1]}).status_code for _each in "12"]

    assert (twice, memberships(drawn), kept(drawn)) == ([303, 303], before, figures)
    assert {one.person_id: one.role for group in groups_now(drawn)[:2] for one in group.members} == roles


def test_an_undo_gives_who_has_come_since_a_place_and_stops_when_something_else_has_changed(
    full_day: Day, client_for: ClientFor
) -> None:
    late, client = full_day.people[9], client_for(full_day.fia)
    full_day.leaves(late)
    round_ = full_day.dealt()
    full_day.deal(round_)
    old = json.loads(db.session.get_one(GroupRound, round_.id).plan)["before"]["mark"]
    full_day.comes(late)
    full_day.deal(round_)
    new = json.loads(db.session.get_one(GroupRound, round_.id).plan)["before"]["mark"]

    answers = [client.post(f"/rounds/{round_.public_id}/undo", data={"mark": mark}).status_code for mark in (old, new)]

    assert (answers, late.id in set().union(*groups_of(round_)), max(sizes_of(round_))) == ([409, 303], True, 5)


def test_once_people_are_on_their_way_nothing_is_taken_back(
    full_day: Day, drawn: GroupRound, client_for: ClientFor
) -> None:
    full_day.deal(drawn)
    mark = json.loads(db.session.get_one(GroupRound, drawn.id).plan)["before"]["mark"]
    full_day.moves(drawn, RoundState.GATHER)
    before = memberships(drawn)

    answer = client_for(full_day.fia).post(f"/rounds/{drawn.public_id}/undo", data={"mark": mark})

    assert (answer.status_code, memberships(drawn)) == (409, before)


def wish(client: FlaskClient, round_: GroupRound, kind: str, *people: Person) -> int:
    keys = dict(zip(("one", "other"), (one.public_key for one in people), strict=False))
    return client.post(f"/rounds/{round_.public_id}/wishes", data={"kind": kind, **keys}).status_code


def test_wishes_hold_in_all_rounds_and_the_same_wish_twice_is_one(full_day: Day, client_for: ClientFor) -> None:
    """GR-15. The first two sit apart without the wish, being of one municipality."""
    client, round_ = client_for(full_day.fia), full_day.round()
    a, b, c, d = full_day.people[0], full_day.people[1], full_day.people[8], full_day.people[16]
    sent = [wish(client, round_, *one) for one in (("together", a, b), ("together", b, a), ("apart", c, d))]
    sent.append(wish(client, round_, "spread", c))

    for one in (round_, full_day.round()):
        client.post(f"/rounds/{one.public_id}/groups")
        seat = {person: at for at, ids in enumerate(groups_of(one)) for person in ids}
        assert (seat[a.id] == seat[b.id], seat[c.id] == seat[d.id]) == (True, False)

    assert (sent, db.session.scalar(select(func.count()).select_from(GroupWish))) == ([303] * 4, 3)


def test_a_wish_is_taken_away_and_one_without_a_second_person_is_refused_with_what_was_chosen(
    full_day: Day, client_for: ClientFor
) -> None:
    client, round_ = client_for(full_day.fia), full_day.round()
    one = full_day.people[0]
    alone = client.post(f"/rounds/{round_.public_id}/wishes", data={"kind": "apart", "one": one.public_key})
    wish(client, round_, "apart", one, full_day.people[8])
    wish_id = db.session.scalar(select(GroupWish.id))

    gone = [client.post(f"/rounds/{round_.public_id}/wishes/removal", data={"wish": wish_id}) for _each in "12"]

    assert (alone.status_code, f'value="{one.public_key}" selected' in alone.text) == (422, True)
    assert ([answer.status_code for answer in gone], db.session.scalar(select(GroupWish.id))) == ([303, 303], None)


def test_contradictions_are_told_with_names_before_anybody_searches(
    full_day: Day, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, round_ = client_for(full_day.fia), full_day.dealt()
    a, b = full_day.people[0], full_day.people[8]
    for kind in ("together", "apart"):
        wish(client, round_, kind, a, b)
    before = memberships(round_)
    monkeypatch.setattr(drawing, "plan_of", None)

    answer = client.post(f"/rounds/{round_.public_id}/groups")

    assert (answer.status_code, memberships(round_)) == (409, before)
    assert f"{a.name} og {b.name} skal både haldast saman og haldast frå kvarandre." in answer.text


def seals(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="way" value="(\w+)">\s*<input type="hidden" name="seal" value="(\w+)"', page))


def told_and_missed(day: Day) -> GroupRound:
    """People have been sent to their tables, and four of one table have left."""
    round_ = day.moves(day.dealt(), RoundState.GATHER)
    day.leaves(*[one.person for one in groups_now(round_)[0].members[:4]])
    return round_


def test_evening_out_shows_what_moves_before_anything_does(full_day: Day, client_for: ClientFor) -> None:
    """GR-14"""
    full_day.dealt()
    round_ = told_and_missed(full_day)
    before, client = memberships(round_), client_for(full_day.fia)

    shown = client.get(page_of(full_day, round_, "/repairs"))
    looked = memberships(round_)
    done = client.post(f"/rounds/{round_.public_id}/repairs", data={"way": "least", "seal": seals(shown.text)["least"]})

    assert (shown.status_code, looked == before, done.status_code) == (200, True, 303)
    assert re.search(r"\d personar flyttar, ", shown.text)
    assert "4 som har plass, er ikkje her." in shown.text
    present = [len(ids & here_now(full_day)) for ids in groups_of(round_)]
    assert (sum(present), max(present) - min(present)) == (28, 0)


def here_now(day: Day) -> set[int]:
    db.session.rollback()
    return set(present_ids(day.gathering.id))


def test_what_was_shown_is_not_done_when_somebody_has_come_since_and_twice_is_once(
    full_day: Day, client_for: ClientFor
) -> None:
    round_ = told_and_missed(full_day)
    client, address = client_for(full_day.fia), f"/rounds/{round_.public_id}/repairs"
    form = {"way": "least", "seal": seals(client.get(page_of(full_day, round_, "/repairs")).text)["least"]}
    gone = next(person for person in full_day.people if person.id not in here_now(full_day))
    full_day.comes(gone)
    before = memberships(round_)

    stale = client.post(address, data=form)
    stood = memberships(round_) == before
    form = {"way": "least", "seal": seals(stale.text)["least"]}
    done = client.post(address, data=form).status_code
    after = memberships(round_)
    again = client.post(address, data=form).status_code

    assert (stale.status_code, stood, done, again, memberships(round_) == after) == (409, True, 303, 409, True)


def test_evening_out_is_taken_back_while_nothing_else_has_changed(full_day: Day, client_for: ClientFor) -> None:
    """GR-19: places, roles, who is fastened and the figures; those who were moved go on reading what they wrote."""
    full_day.dealt()
    round_ = told_and_missed(full_day)
    before, figures, client = groups_of(round_), kept(round_), client_for(full_day.fia)
    roles = {one.person_id: one.role for group in groups_now(round_) for one in group.members}
    way = seals(client.get(page_of(full_day, round_, "/repairs")).text)["least"]
    client.post(f"/rounds/{round_.public_id}/repairs", data={"way": "least", "seal": way})
    evened = groups_of(round_)
    moved = next(one for old, new in zip(before, evened, strict=True) for one in new - old)
    offered = re.search(r'name="mark" value="([^"]+)"', client.get(page_of(full_day, round_)).text)
    assert offered

    undo = f"/rounds/{round_.public_id}/undo"
    twice = [client.post(undo, data={"mark": offered[1]}).status_code for _each in "12"]

    assert (evened != before, groups_of(round_), kept(round_), twice) == (True, before, figures, [303, 303])
    now = {one.person_id: one.role for group in groups_now(round_) for one in group.members if not one.moved_at}
    assert (now, len(actor_for(moved).former_group_ids) > 0) == (roles, True)


def test_evening_out_is_not_taken_back_over_what_came_after_it(full_day: Day, client_for: ClientFor) -> None:
    round_ = told_and_missed(full_day)
    client = client_for(full_day.fia)
    way = seals(client.get(page_of(full_day, round_, "/repairs")).text)["least"]
    client.post(f"/rounds/{round_.public_id}/repairs", data={"way": "least", "seal": way})
    offered = re.search(r'name="mark" value="([^"]+)"', client.get(page_of(full_day, round_)).text)
    assert offered
    first, second, *_rest = groups_now(round_)
    who = next(one.person for one in first.members if not one.moved_at)
    client.post(f"/rounds/{round_.public_id}/moves", data={"person": who.public_key, "group": second.id, "anyway": "y"})
    before = groups_of(round_)

    answer = client.post(f"/rounds/{round_.public_id}/undo", data={"mark": offered[1]})

    page = client.get(page_of(full_day, round_)).text
    assert (answer.status_code, groups_of(round_), 'name="mark"' in page) == (409, before, False)


def test_who_is_moved_by_evening_out_goes_on_reading_her_old_board(full_day: Day, client_for: ClientFor) -> None:
    """GR-7"""
    round_ = told_and_missed(full_day)
    client = client_for(full_day.fia)
    way = seals(client.get(page_of(full_day, round_, "/repairs")).text)
    client.post(f"/rounds/{round_.public_id}/repairs", data={"way": "least", "seal": way["least"]})

    db.session.rollback()
    moved = db.session.scalars(select(GroupMember).where(GroupMember.moved_at.is_not(None))).all()

    assert moved
    assert {one.person_id for one in moved} <= set().union(*groups_of(round_))


def test_who_meets_again_is_named_with_when(full_day: Day, client_for: ClientFor) -> None:
    first = full_day.dealt()
    second = full_day.deal(full_day.round(groups="same", same_as_id=first.item_id))
    a, b = (one.person.name for one in groups_now(second)[0].members[:2])

    said = client_for(full_day.fia).get(page_of(full_day, second, "/again")).text

    assert f"{a}, {b}" in said or f"{b}, {a}" in said
    assert "tidlegare i dag" in said
    assert sum(map(len, explained.met_again(second).values())) == sum(
        len(g) * (len(g) - 1) // 2 for g in groups_of(second)
    )


def test_the_advice_says_how_many_groups_and_rounds(full_day: Day, client_for: ClientFor) -> None:
    round_ = full_day.round()

    said = client_for(full_day.fia).get(page_of(full_day, round_, "/advice")).text

    assert "32 personar er her." in said
    assert re.search(r"8 grupper · 4 i kvar</span>\s*<span class=\"rows__line\">Alle 2 rundane", said)


def test_no_party_stands_on_any_page_about_groups(full_day: Day, drawn: GroupRound, client_for: ClientFor) -> None:
    """PE-2. Afterwards a person is called as a party is, which is the control: that is found on pages with names."""
    who, lead = full_day.people[0], client_for(full_day.fia)
    pages = ("", "/repairs", "/again", "/advice", "/wishes", f"/people/{who.public_key}")

    def parties(rest: str) -> list[str]:
        return re.findall(r"\b(?:Ap|Sp)\b|[Pp]arti(?:et)?\b", lead.get(page_of(full_day, drawn, rest)).text)

    found = {rest: parties(rest) for rest in pages}
    with unit_of_work():
        db.session.get_one(Person, who.id).name = "Ap"

    assert found == {rest: [] for rest in pages}
    assert [bool(parties(rest)) for rest in ("", "/wishes", pages[-1])] == [True] * 3


def test_mixed_groups_are_a_draft_until_people_are_sent_to_them_and_local_ones_are_not(
    full_day: Day, client_for: ClientFor
) -> None:
    """GR-16. What is shown once they are sent is the control."""
    mixed, local = full_day.dealt(), full_day.dealt(kind="local_round", groups="local")
    person = full_day.people[0]
    delegate, lead = client_for(person), client_for(full_day.fia)

    def shown(client: FlaskClient, round_: GroupRound) -> tuple[bool, bool]:
        own = client.get(f"/rounds/{round_.public_id}/mine").text
        return "Bord " in own, person.name in client.get(page_of(full_day, round_, "/seating")).text

    before = [shown(delegate, mixed), shown(delegate, local), shown(lead, mixed)]
    full_day.moves(mixed, RoundState.GATHER)

    assert before == [(False, False), (True, True), (False, True)]
    assert shown(delegate, mixed) == (True, True)
