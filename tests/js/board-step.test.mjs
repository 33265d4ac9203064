import assert from "node:assert/strict"
import { test } from "node:test"

import { placeOfNews } from "network/hall/step.js"

const [write, talk, sort] = ["write", "talk", "sort"].map((phase, place) => ({ key: `7:running:${place}`, phase }))

test("the next step is said once, and on the sheet of whoever is writing", () => {
  const said = [[null, talk], [talk, talk], [talk, sort]].map(([before, now]) => placeOfNews({ before, now, isWriting: false }))

  assert.deepEqual(said, [null, null, "page"])
  assert.equal(placeOfNews({ before: talk, now: sort, isWriting: true }), "sheet")
})

test("what the board itself says on a sheet is not said over by the hall", () => {
  const said = [[write, talk], [sort, write]].map(([before, now]) => placeOfNews({ before, now, isWriting: true }))

  assert.deepEqual(said, [null, null])
})
