import assert from "node:assert/strict"
import { test } from "node:test"
import { lift, rank, samePlace, shift, withCarried } from "network/board/drawing-carry.js"

const columns = [
  { key: "left", notes: ["a", "b", "c"] },
  { key: "empty", notes: [] },
  { key: "right", notes: ["x", "y"] },
]
const after = (id, ...keys) => keys.reduce((carry, key) => shift(carry, key, columns), lift(columns, id)).place

test("a note that is picked up lies where it lay", () => {
  assert.deepEqual(lift(columns, "b"), { id: "b", home: { column: "left", after: "a" }, place: { column: "left", after: "a" } })
})

test("a note that somebody took away cannot be picked up", () => {
  assert.equal(lift(columns, "gone"), null)
})

test("up and down pass one note at a time and stop at the ends", () => {
  assert.deepEqual(after("b", "ArrowUp"), { column: "left", after: null })
  assert.deepEqual(after("b", "ArrowUp", "ArrowUp"), { column: "left", after: null })
  assert.deepEqual(after("b", "ArrowDown", "ArrowDown"), { column: "left", after: "c" })
})

test("sideways enters empty columns and keeps the height where it can", () => {
  assert.deepEqual(after("b", "ArrowRight"), { column: "empty", after: null })
  assert.deepEqual(after("b", "ArrowRight", "ArrowRight"), { column: "right", after: null })
  assert.deepEqual(after("y", "ArrowRight"), { column: "right", after: "x" })
})

test("home and end go to the top and the bottom", () => {
  assert.deepEqual([after("c", "Home"), after("a", "End")], [{ column: "left", after: null }, { column: "left", after: "c" }])
})

const shown = (place, there = columns) => withCarried(there.map((one) => ({ inside: new Map(), ...one })), { id: "b", place })

test("a place behind a note that was taken away is the bottom of the column", () => {
  assert.deepEqual(shown({ column: "right", after: "gone" })[2].notes, ["x", "y", "b"])
})

test("the columns are shown with the note where it would land", () => {
  assert.deepEqual(shown({ column: "right", after: "x" }).map(({ notes }) => notes), [["a", "c"], [], ["x", "b", "y"]])
})

test("a note that is carried into a cluster lies last in it, and nowhere else", () => {
  const there = [{ key: "left", notes: ["a", "b", "k"], inside: new Map([["k", ["m", "n"]]]) }]

  assert.deepEqual(shown({ column: "left", into: "k", after: "k" }, there), [{ key: "left", notes: ["a", "k"], inside: new Map([["k", ["m", "n", "b"]]]) }])
})

test("a note that is carried out of a cluster lies in it no more", () => {
  const there = [{ key: "left", notes: ["a", "k"], inside: new Map([["k", ["b", "n"]]]) }]

  assert.deepEqual(shown({ column: "left", after: "a" }, there), [{ key: "left", notes: ["a", "b", "k"], inside: new Map([["k", ["n"]]]) }])
})

test("the place is told as a number among those that will be there", () => {
  assert.deepEqual(rank({ column: "right", after: "x" }, columns, "b"), { number: 2, of: 3 })
  assert.deepEqual(rank({ column: "left", after: "a" }, columns, "b"), { number: 2, of: 3 })
})

test("two places are the same when column and note before are", () => {
  assert.deepEqual([samePlace({ column: "a", after: null }, { column: "a", after: null }), samePlace({ column: "a", after: "x" }, { column: "a", after: null })], [true, false])
})
