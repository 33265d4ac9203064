"""FU-1 to FU-4: one mail for all of one's own, four answers without signing in, and nothing by following a link."""

import re
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from network.actions.links import Named, token_of
from network.actions.models import ActionUpdate
from network.actions.services import asking, owners
from network.core import clock
from network.core.db import db, unit_of_work
from network.jobs import budget, schedule
from network.jobs.models import DROPPED, OutgoingMail, ScheduledTask
from network.jobs.services import queue_mail
from network.people.models import Municipality, Person
from network.people.services import register
from network.sessions.gatherings.rules.links import LinkKind, sealed
from tests.access.changes import changed, sums
from tests.actions.agreed import SENTENCES, agree, form_of, history, later, tell
from tests.actions.going import ClientFor, Going
from tests.jobs.time_passing import Post, pass_time, work

WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _known_by_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "base_address", lambda: "https://samling.example")


def asked_after(going: Going, weeks: int) -> Post:
    """The mails that have come so long after the gathering."""
    post = Post()
    later(going, weeks=weeks, hours=1)
    work(post)
    return post


def token(going: Going, person: Person | None = None, *, round_: str = "1") -> str:
    key = (person or going.hall.cast.bo).public_key
    return token_of(Named(key, going.gathering.public_id, round_))


def paths_in(post: Post) -> list[str]:
    """The links of the one mail that came, in order."""
    [one] = post.arrived
    return re.findall(r"https?://[^/\s]+(/framdrift/\S+)", one.letter.body)


def test_one_mail_asks_about_all_of_ones_own(going: Going) -> None:
    """FU-1"""
    points = agree(going, *SENTENCES)

    [one] = asked_after(going, 2).arrived

    assert one.letter.recipient == "bo@prove.example"
    assert "\n\n\n" not in one.letter.body
    assert "Korleis går det med dei 3 tiltaka dine?" in one.letter.subject
    assert [what in one.letter.body for what in SENTENCES] == [True] * 3
    assert Counter(re.findall(r"/points/([\w-]{16})/(\w+)", one.letter.body)) == Counter(
        {(point, state): 1 for point in points for state in ("done", "under_way", "stuck", "dropped")}
    )


def test_it_comes_after_two_weeks_and_after_eight_and_says_what_was_told_last(going: Going) -> None:
    """FU-1"""
    [point] = agree(going)
    first, again = asked_after(going, 2), asked_after(going, 3)
    tell(going, point, "under_way", "Har ringt to utval")

    second = asked_after(going, 8)

    assert ([len(post.arrived) for post in (first, again, second)]) == [1, 0, 1]
    assert "Sist: ingenting er meldt enno." in first.arrived[0].letter.body
    assert "Sist: I gang, " in second.arrived[0].letter.body
    assert "“Har ringt to utval”" in second.arrived[0].letter.body


def test_who_has_said_no_is_asked_no_more_and_her_coordinator_knows(going: Going, client_for: ClientFor) -> None:
    """AG-6, FU-1: also when she had said yes first; the one that she kept is the control."""
    kept, refused = agree(going, *SENTENCES[:2], owner=going.siv)
    for point, is_yes in ((kept, True), (refused, True), (refused, False)):
        with unit_of_work():
            owners.accept(going.point(point), going.siv.id, is_yes=is_yes)
    with unit_of_work():
        register.give_role(going.siv, "coordinator", municipality=db.session.get_one(Municipality, going.sundby.id))

    [one] = asked_after(going, 2).arrived
    card, hers = (client_for(going.siv).get(path).text for path in ("/municipalities/9902", "/actions"))

    assert [what in one.letter.body for what in SENTENCES[:2]] == [True, False]
    assert f"Siv har sagt nei, så ingen har ansvar for dette: {SENTENCES[1]}" in card
    assert hers.index(SENTENCES[0]) < hers.index(">Kommunen min<") < hers.index(SENTENCES[1])


