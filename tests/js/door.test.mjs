// DR-9, DR-10: the host's taps on the device.
import assert from "node:assert/strict"
import { test } from "node:test"

import { about, isOthersBadge, matches, waitingState } from "../../static/js/hall/door.js"
import { newKey } from "../../static/js/offline/keys.js"

const tap = (person, act) => ({ act: { kind: "tap", fields: { person, act } } })

test("the last tap that waits decides what a line shows", () => {
  const taps = [tap("anna", "in"), tap("bo", "undo"), tap("anna", "out")]

  assert.deepEqual([waitingState(taps, "anna"), waitingState(taps, "bo"), waitingState(taps, "cy")], ["left", "undone", null])
  assert.deepEqual(about(taps, "anna"), [taps[0], taps[2]])
})

test("a name is found by the beginnings of its words, whatever accents and capitals", () => {
  const line = "Åse Brattøy Dømevik Nordvik"

  assert.deepEqual(["åse", "ase", "ÅSE nord", "brat", "", "vik", "bo"].map((typed) => matches(typed, line)), [true, true, true, true, true, false, false])
})

test("a badge says whose it is; the wall is everybody's", () => {
  const said = ["/skilt/g_1.anna-k.0f", "/skilt/g_1.bo.0f", "/inn/7K4Q9PXC"].map((path) => isOthersBadge(path, "anna-k"))

  assert.deepEqual(said, [false, true, false])
})

test("no two taps have the same key", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, () => newKey())).size, 1000)
})
