// Short texts that the elements show, worked out from plain values.

import { tn } from "network/ui/text.js"

const QUOTED = 48

/** What the counter under a text says with `left` characters of the asked length left. */
export function counted(left) {
  if (left >= 0) return tn("{count} character left", "{count} characters left", left)
  return tn("{count} character more than is easy to read. It is kept all the same.", "{count} characters more than is easy to read. They are kept all the same.", -left)
}

/** The first letters of the first and the last name. */
export function initials(name) {
  const words = name.trim().split(/\s+/u)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words
  return letters.map((word) => [...word][0] ?? "").join("").toUpperCase()
}

/** The beginning of a note, on one line and in quotation marks. */
export function quoted(text) {
  const line = text.replace(/\s+/gu, " ").trim()
  return `«${line.length > QUOTED ? `${line.slice(0, QUOTED - 1).trimEnd()}…` : line}»`
}
