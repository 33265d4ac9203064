// CA-5, seen from the page: what a form holds after it was saved, and what comes back of unsent words.
import assert from "node:assert/strict"
import { test } from "node:test"
import { afterSave, changed, takeUp } from "network/hall/autosave.js"

const OLD = { why: "m-why", how: "m-how" }
const NEW = { why: "n-why", how: "n-how" }

test("a save that nothing happened beside leaves the form saved with new marks", () => {
  const sent = { why: "new", how: "" }

  assert.deepEqual(afterSave({ sent, now: sent, theirs: {}, marks: NEW, oldMarks: OLD }), { texts: {}, marks: NEW, began: sent, isSaved: true })
})

test("words written while it was saved are not saved yet", () => {
  const after = afterSave({ sent: { why: "a" }, now: { why: "ab" }, theirs: {}, marks: NEW, oldMarks: OLD })

  assert.deepEqual([after.isSaved, after.marks.why], [false, "n-why"])
})

test("what others wrote in a box that she left alone is filled in", () => {
  const sent = { why: "mine", how: "old" }
  const after = afterSave({ sent, now: sent, theirs: { how: "theirs" }, marks: NEW, oldMarks: OLD })

  assert.deepEqual([after.texts, after.marks, after.isSaved], [{ how: "theirs" }, NEW, true])
})

test("a box of theirs that she has begun on keeps its older mark, so that the server asks her", () => {
  const sent = { why: "mine", how: "old" }
  const after = afterSave({ sent, now: { why: "mine", how: "old and mine" }, theirs: { how: "theirs" }, marks: NEW, oldMarks: OLD })

  assert.deepEqual([after.texts, after.marks, after.isSaved], [{}, { why: "n-why", how: "m-how" }, false])
})

test("unsent words come back with the marks of the day they were written", () => {
  const draft = { fields: { why: "unsent" }, marks: OLD }

  assert.deepEqual(takeUp(draft, { why: "stored", how: "newer" }), { texts: { why: "unsent" }, marks: { why: "m-why" } })
  assert.deepEqual(takeUp(draft, { why: "unsent", how: "" }), { texts: {}, marks: {} })
})

test("what has changed is named", () => {
  assert.deepEqual(changed({ a: "1", b: "2" }, { a: "1", b: "3" }), ["b"])
})