def test_the_queue_names_the_municipality_and_not_who_is_responsible(going: Going, client_for: ClientFor) -> None:
    """AP-7, SC-9"""
    agree(going)

    page = client_for(going.hall.cast.lea).get("/operations/queue").text

    rows = [row for row in re.findall(r'<li class="rows__row" id="planned-.*?</li>', page, re.S) if "ansvar" in row]
    assert [(">Sundby<" in row, ">Bo" in row) for row in rows] == [(True, False)] * 2


def test_nothing_comes_when_nothing_is_open(going: Going) -> None:
    """FU-1"""
    for point in agree(going, *SENTENCES[:2]):
        tell(going, point, "done")

    post = asked_after(going, 2)

    task = db.session.scalars(
        select(ScheduledTask).where(ScheduledTask.kind == "how_it_goes", ScheduledTask.key.endswith("-1"))
    ).one()
    assert (post.arrived, task.state, task.outcome) == ([], DROPPED, "ingenting er ope lenger")


def test_what_is_opened_again_is_asked_about(going: Going) -> None:
    """FU-1: nothing was let go too early."""
    [point] = agree(going)
    tell(going, point, "done")
    tell(going, point, "under_way", "Det var ikkje ferdig likevel")

    assert len(asked_after(going, 2).arrived) == 1


def test_nobody_is_asked_who_has_no_address(going: Going) -> None:
    """FU-1"""
    agree(going)
    with unit_of_work():
        db.session.get_one(Person, going.hall.cast.bo.id).email = None

    post = asked_after(going, 2)

    task = db.session.scalars(
        select(ScheduledTask).where(ScheduledTask.kind == "how_it_goes", ScheduledTask.key.endswith("-1"))
    ).one()
    assert (post.arrived, task.state, task.outcome) == ([], DROPPED, "ho har inga e-postadresse")


def test_following_the_links_changes_nothing(going: Going, client_for: ClientFor) -> None:
    """FU-3: a scanner that follows every link of a mail, by GET and by HEAD."""
    agree(going, *SENTENCES)
    scanner = client_for(None)
    links = paths_in(asked_after(going, 2))
    before = sums()

    answers = [ask(link).status_code for link in links for ask in (scanner.get, scanner.head)]

    assert (len(links), set(answers), changed(before, sums())) == (13, {200}, [])


def test_one_tap_and_a_button_without_signing_in(going: Going, client_for: ClientFor) -> None:
    """FU-2, FU-3"""
    points = agree(going, *SENTENCES[:2])
    links = paths_in(asked_after(going, 2))
    phone = client_for(None)
    done = next(link for link in links if link.endswith(f"{points[0]}/done"))
    post_to = done.removesuffix("/done")
    fields = form_of(phone, done, post_to)

    asked = phone.get(done).text
    sent = [phone.post(post_to, data={**fields, "state": "done", "line": "Vedteke"}) for _twice in "12"]
    page = phone.get(sent[0].location.partition("#")[0]).text

    assert re.search(r'value="done" checked', asked)
    assert [answer.status_code for answer in sent] == [303, 303]
    assert (history(points[0])[1:], history(points[1])[1:]) == ([("done", "Vedteke")], [])
    assert db.session.query(ActionUpdate.via, ActionUpdate.person_id).filter_by(line="Vedteke").one() == (
        "mail",
        going.hall.cast.bo.id,
    )
    assert "Lagra: Ferdig." in page
    assert "Angre" in page
    assert SENTENCES[1] in page


def test_it_can_be_taken_back_on_the_same_page(going: Going, client_for: ClientFor) -> None:
    """AP-5"""
    [point] = agree(going)
    later(going, weeks=2, hours=1)
    phone, address = client_for(None), f"/framdrift/{token(going)}"
    phone.post(f"{address}/points/{point}", data={"state": "done"})

    back = [phone.post(f"{address}/points/{point}/end").status_code for _twice in "12"]

    assert (back, history(point)) == ([303, 303], [("agreed", "")])


