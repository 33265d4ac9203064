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
TAGS = {
    "p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


class _NoRawHtml(Extension):
    """Raw HTML comes out as text: neither block nor inline processor reads it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.treeprocessors.register(_HeadingsDown(md), "headings_down", 0)


class _HeadingsDown(Treeprocessor):
    """The page has the one h1: a text's own headings begin below it."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                element.tag = f"h{min(6, int(element.tag[1]) + 1)}"


@lru_cache(maxsize=512)
def render(text: str) -> Markup:
    """HTML that cannot run, fetch or look like ours, whatever `text` says.

    Over LIMIT_BYTES it is shown as plain text. Links go to http, https, mailto, tel or a local path.
    """
    if len(text.encode()) > LIMIT_BYTES:
        return Markup("<pre>{}</pre>").format(text)
    parser = Markdown(extensions=["tables", "sane_lists", _NoRawHtml()], extension_configs=_PLAIN_TABLES)
    cleaned = nh3.clean(
        parser.convert(text),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow ugc",
        attribute_filter=_local_or_whole,
    )
    return Markup(cleaned)


_PLAIN_TABLES = {"tables": {"use_align_attribute": True}}


def _local_or_whole(_tag: str, attribute: str, value: str) -> str | None:
    """A link names a whole address or a path of this program; one that hides another host (`//`, `\\`) is no link."""
    return None if attribute == "href" and not _LINK.match(value) else value


_LINK = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))", re.IGNORECASE)
