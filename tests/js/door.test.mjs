// DR-9, DR-10: the host's taps on the device.
import assert from "node:assert/strict"
import { test } from "node:test"

import { fields, inOrder, isOthersBadge, matches, newTap, unheard, verdict, waitingState } from "../../static/js/hall/door.js"
import { newKey } from "../../static/js/offline/keys.js"
import { inMemory } from "../../static/js/offline/taps.js"

const tap = (given) => newTap({ gathering: "g", person: "anna", name: "Anna", act: "in", at: 1000, key: "k", number: 1, ...given })

test("the last tap that waits decides what a line shows", () => {
  const taps = [tap({ act: "out", at: 3000 }), tap({ at: 1000 }), tap({ person: "bo", act: "undo", at: 9000 })]

  assert.deepEqual([waitingState(taps, "anna"), waitingState(taps, "bo"), waitingState(taps, "cy")], ["left", "undone", null])
})

test("two taps in the same millisecond keep their order", () => {
  const taps = [tap({ key: "b", number: 2 }), tap({ key: "a", number: 1 })]

  assert.deepEqual(inOrder(taps).map(({ key }) => key), ["a", "b"])
})

test("what is sent says when it was tapped and when it was sent, by the same clock", () => {
  assert.deepEqual(fields(tap(), { now: 61_000, token: "t" }), {
    csrf_token: "t", person: "anna", act: "in", seen: "", key: "k", tapped_at: "1000", sent_at: "61000",
  })
})

test("a clock that was set back between tapping and sending makes no negative time", () => {
  assert.equal(fields(tap({ at: 5000 }), { now: 1000, token: "t" }).sent_at, "5000")
})

test("only an answer that is final lets a tap go", () => {
  const said = Object.fromEntries([200, 303, 400, 401, 403, 404, 409, 422, 429, 500, 503].map((status) => [status, verdict(status)]))

  assert.deepEqual(said, {
    200: "stored", 303: "later", 400: "renew", 401: "later", 403: "refused", 404: "refused", 409: "refused", 422: "refused",
    429: "later", 500: "later", 503: "later",
  })
})

test("a name is found by the beginnings of its words, whatever accents and capitals", () => {
  const line = "Åse Brattøy Dømevik Nordvik"

  assert.deepEqual(["åse", "ase", "ÅSE nord", "brat", "", "vik", "bo"].map((typed) => matches(typed, line)), [true, true, true, true, true, false, false])
})

test("an undo takes a tap off the device only when nobody can have heard of it; after a lost answer it is sent", () => {
  const [offline, lost] = [tap(), tap({ key: "l", number: 2 })]
  lost.isTried = true

  assert.deepEqual([unheard([offline], "anna"), unheard([offline, lost], "anna"), unheard([lost, tap({ person: "bo" })], "anna")], [offline, null, null])
})

test("a badge says whose it is; the wall is everybody's", () => {
  const said = ["/skilt/g_1.anna-k.0f", "/skilt/g_1.bo.0f", "/inn/7K4Q9PXC"].map((path) => isOthersBadge(path, "anna-k"))

  assert.deepEqual(said, [false, true, false])
})

test("no two taps have the same key", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, () => newKey())).size, 1000)
})

test("a device without storage keeps taps as long as the page", async () => {
  const store = inMemory()
  await store.add(tap())
  await store.add(tap())
  await store.add(tap({ key: "other" }))
  await store.drop("other")

  assert.deepEqual([store.isPersistent, await store.all()], [false, [tap()]])
})
