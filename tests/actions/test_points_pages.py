"""AP: an action's page, who sees what of it, and what is refused. A hostile asker gets nothing of others'."""

import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Row, select

from network.actions.models import ActionPoint, Answer
from network.actions.queries import points as queries
from network.actions.services import points as services
from network.actions.services import updates
from network.core import clock
from network.core.db import db, unit_of_work
from network.followup.queries import following as followup_queries
from network.followup.rules.following import Line
from network.people.services import register
from tests.actions.agreed import SENTENCES, agree, form_of, hidden_fields, history, later, tell
from tests.actions.going import STEP, WHAT, ClientFor, Going
from tests.sessions.stage.conftest import queries_of


def test_told_in_one_form_on_the_page(going: Going, client_for: ClientFor) -> None:
    """AP-1, AP-4: sent twice, as by an impatient thumb, it stands there once."""
    [point] = agree(going)
    later(going, days=10)
    bo = client_for(going.hall.cast.bo)
    fields = form_of(bo, f"/actions/{point}", f"/actions/{point}/updates")

    sent = [bo.post(f"/actions/{point}/updates", data={**fields, "state": "under_way", "line": "Ringt"}) for _ in "12"]

    page = bo.get(f"/actions/{point}").text
    assert [answer.status_code for answer in sent] == [303, 303]
    assert history(point)[1:] == [("under_way", "Ringt")]
    assert all(words in page for words in (WHAT, STEP, "I gang", "Ringt", "Bo", "Angre", "Samd"))


def test_what_was_changed_before_the_first_answer_came_is_not_lost(going: Going, client_for: ClientFor) -> None:
    """AP-4, F10: she presses, waits, writes another line and presses again: the form comes back, good for one more."""
    [point] = agree(going)
    bo, path = client_for(going.hall.cast.bo), f"/actions/{point}/updates"
    fields = form_of(bo, f"/actions/{point}", path)
    bo.post(path, data={**fields, "state": "under_way", "line": "Ringt"})

    other = bo.post(path, data={**fields, "state": "under_way", "line": "Ringt to av dei"})
    before = history(point)[1:]
    bo.post(path, data={**hidden_fields(other.text, path), "state": "under_way", "line": "Ringt to av dei"})

    assert (other.status_code, 'value="Ringt to av dei"' in other.text) == (422, True)
    assert "Du har alt lagra dette." in other.text
    assert (before, history(point)[2:]) == ([("under_way", "Ringt")], [("under_way", "Ringt to av dei")])


def test_what_is_wrong_comes_back_with_what_was_typed(going: Going, client_for: ClientFor) -> None:
    """AP-2, AP-3"""
    [point] = agree(going)
    bo = client_for(going.hall.cast.bo)

    silent = bo.post(f"/actions/{point}/updates", data={"state": "stuck", "line": ""})
    hostile = bo.post(
        f"/actions/{point}/updates", data={"state": "done", "line": "Sjå her", "link": "javascript:alert(1)"}
    )

    assert (silent.status_code, hostile.status_code) == (422, 422)
    assert "Skriv kva de treng hjelp til." in silent.text
    assert 'value="Sjå her"' in hostile.text
    assert 'href="javascript:' not in hostile.text
    assert history(point)[1:] == []


def test_markup_in_a_line_is_words(going: Going, client_for: ClientFor) -> None:
    [point] = agree(going)
    tell(going, point, "done", '<img src=x onerror="alert(1)">')

    pages = [
        client_for(person).get(address).text
        for person, address in (
            (going.hall.cast.bo, f"/actions/{point}"),
            (going.hall.cast.bo, "/actions"),
            (going.hall.cast.lea, "/followup"),
        )
    ]

    assert ["<img src=x" in page for page in pages] == [False] * 3
    assert ["&lt;img src=x" in page for page in pages] == [True] * 3


def test_a_link_shows_where_it_leads_and_a_resolution_its_number(going: Going, client_for: ClientFor) -> None:
    """AP-3"""
    [point] = agree(going)
    bo = client_for(going.hall.cast.bo)
    bo.post(f"/actions/{point}/updates", data={"state": "done", "link": "https://sundby.example/vedtak?a=1&b=2"})
    bo.post(f"/actions/{point}/updates", data={"state": "done", "resolution": "12/2027"})

    page = bo.get(f"/actions/{point}").text
    assert 'href="https://sundby.example/vedtak?a=1&amp;b=2" rel="nofollow noopener noreferrer"' in page
    assert "(sundby.example)" in page
    assert "Vedtak 12/2027" in page


