"""BO-57: an own template has its texts in the languages that somebody has written them in."""

import re

from network.core.db import db
from network.core.language import speaking
from network.sessions.gatherings.board_templates.models import OwnTemplate
from network.sessions.gatherings.board_templates.queries import template_named
from tests.sessions.gatherings.board_templates.conftest import PATH, Templates


def seal_on(page: str) -> str:
    found = re.search(r'name="seal" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def store(templates: Templates, own: OwnTemplate, **texts: str) -> int:
    path = f"{PATH}/{own.public_id}/languages"
    form = {
        "seal": seal_on(templates.lea.get(path).text),
        **{name.replace("__", "."): text for name, text in texts.items()},
    }
    return templates.lea.post(path, data=form).status_code


def said(own: OwnTemplate, language: str) -> list[str]:
    db.session.rollback()
    with speaking(language):
        template = template_named(own.key)
    assert template is not None
    return [str(template.title), str(template.help), *(f"{one.title}: {one.prompt}" for one in template.columns)]


def test_it_speaks_as_far_as_it_was_taught_and_else_as_it_was_written(templates: Templates) -> None:
    own = templates.make("Mål", "Veg")

    status = store(
        templates, own, sv__title="Vår tavla", **{"sv__title.c1": "Mål på svenska", "sv__prompt.c2": "Vilken?"}
    )

    assert status == 303
    assert said(own, "sv") == ["Vår tavla", "Skriv kort.", "Mål på svenska: Kva med Mål?", "Veg: Vilken?"]
    assert said(own, "da") == said(own, "nn") == ["Vår tavle", "Skriv kort.", "Mål: Kva med Mål?", "Veg: Kva med Veg?"]


def test_a_column_that_goes_takes_its_texts_along_and_a_moved_one_keeps_them(templates: Templates) -> None:
    own = templates.make("Mål", "Veg")
    store(templates, own, **{"sv__title.c1": "Mål-sv", "sv__title.c2": "Väg"})
    page = templates.lea.get(f"{PATH}/{own.public_id}").text

    fields = {**templates.fields("Veg", "Ny"), "seal": seal_on(page), "column_key": ["c2", ""]}
    assert templates.lea.post(f"{PATH}/{own.public_id}", data=fields).status_code == 303

    db.session.rollback()
    assert db.session.get_one(OwnTemplate, own.id).text_lists() == {"sv": {"title.c2": "Väg"}}
    assert said(own, "sv")[2:] == ["Väg: Kva med Veg?", "Ny: Kva med Ny?"]


def test_what_cannot_stand_is_said_at_its_field_and_nothing_is_stored(templates: Templates) -> None:
    own = templates.make("Mål", "Veg")
    path = f"{PATH}/{own.public_id}/languages"
    form = {"seal": seal_on(templates.lea.get(path).text), "sv.title.c1": "Veg", "da.title": "x" * 81}

    answer = templates.lea.post(path, data=form)

    assert (answer.status_code, "Svenska: To kolonnar" in answer.text, "Dansk: " in answer.text) == (422, True, True)
    assert ('id="sv.title.c2-error"' in answer.text, 'value="Veg"' in answer.text) == (True, True)
    db.session.rollback()
    assert db.session.get_one(OwnTemplate, own.id).text_lists() == {}


def test_nothing_is_stored_over_what_one_has_not_seen(templates: Templates) -> None:
    """BO-55, F16. Sent again it is stored, since she has seen it now; sent twice it is once."""
    own = templates.make("Mål")
    path = f"{PATH}/{own.public_id}/languages"
    seal = seal_on(templates.lea.get(path).text)
    store(templates, own, sv__title="Först")

    late = templates.lea.post(path, data={"seal": seal, "sv.title": "Sist"})
    between = said(own, "sv")[0]
    again = [templates.lea.post(path, data={"seal": seal_on(late.text), "sv.title": "Sist"}).status_code for _ in "ab"]

    assert (late.status_code, "Først" in late.text or "Först" in late.text, 'value="Sist"' in late.text) == (
        409,
        True,
        True,
    )
    assert (between, again, said(own, "sv")[0]) == ("Först", [303, 303], "Sist")
