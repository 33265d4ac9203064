// Places of notes in a column: strings that order by plain comparison, with always room for one more between two of them.
//
// A position is read two base-62 digits at a time ("level"). A new one takes a small step inside the first level that has room, near
// the lower neighbour at even levels and near the upper one at odd levels, so that a thousand inserts at one spot, from either side,
// make short strings. Its tail is random: two people who insert at the same spot at the same moment get different positions.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const LEVEL = 62 * 62
const STEP = 2
const TAIL = 4

/** Longest position that the server takes (BO-2 in docs/rules.md). */
export const POSITION_LENGTH = 80

export const isPosition = (value) => typeof value === "string" && value.length > 0 && value.length <= POSITION_LENGTH && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value)

const digit = (text, at) => at < text.length ? DIGITS.indexOf(text[at]) : 0
const level = (text, at) => digit(text, at) * 62 + digit(text, at + 1)
const digits = (value) => DIGITS[Math.floor(value / 62)] + DIGITS[value % 62]
const below = (limit, random) => Math.floor(random() * limit)

/** Random digits, the last never "0": below a position that ends in zero there is no room. */
function tail(random) {
  let made = ""
  for (let at = 1; at < TAIL; at++) made += DIGITS[below(62, random)]
  return made + DIGITS[1 + below(61, random)]
}

/** A value strictly between `low` and `high`, a few steps from one of them; null without room. */
function inside(low, high, depth, random) {
  const room = high - low - 1
  if (room < 1) return null
  const step = 1 + below(Math.min(STEP, room), random)
  return depth % 2 === 0 ? low + step : high - step
}

/**
 * A position after `before` and ahead of `after`; null means the end of the column. Neighbours that are no positions count as null,
 * neighbours in the wrong order give a place after the first: whatever a board holds, a note can be placed.
 */
export function between(before, after, random = Math.random) {
  const low = isPosition(before) ? before : ""
  let high = isPosition(after) && after > low ? after : null
  let made = ""
  for (let depth = 0; ; depth++) {
    const at = depth * 2
    const floor = level(low, at)
    const ceiling = high === null ? LEVEL : level(high, at)
    // At the end of `low` its level itself is free: any longer string is greater.
    const value = inside(at < low.length ? floor : floor - 1, ceiling, depth, random)
    if (value !== null) return made + digits(value) + tail(random)
    made += digits(floor)
    if (high !== null && floor < ceiling) high = null
  }
}

const compare = (one, other) => one < other ? -1 : one > other ? 1 : 0

/** By position, then by id: the same order on every screen. */
export const inOrder = (one, other) => compare(one.position, other.position) || compare(one.id, other.id)

/** A position in a column right behind the note `after`; null means at the top, undefined at the bottom. `moving` is the note that moves. */
export function placeAfter(notes, { column, after, moving = null }, random = Math.random) {
  const others = [...notes].filter((note) => note.column === column && !note.deleted && note.id !== moving).sort(inOrder)
  const at = after === null ? -1 : others.findIndex((note) => note.id === after)
  if (after !== null && at < 0) return between(others.at(-1)?.position ?? null, null, random)
  const lower = others[at]?.position ?? null
  // Notes that were put at the very same position stand before the new one together.
  const upper = others.slice(at + 1).find((note) => lower === null || note.position > lower)?.position ?? null
  return between(lower, upper, random)
}
