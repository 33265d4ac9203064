"""The briefing: drafted by a job, written together, vouched for, sent once (BF-1 to BF-7, BF-10)."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from network.actions.models import MarkKind, TakeHomeMark
from network.actions.services import agreements
from network.cases.models import CaseState, CaseStudy
from network.core import clock
from network.core.db import db, unit_of_work
from network.core.edits import mark
from network.core.errors import Conflict
from network.followup.models import AgendaRoute, Briefing
from network.followup.services import briefings as services
from network.followup.services import posting, printing
from network.followup.services.briefings import Settings, facts_now
from network.jobs import schedule
from network.people.models import Municipality
from network.people.services.councils import plan_meetings, state_of
from network.sessions.gatherings.models import ProgrammeItem
from network.sessions.stage.models import ItemRun
from network.writing import services as writing
from tests.followup.briefing import COUNCIL, EVENING, REMARK, WHAT, Council, number_of


def test_a_municipality_that_is_ready_has_its_draft_by_the_next_round_of_the_job(council: Council) -> None:
    """BF-1: nothing is made in the request that makes it ready, and all of it in one round afterwards."""
    council.settle()
    before = number_of(Briefing)

    schedule.run_due()

    texts = council.texts()
    assert before == 0
    assert texts["summary"].splitlines()[0].startswith("2 delegatar frå Sundby var med på «")
    assert WHAT in texts["agreed"]
    assert "Ansvarleg: Bo." in texts["agreed"]
    assert f"Merknad frå Cy, som er usamd: {REMARK}" in texts["agreed"]
    assert texts["proposal"] == "Kommunestyret tek orienteringa til vitande."
    assert council.briefing().meeting_on == COUNCIL


def test_it_is_drafted_once_whatever_changes_afterwards(council: Council) -> None:
    """BF-1"""
    council.drafted()
    council.put("why", "Fordi vi ville.")
    council.going.change()
    council.going.ask()

    schedule.run_due()
    posting.draft_the_rest()

    assert (number_of(Briefing), council.texts()["why"]) == (1, "Fordi vi ville.")


def test_when_the_day_is_over_those_who_were_never_ready_have_theirs(council: Council) -> None:
    """BF-1: Sundby has agreed nothing and Nordvik has not even begun; before the end there is none."""
    early = posting.draft_the_rest()
    clock.set(EVENING)

    made = posting.draft_the_rest()
    again = posting.draft_the_rest()

    assert (early, made, again) == (0, 2, 0)
    assert council.texts()["agreed"] == "Delegatane er ikkje samde om noko tiltak enno."


def test_one_that_cannot_be_drafted_holds_no_other_up(council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    """BF-1"""
    clock.set(EVENING)
    real, tried = services.draft, []

    def fails_first(*args: int, **more: str) -> Briefing:
        tried.append(args)
        if len(tried) == 1:
            raise RuntimeError("no")
        return real(*args, **more)

    monkeypatch.setattr(services, "draft", fails_first)

    assert (posting.draft_the_rest(), number_of(Briefing)) == (1, 1)


def test_nothing_this_time_is_a_briefing_as_well(council: Council) -> None:
    cast = council.going.hall.cast
    with unit_of_work():
        agreements.say_nothing(council.going.agreement(), "vi ventar på budsjettet", by_id=cast.bo.id)
    council.going.ask()
    council.going.answer("nothing", cast.bo)
    council.going.answer("nothing", cast.cy)

    schedule.run_due()

    texts = council.texts()
    assert texts["summary"].splitlines()[-1] == (
        "Dei tek ingenting med heim denne gongen, fordi: vi ventar på budsjettet."
    )
    assert texts["agreed"] == "Ingenting denne gongen, fordi: vi ventar på budsjettet."


@pytest.mark.parametrize(
    ("language", "heading", "subject"),
    [
        (
            "nn",
            "Dette er delegatane samde om",
            "Orientering til kommunestyret 10. desember – frist 2. desember kl. 09.00",
        ),
        (
            "nb",
            "Dette er delegatene enige om",
            "Orientering til kommunestyret 10. desember – frist 2. desember kl. 09.00",
        ),
        (
            "sv",
            "Det här är delegaterna överens om",
            "Information till fullmäktige 10 december – sista dag 2 december kl. 09.00",
        ),
        (
            "da",
            "Det er de delegerede enige om",
            "Orientering til kommunalbestyrelsen 10. december – frist 2. december kl. 09.00",
        ),
    ],
)
def test_it_speaks_the_municipalitys_written_form(council: Council, language: str, heading: str, subject: str) -> None:
    """BF-2: whatever language whoever looks at it speaks."""
    with unit_of_work():
        db.session.get_one(Municipality, council.going.sundby.id).language = language

    briefing = council.drafted()

    assert heading in [section.heading for section in printing.printed(briefing).sections]
    assert printing.subject_of(briefing) == f"{subject} – Sundby"


def marked(council: Council, kind: MarkKind, target: str, line: str, *, is_shared: bool = True) -> None:
    bo = council.bo
    with unit_of_work():
        db.session.add(
            TakeHomeMark(
                gathering_id=council.going.hall.gathering.id,
                person_id=bo.id,
                municipality_id=council.going.sundby.id,
                key=f"key-{target}"[:32],
                kind=kind,
                target=target,
                line=line,
                at=clock.now(),
                shared_at=clock.now() if is_shared else None,
            )
        )


def test_of_a_note_in_a_mixed_group_stand_the_markers_own_words_alone(council: Council) -> None:
    """BF-3; the same note chosen for plenary is the control: then its words stand there."""
    board, note_id = council.mixed_note("Hemmeleg sagt av Anna")
    marked(council, MarkKind.NOTE, f"note:{board.id}:{note_id}", "Ungdomsråd hos oss?")

    kept = council.drafted_heard()
    council.choose_for_plenary(board, note_id)
    told = council.heard_now()

    assert "Ungdomsråd hos oss?" in kept
    assert "Hemmeleg" not in kept
    assert "Anna" not in kept
    assert "«Hemmeleg sagt av Anna»" in told


TOLD = "Nordvik: Grendemøte.\nVi spurde først."


@pytest.mark.parametrize(
    ("state", "is_told", "is_published", "expected"),
    [
        (CaseState.READY, False, False, ""),
        (CaseState.READY, True, False, TOLD),
        (CaseState.PRESENTED, False, False, TOLD),
        (CaseState.READY, False, True, f"{TOLD}\nLes casen: https://prove.example/cases/case-of-nordvik"),
    ],
)
def test_a_neighbours_case_is_told_when_the_hall_has_heard_it_and_leads_there_when_it_is_public(
    council: Council, state: CaseState, is_told: bool, is_published: bool, expected: str
) -> None:
    """BF-3: one that is only ready is still its municipality's own."""
    gathering_id, now = council.gathering.id, clock.now()
    with unit_of_work():
        item = ProgrammeItem(public_id="case-item", gathering_id=gathering_id, position=90, kind="case", title="Case")
        item.minutes = 20
        db.session.add(item)
        db.session.flush()
        db.session.add(ItemRun(gathering_id=gathering_id, item_id=item.id, started_at=now, is_skipped=not is_told))
        case = CaseStudy(public_id="case-of-nordvik", language="nn", title="Grendemøte", ingress="Vi **spurde** først.")
        case.municipality_id = council.going.hall.cast.anna.seats[0].municipality_id
        case.gathering_id, case.item_id, case.version = gathering_id, item.id, 1
        case.made_at = case.changed_at = now
        case.state, case.published_at = state, now if is_published else None
        db.session.add(case)

    with unit_of_work():
        services.draft(gathering_id, council.going.sundby.id, address="https://prove.example")

    assert council.texts()["example"] == expected


