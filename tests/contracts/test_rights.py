"""AC-1, AC-2: no route and no word that nobody thought of; GET changes nothing."""

from flask import Flask

from network.access.matrix import table
from network.live import words
from network.live.messages import CLIENT_WORDS

SHOWN_FORMS = {
    "/boards/<public_id>/import",
    "/gatherings/<public_id>/attendance/<key>",
    "/gatherings/<public_id>/colleagues",
    "/gatherings/<public_id>/control",
    "/gatherings/<public_id>/door",
    "/gatherings/<public_id>/door/people/<key>/badge",
    "/gatherings/<public_id>/door/wall",
    "/gatherings/<public_id>/marks/<target>",
    "/gatherings/<public_id>/evaluation",
    "/gatherings/<public_id>/evaluation/questions",
    "/gatherings/<public_id>/polls/new",
    "/gjest",
    "/gjest/ventar/<token>",
    "/inn/<code>",
    "/network/setup/goals",
    "/network/setup/mail",
    "/network/setup/municipalities",
    "/network/setup/name",
    "/network/setup/people",
    "/setup/<token>",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/link/<token>",
    "/skilt/<token>",
    "/skjerm",
}


def test_every_route_says_which_right_it_asks_for(app: Flask) -> None:
    unmapped = [
        name for name, view in app.view_functions.items() if getattr(view, "matrix_action", None) not in table()
    ]

    assert unmapped == []


def test_every_word_of_a_client_has_a_handler_and_a_right(app: Flask) -> None:
    assert set(words()) == set(CLIENT_WORDS)
    assert [word for word, handled in words().items() if not all(action in table() for action in handled.actions)] == []


def test_a_route_that_changes_something_is_asked_for_by_post_alone(app: Flask) -> None:
    writing = (".create", ".edit", ".delete", ".move")
    open_to_get = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].matrix_action.endswith(writing) and "GET" in (rule.methods or ())
    ]

    assert sorted(set(open_to_get) - SHOWN_FORMS) == [], "only pages with a form, which only show it"
    assert sorted(SHOWN_FORMS - set(open_to_get)) == []
