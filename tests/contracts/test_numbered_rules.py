"""A rule that code or a test names stands in docs/rules.md, once; what stands there is named by one of them."""

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULE = re.compile(r"(?<!/)\b[A-Z]{1,2}-\d+\b")
"""PDF/UA-1 is a standard's name."""


@cache
def written() -> list[str]:
    return re.findall(rf"^\| ({RULE.pattern}) \|", (ROOT / "docs/rules.md").read_text(), flags=re.MULTILINE)


@cache
def named() -> dict[str, set[str]]:
    """Rule → the files that name it. A range names its two ends."""
    found: dict[str, set[str]] = {}
    files = [path for folder in ("network", "tests", "static/js") for path in (ROOT / folder).rglob("*.*")]
    for path in files:
        if path.suffix in (".py", ".js", ".mjs") and "vendor" not in path.parts:
            for rule in RULE.findall(path.read_text()):
                found.setdefault(rule, set()).add(path.relative_to(ROOT).as_posix())
    return found


def test_every_rule_that_is_named_is_written_down() -> None:
    assert {rule: sorted(named()[rule]) for rule in named().keys() - set(written())} == {}


def test_every_rule_that_is_written_down_is_named() -> None:
    assert sorted(set(written()) - named().keys()) == []


def test_no_number_says_two_things() -> None:
    assert sorted(written()) == sorted(set(written()))
