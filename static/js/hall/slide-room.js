// How much room a text needs on a slide, from plain values. network/cases/rules/slides.py says the same on the server.

const MOST = 820
const LINE_COSTS = 30
const CUT = /^ {0,3}-{3,}[ \t]*$/m

const room = (text) => text.length + LINE_COSTS * (text.match(/\n/g)?.length ?? 0)

/** How many slides a box becomes at least, when it becomes more than its writer has cut it into; else 0. */
export function overflowing(text) {
  const parts = text.split(CUT).map((part) => part.replace(/^\n+|\n+$/g, "")).filter((part) => part.trim())
  const slides = parts.reduce((sum, part) => sum + Math.ceil(room(part) / MOST), 0)
  return slides > parts.length ? slides : 0
}
