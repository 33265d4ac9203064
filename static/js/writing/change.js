// Changes of a text as plain values {at, remove, insert}, in UTF-16 units: what somebody did, and where it lies after what others did.

const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff

/** A browser's field knows one kind of line break. */
export const normal = (text) => text.replaceAll("\r\n", "\n").replaceAll("\r", "\n")

export const applied = (text, changes) => changes.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), text)

/**
 * The smallest replacement that makes `to` of `from`, or null. Where it could stand in several places (a third l in "all") it ends at
 * `caret`, the place in `to` behind what was typed. Never cuts a character in half.
 */
export function replacement(from, to, caret = to.length) {
  if (from === to) return null
  const free = between(from, to, to.length)
  const typed = between(from, to, to.length - caret)
  return typed.remove + typed.insert.length <= free.remove + free.insert.length ? typed : free
}

function between(from, to, longestEnd) {
  const end = sharedEnd(from, to, longestEnd)
  const start = sharedStart(from, to, Math.min(from.length, to.length) - end)
  return { at: start, remove: from.length - start - end, insert: to.slice(start, to.length - end) }
}

function sharedEnd(from, to, longest) {
  const most = Math.min(from.length, to.length, longest)
  let length = 0
  while (length < most && from.at(-1 - length) === to.at(-1 - length)) length++
  return length > 0 && isLow(to.charCodeAt(to.length - length)) ? length - 1 : length
}

function sharedStart(from, to, most) {
  let length = 0
  while (length < most && from[length] === to[length]) length++
  return isLow(from.charCodeAt(length)) || isLow(to.charCodeAt(length)) ? Math.max(0, length - 1) : length
}

/** What makes `to` of `from`, word by word: several changes, each of the text that the ones before it left. */
export function differences(from, to) {
  const whole = replacement(from, to)
  if (whole === null) return []
  const changes = []
  let { at } = whole
  for (const { remove, insert } of hunks(words(from.slice(at, at + whole.remove)), words(whole.insert))) {
    if (remove !== insert) changes.push({ at, remove: remove.length, insert })
    at += insert.length
  }
  return changes
}

const words = (text) => text.match(/\s+|[^\s]+/g) ?? []

/** Stretches that are kept (remove equals insert) or replaced, by the longest common run of words. */
function hunks(from, to) {
  const common = longest(from, to)
  const found = []
  let [one, other] = [0, 0]
  for (const [nextOne, nextOther] of [...common, [from.length, to.length]]) {
    const [remove, insert] = [from.slice(one, nextOne).join(""), to.slice(other, nextOther).join("")]
    if (remove || insert) found.push({ remove, insert })
    if (nextOne < from.length) found.push({ remove: from[nextOne], insert: from[nextOne] })
    ;[one, other] = [nextOne + 1, nextOther + 1]
  }
  return found
}

/** Pairs of places that belong together. */
function longest(from, to) {
  const lengths = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1))
  for (let one = from.length - 1; one >= 0; one--) {
    for (let other = to.length - 1; other >= 0; other--) {
      lengths[one][other] = from[one] === to[other] ? lengths[one + 1][other + 1] + 1 : Math.max(lengths[one + 1][other], lengths[one][other + 1])
    }
  }
  const pairs = []
  for (let [one, other] = [0, 0]; one < from.length && other < to.length;) {
    if (from[one] === to[other]) pairs.push([one++, other++])
    else if (lengths[one + 1][other] >= lengths[one][other + 1]) one++
    else other++
  }
  return pairs
}

/** Where a place in the text lies after a change of somebody else. At what is put in exactly there it stays before it, unless `behind`. */
export function moved(index, { at, remove, insert }, { behind = false } = {}) {
  if (index < at || (index === at && !(behind && remove === 0))) return index
  if (index >= at + remove) return index + insert.length - remove
  return at + Math.min(index - at, insert.length)
}

/** A selection after the changes of others: what they put in at its edges is outside it. */
export function movedSelection({ start, end }, changes) {
  const isCaret = start === end
  for (const change of changes) {
    const behind = moved(start, change, { behind: !isCaret })
    end = Math.max(moved(end, change), isCaret ? 0 : behind)
    start = isCaret ? end : behind
  }
  return { start, end }
}

/**
 * My change, made without seeing theirs, as changes of the text that has theirs: of what I took out only what is still there goes, what
 * they put in between stays, and my words stand where they stood. No letter of anybody is lost. In the order in which they are done.
 */
export function rebased(mine, theirs) {
  let { at } = mine
  let places = Array.from({ length: mine.remove }, (_, index) => mine.at + index)
  for (const change of theirs) {
    at = beside(at, change)
    places = places.map((place) => placeOf(place, change)).filter((place) => place !== null)
  }
  return inOrder(runsOf(places), places[0] ?? at, mine.insert)
}

/** Where words go in after a change: never into the middle of what another put in. */
function beside(index, { at, remove, insert }) {
  if (index <= at) return index
  return index < at + remove ? at + insert.length : index + insert.length - remove
}

/** Where a letter lies after a change, or null when it is gone. */
function placeOf(place, { at, remove, insert }) {
  if (place < at) return place
  return place >= at + remove ? place + insert.length - remove : null
}

function runsOf(places) {
  const runs = []
  for (const place of places) {
    const last = runs.at(-1)
    if (last && last.at + last.remove === place) last.remove += 1
    else runs.push({ at: place, remove: 1, insert: "" })
  }
  return runs
}

/** From the back to the front, so that each lies where it is said; the words go in with the run that begins there. */
function inOrder(runs, at, insert) {
  const changes = runs.reverse()
  if (insert === "") return changes
  const run = changes.find((one) => one.at === at)
  if (run) run.insert = insert
  else {
    const behind = changes.filter((one) => one.at > at)
    changes.splice(behind.length, 0, { at, remove: 0, insert })
  }
  return changes
}
