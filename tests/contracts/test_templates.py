"""Pages hold no scripts, styles or HTML that somebody slipped in. The policy would block them; this says so first."""

import re
from pathlib import Path

import pytest

from network.core.settings import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
FORBIDDEN = {
    "a text taken for safe HTML": re.compile(r"\|\s*safe\b|Markup\(|autoescape\s+false"),
    "an inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "an inline handler": re.compile(r"<[^>]*\son\w+\s*=", re.I),
    "somebody else's address": re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.I),
}
FORBIDDEN_IN_SCRIPTS = {
    "HTML from text": re.compile(r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b"),
    "code from text": re.compile(r"\beval\(|new Function\("),
    "words about time": re.compile(r"\bIntl\.|toLocale(?:Date|Time)?String"),
    "a default export": re.compile(r"export default"),
    "var": re.compile(r"(?:^|\s)var\s"),
}


def faults_in(text: str, rules: dict[str, re.Pattern[str]]) -> list[str]:
    return [name for name, pattern in rules.items() if pattern.search(text)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_holds_nothing_that_the_policy_forbids(template: Path) -> None:
    assert faults_in(template.read_text(), FORBIDDEN) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(ROOT / "static/js").as_posix())
def test_a_script_makes_no_html_and_no_words_about_time(script: Path) -> None:
    text = re.sub(r"^\s*(?://|\*|/\*).*$", "", script.read_text(), flags=re.M)

    assert faults_in(text, FORBIDDEN_IN_SCRIPTS) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ note | safe }}",
        '<p style="color: red">',
        "<script>alert(1)</script>",
        '<a href="/" onclick="go()">',
        '<img src="//elsewhere.test/x.png">',
    ],
)
def test_the_test_itself_sees_a_fault(text: str) -> None:
    assert len(faults_in(text, FORBIDDEN)) == 1


def test_every_page_has_a_title_and_a_heading() -> None:
    pages = [path for path in TEMPLATES if re.search(r'{% extends (?:"base.html"|frame\(\)) %}', path.read_text())]

    lacking = [path.name for path in pages if "{% block title %}" not in path.read_text()]

    assert (lacking, len(pages) > 5) == ([], True)


def test_every_posted_form_in_a_template_carries_the_token() -> None:
    forms = [
        (path.name, form)
        for path in TEMPLATES
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", path.read_text(), flags=re.S | re.I)
    ]

    assert [name for name, form in forms if "csrf_token" not in form and "hidden_tag" not in form] == []