def test_a_mark_that_was_not_shared_never_gets_there(council: Council) -> None:
    """BF-3"""
    board, note_id = council.mixed_note("Noko")
    marked(council, MarkKind.NOTE, f"note:{board.id}:{note_id}", "Berre mitt", is_shared=False)

    assert council.drafted_heard() == ""


def test_a_changed_agreement_is_news_and_nothing_is_written_over(council: Council) -> None:
    """BF-4"""
    council.drafted()
    before = services.news(council.briefing())
    council.put("agreed", "– Slik seier vi det.")
    council.going.change()
    council.going.write("Vi lærer av Nordvik")
    council.going.ask()

    told = {one.key: one for one in services.news(council.briefing())}

    assert before == []
    assert "Vi lærer av Nordvik" in told["agreed"].text
    assert told["agreed"].is_written_in
    assert council.texts()["agreed"] == "– Slik seier vi det."


def test_fetching_replaces_the_text_that_was_seen_and_no_other(council: Council) -> None:
    """BF-4: who wrote in between is not written over; the control is the same with the newest mark."""
    briefing_id = council.drafted().id
    council.going.change()
    council.going.write("Vi lærer av Nordvik")
    council.going.ask()
    seen = mark(council.texts()["agreed"])
    council.put("agreed", "Skrive imedan.")

    with pytest.raises(writing.Contested):
        services.fetch(briefing_id, "agreed", council.actor(council.bo), base=seen)
    kept = council.texts()["agreed"]
    services.fetch(briefing_id, "agreed", council.actor(council.bo), base=mark(kept))

    assert kept == "Skrive imedan."
    assert "Vi lærer av Nordvik" in council.texts()["agreed"]
    assert [one.key for one in services.news(council.briefing()) if one.key == "agreed"] == []