@pytest.mark.parametrize("state", ["stuck", "dropped"])
def test_stuck_and_laid_aside_ask_for_a_line(going: Going, client_for: ClientFor, state: str) -> None:
    """AP-2"""
    [point] = agree(going)
    later(going, weeks=2, hours=1)
    phone, address = client_for(None), f"/framdrift/{token(going)}/points/{point}"

    empty = phone.post(address, data={"state": state, "key": "a-key-of-16-char"})
    full = phone.post(address, data={"state": state, "line": "Manglar folk", "key": "a-key-of-16-char"})

    assert (empty.status_code, full.status_code, history(point)[1:]) == (422, 303, [(state, "Manglar folk")])


def test_a_changed_or_strange_token_opens_nothing(going: Going, client_for: ClientFor) -> None:
    """FU-2"""
    [point] = agree(going)
    later(going, weeks=2, hours=1)
    good = token(going)
    key, gathering = going.hall.cast.bo.public_key, going.gathering.public_id
    strange = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.replace(key, going.hall.cast.cy.public_key),
        good.replace("~1.", "~2."),
        sealed("another installation's key, long enough", LinkKind.PROGRESS, f"{key}~{gathering}~1"),
        sealed(str(going_key(going)), LinkKind.OWNER, f"{key}~{gathering}~1"),
        token_of(Named(key, gathering, "3")),
        token_of(Named(key, "no-such-gathering", "1")),
        f"{key}~{gathering}~1",
        "x",
    ]
    phone = client_for(None)

    pages = [phone.get(f"/framdrift/{one}").status_code for one in strange]
    told = [phone.post(f"/framdrift/{one}/points/{point}", data={"state": "done"}).status_code for one in strange]

    assert (set(pages), set(told), history(point)[1:]) == ({404}, {404}, [])
    assert phone.get(f"/framdrift/{good}").status_code == 200


def going_key(_going: Going) -> object:
    from flask import current_app

    return current_app.extensions["settings"].secret_key


def test_a_link_opens_that_persons_actions_of_that_mail_alone(going: Going, client_for: ClientFor) -> None:
    """FU-2"""
    cast = going.hall.cast
    hers, anothers = going.write(SENTENCES[0], owner=cast.bo), going.write(SENTENCES[1], owner=cast.cy)
    going.ask()
    for point in (hers, anothers):
        for person in (cast.bo, cast.cy):
            going.answer(point, person)
    later(going, weeks=2, hours=1)
    phone, address = client_for(None), f"/framdrift/{token(going)}"

    page = phone.get(address).text
    told = phone.post(f"{address}/points/{anothers}", data={"state": "done"})
    seen = phone.get(f"{address}/points/{anothers}/done")

    assert (SENTENCES[0] in page, SENTENCES[1] in page) == (True, False)
    assert (told.status_code, seen.status_code, history(anothers)[1:]) == (404, 404, [])


def test_what_was_done_before_the_mail_is_not_on_its_page(going: Going, client_for: ClientFor) -> None:
    """FU-2"""
    early, open_one = agree(going, *SENTENCES[:2])
    tell(going, early, "done")
    later(going, weeks=2, hours=1)

    page = client_for(None).get(f"/framdrift/{token(going)}").text

    assert (SENTENCES[0] in page, SENTENCES[1] in page) == (False, True)
    assert history(open_one) == [("agreed", "")]


def test_the_link_ends_twelve_weeks_after_the_gathering(going: Going, client_for: ClientFor) -> None:
    """FU-2"""
    [point] = agree(going)
    phone, address = client_for(None), f"/framdrift/{token(going, round_='2')}"

    later(going, weeks=12, seconds=-1)
    before = phone.get(address).status_code
    later(going, weeks=12)
    after = [phone.get(address).status_code, phone.get(f"{address}/points/{point}/done").status_code]
    told = phone.post(f"{address}/points/{point}", data={"state": "done"}).status_code

    assert (before, after, told, history(point)[1:]) == (200, [404, 404], 404, [])


