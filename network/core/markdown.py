"""The only maker of safe HTML: Python-Markdown without raw HTML, then nh3 with a list of our own."""

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

LIMIT_BYTES = 64_000
LIMIT_LINES = 3_000
LIMIT_SCANNED = 1_200_000
"""The parser looks for the end of each `[` it meets: so many characters take it about half a second."""
TAGS = {
    "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


class _NoRawHtml(Extension):
    """Raw HTML comes out as text: neither block nor inline processor reads it. Headings go `step` levels down."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self._step = step

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_HeadingsDown(md, self._step), "headings_down", 0)


class _HeadingsDown(Treeprocessor):
    """The page has the one h1: a text's own headings begin below it."""

    def __init__(self, md: Markdown, step: int) -> None:
        super().__init__(md)
        self._step = step

    def run(self, root: Element) -> None:
        for element in root.iter():
            if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                element.tag = f"h{min(6, int(element.tag[1]) + self._step)}"


@lru_cache(maxsize=512)
def render(text: str, *, level: int = 2) -> Markup:
    """HTML that cannot run, fetch or look like ours, whatever `text` says. Its first headings are h`level`.

    What is over the limits is shown as plain text. Links go to http, https, mailto, tel or a local path.
    """
    if len(text.encode()) > LIMIT_BYTES or is_costly(text):
        return Markup("<pre>{}</pre>").format(text)
    extensions: list[str | Extension] = ["tables", "sane_lists", _NoRawHtml(level - 1)]
    parser = Markdown(extensions=extensions, extension_configs=_PLAIN_TABLES)
    cleaned = nh3.clean(
        parser.convert(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow ugc",
        attribute_filter=_local_or_whole,
    )
    return Markup(cleaned)


def parts(text: str) -> list[str]:
    """The text cut at each line that is nothing but three or more dashes; parts without a word are left out.

    A line of dashes below a line of text also cuts: the other meaning, a heading, surprises whoever wanted a new slide.
    """
    return [part.strip("\n") for part in _CUT.split(text.replace("\r\n", "\n")) if part.strip()]


_CUT = re.compile(r"^ {0,3}-{3,}[ \t]*$", re.MULTILINE)


def is_costly(text: str) -> bool:
    """Whether the parser would take seconds: it works in the square of lines, and of brackets that nothing closes."""
    return text.count("\n") > LIMIT_LINES or _scanned(text) > LIMIT_SCANNED


def _scanned(text: str) -> int:
    """How many characters the parser reads again in search of what closes a link, as far as the paragraph goes."""
    return sum(map(_scanned_in_paragraph, re.split(r"\n[ \t]*\n", text)))


def _scanned_in_paragraph(text: str) -> int:
    open_at: dict[str, list[int]] = {"]": [], ")": []}
    scanned = 0
    for found in _LINK_PART.finditer(text):
        if open_at.get(found[0][0]):
            scanned += found.start() - open_at[found[0][0]].pop()
        if found[0] == "[":
            open_at["]"].append(found.start())
        if found[0] == "](":
            open_at[")"].append(found.start())
    return scanned + sum(len(text) - start for starts in open_at.values() for start in starts)


_LINK_PART = re.compile(r"\[|\]\(|\]|\)")

_PLAIN_TABLES = {"tables": {"use_align_attribute": True}}


def _local_or_whole(_tag: str, attribute: str, value: str) -> str | None:
    """A link names a whole address or a path of this program; one that hides another host (`//`, `\\`) is no link."""
    return None if attribute == "href" and not _LINK.match(value) else value


_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))", re.IGNORECASE)
