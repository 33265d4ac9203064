"""The pieces that pages are made of, each drawn once: what they say to eyes and to a screen reader."""

import re

from flask import Flask, render_template_string

BARS = """{% from "macros/charts.html" import bars %}{{ bars("votes", "Røyster", rows, "Tiltak", "Tal") }}"""
TOAST = """{% from "macros/toasts.html" import toast %}{{ toast(message, act=act, action="/undo") }}"""
EMPTY = """{% from "macros/empty.html" import empty %}
{% call empty("Ingen tavler", "Dei kjem her.", level=3) %}{{ acts }}{% endcall %}"""


def drawn(house: Flask, template: str, **values: object) -> str:
    with house.test_request_context("/"):
        house.preprocess_request()
        return render_template_string(template, **values)


def test_a_chart_has_a_title_and_the_same_numbers_as_a_table(house: Flask) -> None:
    rows = [{"label": "Buss <1>", "value": 4}, {"label": "Sti", "value": 1, "shown": "éin"}]

    page = drawn(house, BARS, rows=rows)

    drawing, table = (
        page[page.index("<svg") : page.index("</svg>")],
        page[page.index("<table") : page.index("</table>")],
    )
    assert re.findall(r'id="votes-title">([^<]+)<', page) == ["Røyster"]
    assert 'role="img" aria-labelledby="votes-title"' in drawing
    assert re.findall(r'class="chart__value"[^>]*>([^<]+)<', drawing) == ["4", "éin"]
    assert re.findall(r'class="chart__bar"[^>]* width="([^"]+)"', drawing) == ["100.0%", "25.0%"]
    assert re.findall(r'<th scope="row">([^<]+)</th><td class="number">([^<]+)<', table) == [
        ("Buss &lt;1&gt;", "4"),
        ("Sti", "éin"),
    ]
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)<', table) == ["Tiltak", "Tal"]


def test_a_chart_of_nothing_divides_by_nothing(house: Flask) -> None:
    pages = [drawn(house, BARS, rows=rows) for rows in ([], [{"label": "Buss", "value": 0}])]

    assert [re.findall(r'class="chart__bar"[^>]* width="([^"]+)"', page) for page in pages] == [[], ["0%"]]


def test_a_message_has_a_way_back_only_where_there_is_one(house: Flask) -> None:
    plain, with_act = (drawn(house, TOAST, message="Lagra <no>", act=act) for act in (None, "Angre"))

    assert '<p class="toast__message">Lagra &lt;no&gt;</p>' in plain
    assert "<form" not in plain
    assert re.findall(r'<form class="act" method="(\w+)" action="([^"]+)">', with_act) == [("post", "/undo")]
    assert re.findall(r'name="csrf_token" value="[^"]+"', with_act)
    assert re.findall(r'<button[^>]* type="submit"[^>]*>([^<]+)<', with_act) == ["Angre"]


def test_an_empty_place_says_what_is_missing_under_a_heading_of_its_level(house: Flask) -> None:
    page = drawn(house, EMPTY, acts="Lag ei tavle")

    assert re.findall(r"<h3 [^>]*>([^<]+)</h3>", page) == ["Ingen tavler"]
    assert '<p class="empty__text">Dei kjem her.</p>' in page
    assert 'aria-hidden="true" focusable="false"' in page
    assert '<div class="acts empty__acts">Lag ei tavle</div>' in page