def test_a_file_is_only_downloaded_and_by_those_who_may_read(going: Going, client_for: ClientFor) -> None:
    """AP-3"""
    [point] = agree(going)
    bo = client_for(going.hall.cast.bo)
    body = b"%PDF-1.4 vedtak"
    sent = bo.post(f"/actions/{point}/updates", data={"state": "done", "file": (io.BytesIO(body), "Vedtak.pdf")})
    update = queries.latest_update(going.stored(point).id)
    assert update is not None
    address = f"/actions/{point}/evidence/{update.id}"

    with bo.get(address) as got:
        handed = got.data
    strange = [client_for(person).get(address).status_code for person in (going.hall.cast.anna, going.hall.cast.otto)]

    assert (sent.status_code, handed, strange) == (303, body, [404, 404])
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def stored_files(app: Flask) -> int:
    return sum(1 for path in app.extensions["settings"].instance_dir.glob("files/*/*"))


def test_a_form_that_is_refused_leaves_no_file_on_the_disk(app: Flask, going: Going, client_for: ClientFor) -> None:
    """Stuck without a line is refused; with one the same file is kept: the control."""
    [point], bo = agree(going), client_for(going.hall.cast.bo)

    def send(line: str) -> tuple[int, int]:
        file = (io.BytesIO(b"%PDF-1.7 " + line.encode()), "Vedtak.pdf")
        answer = bo.post(f"/actions/{point}/updates", data={"state": "stuck", "line": line, "file": file})
        return answer.status_code, stored_files(app)

    assert [send(""), send("Treng ein jurist")] == [(422, 0), (303, 1)]


def test_nobody_fills_the_disk_with_files_that_are_taken_back(
    app: Flask, going: Going, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "MOST_FILES_AN_HOUR", 2)
    [point], bo = agree(going), client_for(going.hall.cast.bo)

    def send(number: int) -> int:
        file = (io.BytesIO(b"%PDF-1.7 " + str(number).encode()), "Vedtak.pdf")
        answer = bo.post(
            f"/actions/{point}/updates", data={"state": "done", "file": file, "key": f"key-{number}-aaaaaaaa"}
        )
        bo.post(f"/actions/{point}/updates/end")
        return answer.status_code

    answers = [send(number) for number in range(3)]
    clock.advance(3601)

    assert ([*answers, send(4)], stored_files(app)) == ([303, 303, 422, 303], 3)


def test_a_file_that_is_a_page_is_not_taken(going: Going, client_for: ClientFor) -> None:
    """AP-3"""
    [point] = agree(going)
    bo = client_for(going.hall.cast.bo)

    sent = bo.post(
        f"/actions/{point}/updates",
        data={"state": "done", "file": (io.BytesIO(b"<html><script>1</script>"), "bilete.png")},
    )

    assert (sent.status_code, history(point)[1:]) == (422, [])


def test_another_municipality_finds_nothing_and_changes_nothing(going: Going, client_for: ClientFor) -> None:
    """AP-1"""
    [point] = agree(going)
    strangers = [client_for(person) for person in (going.hall.cast.anna, going.hall.cast.kai, going.hall.cast.otto)]

    for client in strangers:
        answers = [
            client.get(f"/actions/{point}"),
            client.get(f"/actions/{point}/calendar.ics"),
            client.post(f"/actions/{point}/updates", data={"state": "done"}),
            client.post(f"/actions/{point}/updates/end"),
        ]
        assert [answer.status_code for answer in answers] == [404] * 4
        assert WHAT not in client.get("/actions").text
    assert history(point)[1:] == []


def test_those_who_lead_see_what_and_how_it_goes_and_not_who(going: Going, client_for: ClientFor) -> None:
    """AP-7"""
    cast = going.hall.cast
    [point] = agree(going)
    with unit_of_work():
        services.add_source(
            going.point(point), kind="note", target="note:1:x", title="Vår eiga tavle", line="Vårt eige"
        )
    going.answer(point, cast.cy, Answer.DISAGREE, line="For tidleg")
    tell(going, point, "stuck", "Manglar pengar", by=cast.cy)

    seen = {name: client_for(getattr(cast, name)).get(f"/actions/{point}").text for name in ("lea", "bo")}

    hidden = (STEP, "For tidleg", "Vår eiga tavle", "Korleis det vart til", ">Cy<", "· Cy", "<dd>Bo</dd>")
    assert {name: [words in page for words in (WHAT, "Manglar pengar")] for name, page in seen.items()} == {
        "lea": [True, True],
        "bo": [True, True],
    }
    assert [words for words in hidden if words in seen["lea"]] == []
    assert [words for words in hidden if words in seen["bo"]] == list(hidden)
    assert "Ringe" not in client_for(cast.lea).get(f"/actions/{point}/calendar.ics").text


def test_the_lead_notes_a_state_and_it_says_so(going: Going, client_for: ClientFor) -> None:
    """AP-1"""
    [point] = agree(going)
    lea, bo = client_for(going.hall.cast.lea), client_for(going.hall.cast.bo)

    noted = lea.post(f"/actions/{point}/updates", data={"state": "under_way", "line": "Sagt på telefon"})

    assert (noted.status_code, history(point)[1:]) == (303, [("under_way", "Sagt på telefon")])
    assert "Lea, notert av prosjektleiinga" in bo.get(f"/actions/{point}").text


