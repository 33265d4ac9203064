import assert from "node:assert/strict"
import { test } from "node:test"
import { sorted } from "network/board/drawing-drafts.js"

const has = (id) => id === "here"
const begun = { key: "new", text: "half a note", note: null }
const mending = { key: "here", text: "other words", note: "here" }

test("what somebody was writing can be gone on with", () => {
  assert.deepEqual(sorted([begun, mending], has), { lost: [], begun: [begun, mending] })
})

test("words for a note that is gone are lost words", () => {
  const orphan = { key: "gone", text: "other words", note: "gone" }

  assert.deepEqual(sorted([orphan], has), { lost: [orphan], begun: [] })
})

test("what the server would not take is lost words, also when the note is there", () => {
  const refused = { key: "recovered-here", text: "refused", note: "here", recovered: true }

  assert.deepEqual(sorted([refused], has), { lost: [refused], begun: [] })
})

test("an empty draft is no draft", () => {
  assert.deepEqual(sorted([{ key: "new", text: "  ", note: null }], has), { lost: [], begun: [] })
})
