"""A rule that code or a test names stands in docs/rules.md, once."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULE = re.compile(r"\b(?:CO|AC|BO|EX|DO|LI|PE|L|SI|JO|DE|SU|DR|GR|CA|TA|MK|SC|EV|PO|WR|AP|FU|RC)-\d+\b")


def test_every_rule_that_is_named_is_written_down() -> None:
    written = set(RULE.findall((ROOT / "docs/rules.md").read_text()))
    files = [path for folder in ("network", "tests", "static/js") for path in (ROOT / folder).rglob("*.*")]
    named = {
        (rule, path.relative_to(ROOT).as_posix())
        for path in files
        if path.suffix in (".py", ".js", ".mjs")
        for rule in RULE.findall(path.read_text())
    }

    assert sorted((rule, path) for rule, path in named if rule not in written) == []


def test_no_number_says_two_things() -> None:
    written = re.findall(r"^\| ([A-Z]+-\d+) \|", (ROOT / "docs/rules.md").read_text(), flags=re.MULTILINE)

    assert sorted(written) == sorted(set(written))
