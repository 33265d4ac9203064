// How many pages some sections fill, estimated as network/followup/rules/briefings.py does.

/** `measures`: letters on a line, lines on a page, and lines that the head, a heading and the gap of a paragraph take. */
export function pageShare(texts, { line, page, heading, gap, head }) {
  const lines = texts.map((text) => {
    const rows = text.split("\n").map((row) => row.trim()).filter(Boolean)
    return rows.length ? heading + rows.reduce((sum, row) => sum + Math.ceil([...row].length / line) + gap, 0) : 0
  })
  return Math.round((head + lines.reduce((sum, one) => sum + one, 0)) / page * 100) / 100
}
