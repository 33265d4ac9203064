// Where to say that the round has gone on to its next step, decided from plain values.

const WRITE = "write"

/**
 * "sheet" on the sheet that somebody writes on, "page" in the page, or null when there is nothing to say.
 *
 * `before` and `now`: {key, phase} of what the page showed and shows; before is null on a page that has just come. When
 * the group goes over to writing alone, or from it, the board says so on the sheet itself and in more words.
 */
export function placeOfNews({ before, now, isWriting }) {
  if (!before || before.key === now.key) return null
  if (!isWriting) return "page"
  return [before.phase, now.phase].includes(WRITE) ? null : "sheet"
}
