"""What is wrong with a page as it is shown: what axe finds, light and dark, on a phone and a laptop; and its width.

The page is loaded once, as narrow as any, and goes through the four looks with one change at a time. All of axe is
asked in the first look, and in the others only what depends on the look: of colours the most costly rule, once in each
scheme on the whole page, and at the other width on what looks otherwise there. A change of size costs as much as a
rule: the page is laid out and painted anew, so there are as few as there can be.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, ViewportSize

AXE = (Path(__file__).parents[2] / "vendor/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Rules that another colour scheme can break."""
OF_SIZE = ["target-size", "scrollable-region-focusable", "region", "heading-order", "page-has-heading-one", "list"]
"""Rules that another width can break: other things are shown there, and at other sizes."""
PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 320, "height": 640}
QUIET = "Promise.allSettled(document.getAnimations().map(one => one.finished))"
ASK = f"""async ({{ rules, parts }}) => {{
  await {QUIET};
  const there = parts?.filter(one => one.isConnected);
  if (there?.length === 0) return [];
  const where = there ? {{ include: there }} : document;
  const {{ violations }} = await axe.run(where, {{ runOnly: rules, resultTypes: ["violations"] }});
  const told = (rule, node) => `${{rule.id}}: ${{node.target}} ${{node.failureSummary}}`;
  return violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}}"""
SEEN_AS = """() => [...document.body.querySelectorAll("*")].map(one => {
  const { color, backgroundColor, backgroundImage, fontSize, fontWeight, opacity } = getComputedStyle(one);
  const isLarge = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
  return [one.checkVisibility(), color, backgroundColor, backgroundImage, opacity, isLarge].join();
})"""
"""What a text's contrast depends on, of each element in the order of the page."""
ASK_AND_KEEP = f"""async ({{ rules, scheme }}) => {{
  const found = await ({ASK})({{ rules }});
  window.seenBefore = {{ ...window.seenBefore, [scheme]: ({SEEN_AS})() }};
  return found;
}}"""
"""The page keeps how it was seen: there and back, such a list took as long as a rule."""
ASK_OF_OTHER = f"""async ({{ rules, scheme }}) => {{
  await {QUIET};
  const [before, now] = [window.seenBefore[scheme], ({SEEN_AS})()];
  const isOther = (_one, index) => before.length !== now.length || before[index] !== now[index];
  return ({ASK})({{ rules, parts: [...document.body.querySelectorAll("*")].filter(isOther) }});
}}"""
"""Of what looks otherwise than it was seen before in the same scheme."""
THIN = """alike => {
  const kind = one => [one, ...one.querySelectorAll("*")].map(part => part.localName + part.className).join();
  for (const parent of document.querySelectorAll("main, main *")) {
    if (parent.children.length <= alike || parent.closest("svg, [popover]")) continue;
    const seen = new Map();
    for (const child of [...parent.children].filter(one => !one.matches("button, input, select, textarea"))) {
      const count = (seen.get(kind(child)) ?? 0) + 1;
      seen.set(kind(child), count);
      if (count > alike) child.remove();
    }
  }
}"""
ALIKE = 3
"""So many rows of the same kind are looked at; 68 people in a list break a rule 68 times or not at all. Controls stay:
the page's scripts go on, and would look for them."""
TOO_WIDE = """() => {
  const open = new CSSStyleSheet();
  open.replaceSync("* { content-visibility: visible !important; contain: none !important }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, open];
  const isCut = one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX === "clip";
  const all = [...document.querySelectorAll("main :not(input, select)")];
  const isFound = document.documentElement.scrollWidth > innerWidth || all.some(isCut);
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter(one => one !== open);
  return isFound;
}"""
"""What stands in a contained part does not make the page wider, nor what is clipped: it is cut off without a word.
A field is clipped by the browser itself, and one scrolls in it."""
COUNTS = """() => [
  document.querySelectorAll("h1").length,
  [...document.querySelectorAll("main .ds-button")].filter(
    one => (one.dataset.variant ?? "primary") === "primary" && !one.closest("dialog") && one.checkVisibility()
  ).length,
]"""


def prepare(window: BrowserContext) -> None:
    """Before the first page of a window in which pages are looked at.

    None has a service worker, as on plain http: it shows nothing, and to begin and to ask it took a tenth of the walk.
    Every window of a journey has one.
    """
    window.add_init_script(AXE)  # said once, not once a page
    window.add_init_script("delete Navigator.prototype.serviceWorker")


def faults_of(page: Page) -> list[str]:
    """All that is wrong with the page as it stands, each with the look in which it was seen. It is left as on a laptop.

    Where a look differs from one before it in width alone, what has the same colours, sizes and background in both
    has the same contrast in both.
    """
    page.emulate_media(reduced_motion="reduce")
    faults = too_wide(page)
    resize(page, PHONE)
    faults += _counted(page)
    page.evaluate(THIN, ALIKE)
    if not page.evaluate("'axe' in window"):  # a window that was not prepared
        page.evaluate(AXE)
    faults += _asked(page, "phone light", ASK_AND_KEEP, RULES)
    page.emulate_media(color_scheme="dark")
    faults += _asked(page, "phone dark", ASK_AND_KEEP, OF_COLOUR)
    resize(page, LAPTOP)
    faults += _asked(page, "laptop dark", ASK, OF_SIZE) + _asked(page, "laptop dark", ASK_OF_OTHER, OF_COLOUR)
    page.emulate_media(color_scheme="light")
    return faults + _asked(page, "laptop light", ASK_OF_OTHER, OF_COLOUR)


def resize(page: Page, size: ViewportSize) -> None:
    """Where it has that size, nothing is laid out anew."""
    if page.viewport_size != size:
        page.set_viewport_size(size)


def too_wide(page: Page) -> list[str]:
    """With all that stands on the page, and also the rows that axe is spared."""
    resize(page, NARROW)
    return ["narrow: wider than the screen"] if page.evaluate(TOO_WIDE) else []


def _counted(page: Page) -> list[str]:
    """One first heading, and at most one filled button: what to do here is plain."""
    headings, filled = page.evaluate(COUNTS)
    faults = [] if headings == 1 else [f"{headings} first headings"]
    return faults if filled <= 1 else [*faults, f"{filled} filled buttons"]


def _asked(page: Page, look: str, question: str, rules: list[str]) -> list[str]:
    found: list[Any] = page.evaluate(question, {"rules": rules, "scheme": look.split()[1]})
    return [f"{look}: {one}" for one in found]
