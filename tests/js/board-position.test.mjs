import assert from "node:assert/strict"
import { test } from "node:test"
import { between, inOrder, isPosition, placeAfter, POSITION_LENGTH } from "network/board/position.js"

/** Numbers in [0, 1) that are the same in each run (mulberry32). */
const numbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

const isBetween = (lower, made, upper) => isPosition(made) && (lower === null || lower < made) && (upper === null || made < upper)

test("ten thousand inserts at random spots always lie strictly between their neighbours", () => {
  const random = numbers(1)
  const places = []
  for (let turn = 0; turn < 10_000; turn++) {
    const at = Math.floor(random() * (places.length + 1))
    const made = between(places[at - 1] ?? null, places[at] ?? null, random)
    assert.ok(isBetween(places[at - 1] ?? null, made, places[at] ?? null), `${places[at - 1]} ${made} ${places[at]}`)
    places.splice(at, 0, made)
  }
})

for (const spot of ["at the end", "at the start", "always behind the same note", "always before the same note"]) {
  test(`ten thousand inserts ${spot} stay in order and short enough for the server`, () => {
    const random = numbers(2)
    let low = spot === "at the start" ? null : between(null, null, random)
    let high = spot === "at the end" ? null : between(low, null, random)
    let longest = 0
    for (let turn = 0; turn < 10_000; turn++) {
      const made = between(low, high, random)
      assert.ok(isBetween(low, made, high), `${low} ${made} ${high}`)
      longest = Math.max(longest, made.length)
      if (spot === "at the end" || spot === "always before the same note") low = made
      else high = made
    }

    assert.ok(longest <= POSITION_LENGTH, `${longest} characters`)
  })
}

test("two people who insert at the same spot get different positions", () => {
  const made = new Set()
  for (let person = 0; person < 200; person++) made.add(between("V1", "V2", numbers(person)))

  assert.equal(made.size, 200)
})

test("control: without the random tail they would be the same", () => {
  assert.equal(between("V1", "V2", () => 0.5), between("V1", "V2", () => 0.5))
})

test("there is room below every position that the server's own forms make", () => {
  const random = numbers(3)
  for (const [low, high] of [[null, "V1111"], ["V1111", "W1111"], ["VzzzzV", null], ["V", "V1"], ["a", "a01"]]) assert.ok(isBetween(low, between(low, high, random), high))
})

test("neighbours that make no sense still give a place", () => {
  for (const [low, high] of [["", ""], ["b", "a"], ["a", "a"], [undefined, "ø"], ["0", "00"], [7, null], ["x".repeat(500), null]]) assert.ok(isPosition(between(low, high)))
})

test("a note moved behind another stands there, also when its neighbours share one position", () => {
  const notes = [["a", "V1"], ["b", "V1"], ["c", "V2"]].map(([id, position]) => ({ id, position, column: "ideas", deleted: false }))
  const position = placeAfter(notes, { column: "ideas", after: "a", moving: "c" })
  const top = placeAfter(notes, { column: "ideas", after: null })

  assert.deepEqual([...notes.slice(0, 2), { id: "c", position }, { id: "top", position: top }].sort(inOrder).map(({ id }) => id), ["top", "a", "b", "c"])
})

test("behind a note that is gone means at the bottom of the column", () => {
  const notes = [{ id: "a", position: "V1", column: "ideas", deleted: false }]

  assert.ok(placeAfter(notes, { column: "ideas", after: "gone" }) > "V1")
})
