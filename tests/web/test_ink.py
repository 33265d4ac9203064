"""The picture of icons that notes use, beside the icons that stand in pages and the colours of the theme."""

import re
from xml.etree import ElementTree

import pytest
from flask import Flask, render_template_string

from network.core.settings import ROOT

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("check", "move", "more", "drag", "plus", "minus")
PICTURES = {"light": "ink.svg", "dark": "ink-on-dark.svg"}
THEME = (ROOT / "static/vendor/theme.css").read_text()
CSS = (ROOT / "static/css/board-note.css").read_text()


def _picture(scheme: str) -> ElementTree.Element:
    return ElementTree.parse(ROOT / "static/img" / PICTURES[scheme]).getroot()


def _shapes(parent: ElementTree.Element) -> list[tuple[str, dict[str, str]]]:
    return [(one.tag.removeprefix(SVG), dict(one.attrib)) for one in parent]


@pytest.mark.parametrize("scheme", PICTURES)
def test_each_icon_is_the_one_that_pages_draw(house: Flask, scheme: str) -> None:
    cells = _picture(scheme).findall(f"{SVG}g")
    with house.test_request_context():
        drawn = {
            name: render_template_string('{% from "macros/icons.html" import icon %}{{ icon(name) }}', name=name)
            for name in NAMES
        }

    assert len(cells) == len(NAMES)
    for at, (name, cell) in enumerate(zip(NAMES, cells, strict=True)):
        assert cell.get("transform") == f"translate({24 * at} 0)"
        assert _shapes(cell) == _shapes(ElementTree.fromstring(drawn[name])), name


@pytest.mark.parametrize("scheme", PICTURES)
def test_its_ink_is_the_colour_of_text(scheme: str) -> None:
    block = rf"\[data-color-scheme={scheme}\]{{([^{{}}]*--ds-color-neutral-text-default[^{{}}]*)}}"
    inks = {re.search(r"--ds-color-neutral-text-default:\s*(#\w+)", one)[1] for one in re.findall(block, THEME)}  # type: ignore[index]

    assert inks == {_picture(scheme).get("stroke")}


def test_each_icon_is_shown_from_its_own_place() -> None:
    shown = dict(re.findall(r"\.ink--(\w+) { background-position-x: (\d+)%; }", CSS))

    assert shown == {name: str(20 * at) for at, name in enumerate(NAMES) if at}