def test_who_was_faster_is_named_when_both_tell(going: Going, client_for: ClientFor) -> None:
    """AP-4"""
    [point] = agree(going)
    bo, cy = client_for(going.hall.cast.bo), client_for(going.hall.cast.cy)
    forms = [form_of(client, f"/actions/{point}", f"/actions/{point}/updates") for client in (bo, cy)]
    bo.post(f"/actions/{point}/updates", data={**forms[0], "state": "done"})

    cy.post(f"/actions/{point}/updates", data={**forms[1], "state": "stuck", "line": "Nei"})

    assert "Før deg melde Bo: Ferdig. Begge står i historia; di gjeld no." in cy.get(f"/actions/{point}").text


def test_undo_stands_beside_ones_own_last_update_for_a_while(going: Going, client_for: ClientFor) -> None:
    """AP-5"""
    [point] = agree(going)
    tell(going, point, "done")
    bo, cy = client_for(going.hall.cast.bo), client_for(going.hall.cast.cy)
    address = f"/actions/{point}/updates/end"

    offered = [address in client.get(f"/actions/{point}").text for client in (bo, cy)]
    clock.advance(16 * 60)
    too_late = address in bo.get(f"/actions/{point}").text
    bo.post(address)

    assert (offered, too_late, history(point)[1:]) == ([True, False], False, [("done", "")])


def test_first_step_and_deadline_go_into_a_calendar(going: Going, client_for: ClientFor) -> None:
    [point] = agree(going)

    got = client_for(going.hall.cast.bo).get(f"/actions/{point}/calendar.ics")

    days = [line for line in got.text.splitlines() if line.startswith(("DTSTART", "SUMMARY"))]
    assert got.mimetype == "text/calendar"
    assert [line for line in days if line.startswith("DTSTART")] == [
        "DTSTART;VALUE=DATE:20261207",
        "DTSTART;VALUE=DATE:20270215",
    ]
    assert any(line.startswith(f"SUMMARY:Første steg: {STEP}"[:60]) for line in days)


def test_ones_own_come_first_then_the_municipalitys(going: Going, client_for: ClientFor) -> None:
    cast = going.hall.cast
    mine = [going.write(SENTENCES[0], owner=cast.bo), going.write(SENTENCES[1], owner=cast.cy)]
    going.ask()
    for point in mine:
        for person in (cast.bo, cast.cy):
            going.answer(point, person)

    page = client_for(cast.bo).get("/actions").text

    assert page.index("Mine tiltak") < page.index(SENTENCES[0]) < page.index("Kommunen min</h2>")
    assert page.index("Kommunen min</h2>") < page.index(SENTENCES[1])


def test_the_coordinator_is_told_whom_no_mail_reaches(going: Going, client_for: ClientFor) -> None:
    """FU-1"""
    cast = going.hall.cast
    agree(going)
    with unit_of_work():
        register.give_role(cast.kai, "coordinator", municipality=going.agreement().municipality)
        db.session.get_one(type(cast.bo), cast.bo.id).email = None

    page = client_for(cast.kai).get("/municipalities/9902").text

    assert WHAT in page
    assert "Ingen e-post når Bo" in page


@pytest.mark.parametrize("address", ["/actions", "/followup"])
def test_a_list_asks_as_much_for_three_as_for_one(going: Going, client_for: ClientFor, address: str) -> None:
    cast = going.hall.cast
    client = client_for(cast.bo if address == "/actions" else cast.lea)
    agree(going, SENTENCES[0])
    client.get(address)
    one = queries_of(client, address)
    going.change()
    agree(going, *SENTENCES[1:])
    for point in queries.points_of_municipalities([going.sundby.id]):
        tell(going, point.public_id, "stuck", "Pengar")
    client.get(address)

    three = queries_of(client, address)

    assert all(words in client.get(address).text for words in SENTENCES)
    assert three == one


def test_control_a_question_for_each_row_would_be_noticed(
    going: Going, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(going.hall.cast.lea)
    agree(going, *SENTENCES)
    client.get("/followup")
    alone = queries_of(client, "/followup")
    read = followup_queries._line

    def one_by_one(row: Row[Any]) -> Line:
        db.session.execute(select(ActionPoint.id).where(ActionPoint.public_id == row.public_id))
        return read(row)

    monkeypatch.setattr(followup_queries, "_line", one_by_one)

    assert queries_of(client, "/followup") == alone + 3


def test_the_deadline_that_went_out_is_said_calmly(going: Going, client_for: ClientFor) -> None:
    [point] = agree(going)
    clock.set(going.gathering.starts_at + timedelta(days=87))

    assert "Fristen gjekk ut for 3 døgn sidan" in client_for(going.hall.cast.bo).get(f"/actions/{point}").text
