// Stamps: each edit carries twelve characters that say whose it is and which of hers, and that a receiver finds in the raw bytes.
//
// A receiver need not know Yjs, so it costs the generator little. A later stamp of an author proves all her earlier ones (Yjs never
// applies an edit before what it builds on), so merged updates and repeats count right.

const AUTHOR_DIGITS = 3
const NUMBER_DIGITS = 4
const BASE = 36

export const MOST_AUTHORS = BASE ** AUTHOR_DIGITS
export const MOST_NUMBERS = BASE ** NUMBER_DIGITS

const digits = (value, width) => value.toString(BASE).padStart(width, "0")

/** One kind of stamp; `mark` begins it and is found nowhere else. */
class Stamps {
  #mark
  #bytes

  constructor(mark) {
    this.#mark = mark
    this.#bytes = Buffer.from(mark)
  }

  /** The stamp of what an author did, both counted from 0. Letters and digits alone, none last that a position may not end in. */
  of(author, number) { return `${this.#mark}${digits(author, AUTHOR_DIGITS)}${digits(number, NUMBER_DIGITS)}x` }

  /** Calls `found(author, number)` for each whole stamp in `bytes`. */
  scan(bytes, found) {
    const behind = this.#bytes.length
    let at = bytes.indexOf(this.#bytes)
    while (at >= 0 && at + behind + AUTHOR_DIGITS + NUMBER_DIGITS < bytes.length) {
      const author = numberAt(bytes, at + behind, AUTHOR_DIGITS)
      const number = numberAt(bytes, at + behind + AUTHOR_DIGITS, NUMBER_DIGITS)
      if (author >= 0 && number >= 0) found(author, number)
      at = bytes.indexOf(this.#bytes, at + behind)
    }
  }
}

export const EDITS = new Stamps("qZ7J")
export const GLANCES = new Stamps("pW4K")

/** A number in base 36, or -1 when these bytes are none. */
function numberAt(bytes, at, width) {
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
    EDITS.scan(bytes, (author, edit) => {
      if (author >= this.#last.length) return
      for (let next = this.#last[author] + 1; next <= edit; next++) news(author, next)
      if (edit > this.#last[author]) this.#last[author] = edit
    })
  }
}
