import assert from "node:assert/strict"
import { test } from "node:test"
import { overflowing } from "network/hall/slide-room.js"

test("a box with room to spare is said nothing about, and one without says how many slides it becomes", () => {
  const found = ["", "Kort", "x".repeat(820), "x".repeat(821), `${"x".repeat(800)}\n`.repeat(3)].map(overflowing)

  assert.deepEqual(found, [0, 0, 0, 2, 4])
})

test("what the writer has cut herself is not counted against her, and lines take room", () => {
  const found = [`${"x".repeat(600)}\n---\n${"y".repeat(600)}`, "a\n".repeat(40)].map(overflowing)

  assert.deepEqual(found, [0, 2])
})
