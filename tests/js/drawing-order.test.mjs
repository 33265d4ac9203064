import assert from "node:assert/strict"
import { test } from "node:test"
import { heir, neighbour } from "network/board/drawing-order.js"

const columns = [
  { key: "left", notes: ["a", "b", "c"] },
  { key: "empty", notes: [] },
  { key: "right", notes: ["x", "y"] },
]
const heights = { a: 10, b: 20, c: 90, x: 15, y: 80 }
const middle = (id) => heights[id]
const lead = (id, key) => neighbour(columns, id, key, middle)

test("up and down stay in the column and stop at its ends", () => {
  assert.deepEqual([lead("b", "ArrowUp"), lead("b", "ArrowDown"), lead("a", "ArrowUp"), lead("c", "ArrowDown")], ["a", "c", null, null])
})

test("home and end are the first and the last of the column", () => {
  assert.deepEqual([lead("b", "Home"), lead("b", "End")], ["a", "c"])
})

test("sideways skips empty columns and takes the note that lies nearest in height", () => {
  assert.deepEqual([lead("b", "ArrowRight"), lead("c", "ArrowRight"), lead("y", "ArrowLeft")], ["x", "y", "c"])
})

test("sideways from the outermost column leads nowhere", () => {
  assert.deepEqual([lead("a", "ArrowLeft"), lead("x", "ArrowRight")], [null, null])
})

test("a note that is not on the board leads nowhere", () => {
  assert.equal(lead("gone", "ArrowDown"), null)
})

test("the focus of a note that leaves goes below, else above, else to another column", () => {
  assert.deepEqual([heir(columns, "a"), heir(columns, "c"), heir([{ key: "l", notes: ["a"] }, { key: "r", notes: ["x"] }], "a"), heir([{ key: "l", notes: ["a"] }], "a")], ["b", "b", "x", null])
})
