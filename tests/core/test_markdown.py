"""CO-7: whatever a text says, it cannot run, fetch or look like ours."""

import re

import pytest

from network.core.markdown import LIMIT_BYTES, render

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>1</script>)",
    "[x](//evil.example/)",
    "[x](\\\\evil.example)",
    "![x](https://evil.example/pixel.png)",
    "<svg onload=alert(1)>",
    "<math><mtext></math>",
    '<a href="x" onclick="alert(1)">x</a>',
    "{onclick=alert(1)}",
    "# h {: onclick=alert(1) style=color:red }",
    '<div class="ds-alert">from us</div>',
    "<iframe src=x>",
    "<form action=x><input>",
    "<style>*{display:none}</style>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "&lt;script&gt;",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_a_live_part(attack: str) -> None:
    html = str(render(attack))

    live = re.findall(
        r"<(?:script|img|svg|math|iframe|form|input|style|div)|<[^>]*\s(?:on\w+|style|class|src|id)=", html
    )
    links = re.findall(r'<[^>]*href="([^"]*)"', html)
    assert (live, [link for link in links if not link.startswith(("http", "/", "mailto:", "tel:"))]) == ([], [])


def test_a_text_keeps_its_form_and_its_headings_stand_below_the_pages_own() -> None:
    html = str(render("# Framtid\n\n- ein\n- *to*\n\n[les](https://example.org)"))

    assert html.replace("\n", "") == (
        "<h2>Framtid</h2><ul><li>ein</li><li><em>to</em></li></ul>"
        '<p><a href="https://example.org" rel="noopener nofollow ugc">les</a></p>'
    )


def test_a_text_that_is_too_long_is_shown_plainly() -> None:
    assert str(render("<" * (LIMIT_BYTES + 1))).startswith("<pre>&lt;&lt;")
