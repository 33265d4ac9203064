import assert from "node:assert/strict"
import { test } from "node:test"
import { edgeScroll, isDrag, target } from "network/board/drawing-target.js"

const columns = [
  { key: "left", left: 0, right: 100, top: 0, bottom: 500, notes: [{ id: "a", top: 50, bottom: 150 }, { id: "b", top: 160, bottom: 260 }] },
  { key: "right", left: 110, right: 210, top: 0, bottom: 500, notes: [] },
]

test("a mouse that trembles less than six pixels does not drag", () => {
  assert.deepEqual([isDrag({ x: 0, y: 0 }, { x: 3, y: 4 }), isDrag({ x: 0, y: 0 }, { x: 0, y: 6 })], [false, true])
})

test("above the middle of a note is before it, below is after it", () => {
  assert.deepEqual(target({ x: 50, y: 90 }, columns, "other"), { column: "left", after: null })
  assert.deepEqual(target({ x: 50, y: 110 }, columns, "other"), { column: "left", after: "a" })
  assert.deepEqual(target({ x: 50, y: 400 }, columns, "other"), { column: "left", after: "b" })
})

test("an empty column takes the note as its first", () => {
  assert.deepEqual(target({ x: 150, y: 400 }, columns, "a"), { column: "right", after: null })
})

test("the note that is carried is never its own neighbour", () => {
  assert.deepEqual(target({ x: 50, y: 400 }, columns, "b"), { column: "left", after: "a" })
})

test("between and outside the columns there is no place", () => {
  assert.deepEqual([target({ x: 105, y: 90 }, columns, "a"), target({ x: 50, y: 600 }, columns, "a")], [null, null])
})

test("the page stands still in the middle and scrolls faster nearer the edge", () => {
  const view = { left: 0, right: 1000, top: 0, bottom: 800 }

  assert.deepEqual(edgeScroll({ x: 500, y: 400 }, view), { x: 0, y: 0 })
  assert.deepEqual(edgeScroll({ x: 968, y: 0 }, view), { x: 9, y: -18 })
  assert.deepEqual(edgeScroll({ x: -50, y: 900 }, view), { x: -18, y: 18 })
})