def test_markup_from_a_mails_page_is_words(going: Going, client_for: ClientFor) -> None:
    [point] = agree(going, '<b onclick="x">Vi</b> spør')
    later(going, weeks=2, hours=1)
    phone, address = client_for(None), f"/framdrift/{token(going)}"
    phone.post(f"{address}/points/{point}", data={"state": "done", "line": "<script>1</script>"})

    page = phone.get(address).text + phone.get(f"{address}/points/{point}/done").text

    assert ("<script>1" in page, "<b onclick" in page) == (False, False)


def test_a_link_that_is_no_address_of_the_web_is_refused_from_a_mail(going: Going, client_for: ClientFor) -> None:
    """AP-3"""
    [point] = agree(going)
    later(going, weeks=2, hours=1)

    sent = client_for(None).post(
        f"/framdrift/{token(going)}/points/{point}", data={"state": "done", "link": "javascript:alert(1)"}
    )

    assert (sent.status_code, history(point)[1:]) == (422, [])


def test_the_page_is_kept_out_of_indexes_and_hands_its_address_on_to_nobody(
    going: Going, client_for: ClientFor
) -> None:
    """FU-2"""
    agree(going)
    later(going, weeks=2, hours=1)

    headers = client_for(None).get(f"/framdrift/{token(going)}").headers

    assert (headers["X-Robots-Tag"], headers["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")


def test_a_delegate_who_answers_gets_at_most_six_mails_in_twelve_weeks(going: Going) -> None:
    """FU-4: every mail to Bo counts: those that ask, the day's own, and what the next gathering brings."""
    points = agree(going, *SENTENCES)
    post, start = Post(), clock.now()

    def live(now: datetime) -> None:
        """She answers within a week of being asked; the next gathering invites her, tells more, and is moved."""
        weeks, rest = divmod(now - start, WEEK)
        if rest >= timedelta(hours=1):
            return
        for point in points if weeks in (3, 9) else ():
            tell(going, point, "under_way", f"Veke {weeks}")
        if weeks in OTHERS:
            also_mail(OTHERS[weeks], f"other {weeks}")

    pass_time(post, until=start + 12 * WEEK, each_step=live)

    hers = [one for one in post.arrived if one.letter.recipient == "bo@prove.example"]
    subjects = [re.sub(r"[?:].*", "", one.letter.subject) for one in hers]
    asks = "Korleis går det med dei 3 tiltaka dine"
    assert subjects == ["Dagen din", asks, "Neste samling", asks, "Neste samling", "Neste samling"]
    assert budget.counts("bo@prove.example", now=start + 12 * WEEK).total() == 6


OTHERS = {6: "invitation", 10: "practical", 11: "changed"}
"""Weeks after → what else is mailed to her."""


def also_mail(kind: str, key: str) -> None:
    with unit_of_work():
        queue_mail(key=key, kind=kind, recipient="bo@prove.example", language="nn", subject="Neste samling", body="Hei")


def test_control_one_mail_for_each_action_would_be_too_many(going: Going, monkeypatch: pytest.MonkeyPatch) -> None:
    """FU-4: planned action by action, the same weeks bring more than six, and the rest is held back."""
    plan = schedule.plan

    def for_each(key: str, kind: str, at: datetime, about: schedule.About, **more: bool) -> None:
        for number in range(3 if kind == asking.KIND else 1):
            plan(f"{key}-{number}", kind, at, about, **more)

    monkeypatch.setattr(schedule, "plan", for_each)
    agree(going, *SENTENCES)
    post, start = Post(), clock.now()

    pass_time(post, until=start + 9 * WEEK)

    assert budget.counts("bo@prove.example").total() == 6
    assert db.session.query(OutgoingMail).filter_by(kind=asking.KIND, last_fault="budget").count() >= 1
