// Stamps: each edit carries twelve characters that say whose it is and which of hers, and that a receiver finds in the raw bytes.
//
// A receiver need not know Yjs, so it costs the generator little. A later stamp of an author proves all her earlier ones (Yjs never
// applies an edit before what it builds on), so merged updates and repeats count right.

const MARK = "qZ7J"
const MARK_BYTES = Buffer.from(MARK)
const AUTHOR_DIGITS = 3
const EDIT_DIGITS = 4
const SIZE = MARK.length + AUTHOR_DIGITS + EDIT_DIGITS + 1
const BASE = 36

export const MOST_AUTHORS = BASE ** AUTHOR_DIGITS
export const MOST_EDITS = BASE ** EDIT_DIGITS

const digits = (value, width) => value.toString(BASE).padStart(width, "0")

/** The stamp of an author's edit, both counted from 0. Letters and digits alone, none last that a position may not end in. */
export const stamp = (author, edit) => `${MARK}${digits(author, AUTHOR_DIGITS)}${digits(edit, EDIT_DIGITS)}x`

/** Calls `found(author, edit)` for each whole stamp in `bytes`. */
export function scan(bytes, found) {
  let at = bytes.indexOf(MARK_BYTES)
  while (at >= 0 && at + SIZE <= bytes.length) {
    const author = number(bytes, at + MARK.length, AUTHOR_DIGITS)
    const edit = number(bytes, at + MARK.length + AUTHOR_DIGITS, EDIT_DIGITS)
    if (author >= 0 && edit >= 0) found(author, edit)
    at = bytes.indexOf(MARK_BYTES, at + MARK.length)
  }
}

/** A number in base 36, or -1 when these bytes are none. */
function number(bytes, at, width) {
  let value = 0
  for (let index = at; index < at + width; index++) {
    const digit = digitOf(bytes[index])
    if (digit < 0) return -1
    value = value * BASE + digit
  }
  return value
}

function digitOf(byte) {
  if (byte >= 48 && byte <= 57) return byte - 48
  return byte >= 97 && byte <= 122 ? byte - 87 : -1
}

/**
 * How far one receiver has come with each author.
 *
 * `news(author, edit)` of `take` is called once for each edit that is proven for the first time, in order.
 */
export class Arrivals {
  #last

  constructor(authors) { this.#last = new Int32Array(authors).fill(-1) }

  last(author) { return this.#last[author] }

  take(bytes, news) {
    scan(bytes, (author, edit) => {
      if (author >= this.#last.length) return
      for (let next = this.#last[author] + 1; next <= edit; next++) news(author, next)
      if (edit > this.#last[author]) this.#last[author] = edit
    })
  }
}
