"""A project lead makes templates: from scratch, as a copy, with every press kept, and not over somebody else's."""

import re
from typing import Any

import pytest

from network.core.db import db, unit_of_work
from network.people.services import register
from network.sessions.gatherings.board_templates import services
from network.sessions.gatherings.board_templates.models import OwnTemplate
from tests.sessions.gatherings.board_templates.conftest import PATH, Templates


def titles_on(page: str) -> list[str]:
    """What stands in the fields of the columns."""
    form = page.partition("<template ")[0]
    return [tag["value"] for tag in re.finditer(r'name="column_title"[^>]*value="(?P<value>[^"]*)"', form)]


def shown_as(page: str, what: str) -> list[str]:
    """What the preview shows of it, on a phone and on a large screen, in this order."""
    preview = page.partition('<section class="preview"')[2].partition("</section>")[0]
    return re.findall(rf'data-shows="{what}">([^<]*)<', preview)


def phases_shown(page: str) -> list[tuple[str, str]]:
    """(phase, minutes) as the preview names them; those that are left out are out of sight."""
    return re.findall(r'<li data-phase="\w+">([^<]+) <b>(\d+)</b>', page.partition('class="preview__phases"')[2])


def test_a_template_is_made_from_scratch_and_sent_twice_is_one(templates: Templates) -> None:
    """F10"""
    templates.make()

    again = templates.lea.post(PATH, data=templates.fields("Mål", "Veg"))

    made = db.session.query(OwnTemplate).one()
    assert (again.status_code, made.title, made.help, made.dots, made.names) == (
        303,
        "Vår tavle",
        "Skriv kort.",
        3,
        "municipality",
    )
    assert [(one.key, one.title, one.prompt) for one in made.column_list()] == [
        ("c1", "Mål", "Kva med Mål?"),
        ("c2", "Veg", "Kva med Veg?"),
    ]
    assert made.phase_list() == (("write", 4), ("talk", 20), ("prioritise", 6))
    assert "Sist endra av Lea" in templates.lea.get(PATH).text


def test_a_copy_is_filled_in_and_nothing_is_stored_yet(templates: Templates) -> None:
    own = templates.make("Mål")

    of_built_in = templates.lea.get(f"{PATH}/new?from=take_home").text
    of_own = templates.lea.get(f"{PATH}/new?from={own.key}").text

    assert 'value="Dette tek vi med heim (kopi)"' in of_built_in
    assert titles_on(of_built_in) == ["Kva kan gjere ein skilnad?", "Kva gjer vi først?", "Kva bør kommunestyret vite?"]
    assert ('value="Vår tavle (kopi)"' in of_own, titles_on(of_own)) == (True, ["Mål"])
    assert templates.lea.get(f"{PATH}/new?from=gone").status_code == 404
    assert db.session.query(OwnTemplate).count() == 1


@pytest.mark.parametrize(
    ("act", "shown"),
    [("add", ["Mål", "Veg", ""]), ("down-0", ["Veg", "Mål"]), ("remove-0", ["Veg"]), ("preview", ["Mål", "Veg"])],
)
def test_without_script_a_press_comes_back_with_all_that_was_typed(
    templates: Templates, act: str, shown: list[str]
) -> None:
    """BO-52"""
    typed = templates.fields("Mål", "Veg", act=act, phase_sort="ein halv time")

    answer = templates.lea.post(PATH, data=typed)

    assert (answer.status_code, titles_on(answer.text)) == (200, shown)
    assert all(f'value="{one}"' in answer.text for one in ("Vår tavle", "Skriv kort.", "20", "ein halv time"))
    assert 'value="municipality" selected' in answer.text
    assert db.session.query(OwnTemplate).count() == 0


def test_the_preview_shows_the_board_as_it_was_typed(templates: Templates) -> None:
    """BO-52: and nothing is stored."""
    page = templates.lea.post(PATH, data=templates.fields("Mål", "Veg", act="preview", phase_sort="ein halv time")).text

    assert (shown_as(page, "heading"), shown_as(page, "help")) == (["Vår tavle"] * 2, ["Skriv kort."] * 2)
    assert shown_as(page, "title") == ["Mål", "Veg"] * 2
    assert shown_as(page, "prompt") == ["Kva med Mål?", "Kva med Veg?"] * 2
    assert phases_shown(page) == [("Skriv", "4"), ("Snakk saman", "20"), ("Prioriter", "6")]
    assert db.session.query(OwnTemplate).count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Gi malen eit namn."),
        ({"help": "x" * 201}, "Gjer hjelpelinja kortare."),
        ({"column_title": ["Mål", ""]}, "Gi kolonne 2 ein tittel."),
        ({"column_title": ["Mål", "mål"]}, "To kolonnar har tittelen «mål»."),
        ({"column_title": list("abcdefg")}, "Ei tavle har frå 1 til 6 kolonnar. Ta bort nokre."),
        ({"phase_write": "0", "phase_talk": "", "phase_prioritise": ""}, "Gi fasane frå 1 til 600 minutt til saman."),
        ({"phase_talk": "600"}, "Gi fasane frå 1 til 600 minutt til saman."),
        ({"names": "nobody", "phase_write": ""}, "Utan namn skriv kvar for seg først."),
        ({"phase_talk": "mykje"}, "Skriv kor mange minutt, frå 1 til 600."),
    ],
)
def test_what_cannot_be_stored_is_said_and_stands_where_it_was_typed(
    templates: Templates, wrong: dict[str, Any], said: str
) -> None:
    """BO-52"""
    answer = templates.lea.post(PATH, data=templates.fields("Mål", "Veg", **wrong))

    assert (answer.status_code, said in answer.text, "Kva med Veg?" in answer.text) == (422, True, True)
    assert db.session.query(OwnTemplate).count() == 0