def test_news_can_be_put_away(council: Council) -> None:
    """BF-4"""
    briefing_id = council.drafted().id
    council.going.change()
    council.going.write("Vi lærer av Nordvik")
    council.going.ask()

    services.keep(briefing_id, "agreed", council.actor(council.bo))

    assert "agreed" not in {one.key for one in services.news(council.briefing())}
    assert "Nordvik" not in council.texts()["agreed"]


def test_another_route_brings_its_proposal_unless_somebody_wrote_one(council: Council) -> None:
    """BF-4"""
    council.drafted()
    council.choose(route=AgendaRoute.DISCUSSION)
    followed = council.texts()["proposal"]
    council.put("proposal", "Vårt eige forslag.")

    council.choose(route=AgendaRoute.DECISION)

    assert followed.startswith("Kommunestyret drøftar spørsmåla og ber om ny orientering innan ")
    assert council.texts()["proposal"] == "Vårt eige forslag."
    assert [one.key for one in services.news(council.briefing())] == ["proposal"]


def test_who_chose_from_an_older_page_is_told(council: Council) -> None:
    """F16"""
    council.drafted()
    seen = services.settings_mark(council.briefing())
    council.choose(route=AgendaRoute.DISCUSSION)

    with pytest.raises(Conflict), unit_of_work():
        services.choose(
            council.briefing_in_work(), Settings(AgendaRoute.DECISION, None, None), seen=seen, by_id=council.bo.id
        )

    assert council.briefing().route == AgendaRoute.DISCUSSION


def test_the_councils_dates_can_be_written_anew_under_a_briefing(council: Council) -> None:
    """Its meeting is a date: the calendar's rows are thrown away each time somebody saves the dates."""
    council.drafted()
    today = date(2026, 11, 23)

    with unit_of_work():
        place = db.session.get_one(Municipality, council.going.sundby.id)
        seen = state_of(place, today=today)
        plan_meetings(
            place,
            [COUNCIL + timedelta(days=7)],
            papers_days_before=8,
            papers_clock="09:00",
            seen=seen,
            today=today,
            by=None,
        )

    assert council.briefing().meeting_on == COUNCIL


def test_the_draft_of_another_municipality_has_nothing_of_ours(council: Council, app: Flask) -> None:
    """BF-9"""
    council.drafted()
    clock.set(EVENING)

    posting.draft_the_rest()

    other = next(one for one in db.session.scalars(select(Briefing)) if one.municipality_id != council.going.sundby.id)
    said = " ".join(writing.texts(other.writing).values())
    assert "Sundby" not in said
    assert WHAT not in said
    assert "Bo" not in said.split()


def test_the_council_is_not_told_that_people_agree_who_have_not_been_heard(council: Council) -> None:
    """BF-11: let go while Cy's answer is missing; the control is that the note goes when it has come from the bus."""
    cast = council.going.hall.cast
    asked, written = council.going.write(), "Vi har berre skrive dette"
    council.going.ask()
    council.going.answer(asked, cast.bo)
    with unit_of_work():
        agreements.release(council.going.agreement(), "Bussen gjekk", by_id=cast.fia.id)
    schedule.run_due()
    missing = council.texts()["agreed"]

    council.going.answer(asked, cast.cy)
    heard = facts_now(council.briefing())["agreed"]
    council.going.change()
    council.going.write(written)

    assert (WHAT in missing, missing.endswith("Ikkje alle har svara enno.")) == (True, True)
    assert (WHAT in heard, "Ikkje alle" in heard) == (True, False)
    assert written not in " ".join(facts_now(council.briefing()).values())


def test_nothing_this_time_that_nobody_has_answered_says_so(council: Council) -> None:
    """BF-11"""
    with unit_of_work():
        agreements.say_nothing(council.going.agreement(), "vi ventar på budsjettet", by_id=None)
    clock.set(EVENING)

    posting.draft_the_rest()

    said = "Ingenting denne gongen, fordi: vi ventar på budsjettet. Ikkje alle har svara enno."
    assert council.texts()["agreed"] == said


def test_one_that_is_let_go_without_being_ready_has_its_draft_too(council: Council) -> None:
    """BF-1; asked about alone is not enough."""
    council.going.write()
    council.going.ask()
    before = [schedule.run_due(), number_of(Briefing)][1]

    with unit_of_work():
        agreements.release(council.going.agreement(), "Bussen gjekk", by_id=council.going.hall.cast.fia.id)
    schedule.run_due()

    db.session.rollback()
    assert (before, number_of(Briefing)) == (0, 1)