def test_a_press_or_a_choice_that_no_page_has_is_refused(templates: Templates) -> None:
    answers = [
        templates.lea.post(PATH, data=templates.fields("Mål", **wrong)).status_code
        for wrong in ({"act": "up-x"}, {"names": "all"}, {"dots": "11"})
    ]

    assert (answers, db.session.query(OwnTemplate).count()) == ([422, 422, 422], 0)


def test_columns_keep_their_keys_when_they_are_moved_and_a_new_one_gets_its_own(templates: Templates) -> None:
    """BO-51"""
    template = templates.make("Ein", "To", "Tre")
    form = templates.shown(template)
    moved = {"column_key": ["c3", "c1", ""], "column_title": ["Tre", "Ein", "Fire"], "column_prompt": ["", "", ""]}

    answer = templates.lea.post(f"{PATH}/{template.public_id}", data={**form, **moved})
    stored = templates.stored()

    assert (answer.status_code, stored is not None) == (303, True)
    assert stored is not None
    assert [(one.key, one.title) for one in stored.column_list()] == [("c3", "Tre"), ("c1", "Ein"), ("c4", "Fire")]


def test_two_leads_who_edit_at_once_lose_nothing(templates: Templates) -> None:
    """BO-55, F16: the second sees both, and what she typed stands in the form; only then she stores."""
    template = templates.make("Ein", "To")
    path, form = f"{PATH}/{template.public_id}", templates.shown(template)
    with unit_of_work():
        register.give_role(templates.office.cast.otto, "project_lead")
    otto = templates.office.browser(templates.office.cast.otto)

    otto.post(path, data={**form, "column_title": ["Ein", "Anna"]})
    second = templates.lea.post(path, data={**form, "column_title": ["Ein", "To og tre"], "help": "Min"})
    seal = re.search(r'name="seal" value="([^"]+)"', second.text)
    assert seal is not None
    kept = templates.stored()
    third = templates.lea.post(path, data={**form, "column_title": ["Ein", "To og tre"], "seal": seal[1]})

    assert (second.status_code, titles_on(second.text)) == (409, ["Ein", "To og tre"])
    assert "<dd>1. Ein – Kva med Ein?\n2. Anna – Kva med To?</dd>" in second.text
    assert ("<dd>Skriv kort.</dd>" in second.text, "<dd>Min</dd>" in second.text) == (True, True)
    assert kept is not None
    assert (kept.column_list()[1].title, kept.changed_by_id) == ("Anna", templates.office.cast.otto.id)
    now = templates.stored()
    assert now is not None
    assert (third.status_code, now.column_list()[1].title) == (303, "To og tre")


def test_who_goes_back_to_the_form_of_what_she_made_changes_that_one_and_is_asked(templates: Templates) -> None:
    templates.make("Ein")

    answer = templates.lea.post(PATH, data=templates.fields("Ein", "To"))

    assert (answer.status_code, titles_on(answer.text)) == (409, ["Ein", "To"])
    assert db.session.query(OwnTemplate).count() == 1


def test_what_is_taken_away_is_out_of_sight_and_comes_back(templates: Templates) -> None:
    """BO-53: twice is once."""
    template = templates.make("Ein")
    path = f"{PATH}/{template.public_id}"

    away = [templates.lea.post(f"{path}/removal").status_code for _tap in range(2)]
    gone = templates.lea.get(PATH).text
    back = [templates.lea.post(f"{path}/return").status_code for _tap in range(2)]

    assert (away, back) == ([303, 303], [303, 303])
    assert ("Tekne bort" in gone, "Tekne bort" in templates.lea.get(PATH).text) == (True, False)


def test_there_is_an_end_to_how_many(templates: Templates, monkeypatch: pytest.MonkeyPatch) -> None:
    """BO-53"""
    monkeypatch.setattr(services, "MOST_TEMPLATES", 1)
    templates.make("Ein")

    answer = templates.lea.post(PATH, data=templates.fields("To", key="another-key-of16"))

    assert (answer.status_code, "60 eigne malar" in answer.text, titles_on(answer.text)) == (409, True, ["To"])


def test_a_facilitator_chooses_templates_and_does_not_make_them(templates: Templates) -> None:
    office = templates.office
    fia = office.browser(office.cast.fia)

    assert [fia.get(PATH).status_code, fia.post(PATH, data=templates.fields("Ein")).status_code] == [403, 403]
    assert PATH not in office.get(office.cast.fia, "/programme").text
    assert PATH in office.get(office.cast.lea, "/programme").text
