import assert from "node:assert/strict"
import { test } from "node:test"

import { buzz, clockOf, clockText, leftAt, levelOf, newLevel, progressOf, restAt, untilNext } from "network/hall/clock.js"
import { Offset } from "network/hall/offset.js"
import { canBuzz, wantsBuzz, wishBuzz } from "network/hall/wishes.js"

test("a running clock counts to its end, one that stands does not", () => {
  assert.deepEqual([leftAt({ endsAt: 100_000 }, 40_400), leftAt({ left: 90 }, 5), leftAt({}, 5)], [60, 90, null])
})

test("a group that was given more time has its own end, and the others have the hall's", () => {
  const hall = { endsAt: 100_000, left: null, whole: 60, ends: "11:45", more: { 7: [120, "11:47"] } }
  const own = { endsAt: 220_000, left: null, whole: 180, ends: "11:47", more: 120 }
  const halls = { endsAt: 100_000, left: null, whole: 60, ends: "11:45", more: 0 }

  assert.deepEqual([clockOf(hall, "7"), clockOf(hall, "8"), clockOf(hall, null)], [own, halls, halls])
  assert.equal(clockOf({ ...hall, endsAt: null, left: 30 }, "7").left, 150)
})

test("the time is shown as on the server", () => {
  assert.deepEqual([1104, 9, 3900, -5].map(clockText), ["18:24", "0:09", "1:05:00", "0:00"])
})

test("the end comes in levels, and a short clock does not begin with a long warning", () => {
  const long = [301, 300, 61, 60, 10, 0, -90, null].map((seconds) => levelOf(seconds, 1800))

  assert.deepEqual(long, ["", "five", "five", "one", "ten", "over", "over", ""])
  assert.deepEqual([180, 61, 60].map((seconds) => levelOf(seconds, 180)), ["", "", "one"])
})

test("a level is spoken of once, and not when the page has only been opened", () => {
  assert.deepEqual([newLevel(null, "five"), newLevel("", "five"), newLevel("five", "five"), newLevel("one", "")], [null, "five", null, null])
})

test("the text is drawn again when it changes, not before and not in a rush", () => {
  assert.deepEqual([untilNext({ endsAt: 10_000 }, 9_100), untilNext({ endsAt: 10_000 }, 9_495), untilNext({}, 5)], [400, 1000, 1000])
})

test("beside the time left stands the new end, in the page's own words", () => {
  const rests = [restAt("att · slutt kl. 11:45", "11:47"), restAt("att · slutt kl. 11.45", "11.47"), restAt("att · pause", "11:47"), restAt("att · slutt kl. 11:45", "")]

  assert.deepEqual(rests, ["att · slutt kl. 11:47", "att · slutt kl. 11.47", "", ""])
})

test("no more than all has gone", () => {
  assert.deepEqual([[300, 600], [-9, 600], [700, 600], [5, 0], [null, 600]].map(([left, whole]) => progressOf(left, whole)), [50, 100, 0, 0, 0])
})

test("each level buzzes in its own way, none without a level", () => {
  assert.deepEqual([buzz("five").length, buzz("over").length, buzz("")], [1, 3, []])
})

test("the device's clock is set right by the quickest answer", () => {
  const offset = new Offset()
  offset.learn({ sentAt: 1_000, heardAt: 3_000, serverAt: 62_500 })
  offset.learn({ sentAt: 5_000, heardAt: 5_100, serverAt: 65_050 })

  assert.equal(offset.serverNow(10_000), 70_000)
})

test("within half the way of the answer the clock is right, whichever way was slow", () => {
  const offset = new Offset()
  const wrong = 42_000
  offset.learn({ sentAt: 0, heardAt: 800, serverAt: wrong + 700 })

  assert.ok(Math.abs(offset.ms - wrong) <= 400)
})

test("a page that the device kept says nothing about its clock", () => {
  const [fresh, kept] = [new Offset(), new Offset()]
  fresh.guess(10_000, 9_000)
  kept.guess(10_000, 600_000)

  assert.deepEqual([fresh.ms, kept.ms], [1_000, 0])
})

test("of a page that the device had kept no time is believed, said before the page is read or after it", () => {
  let isKept = false
  const offset = new Offset(() => isKept)
  offset.guess(10_000, 50_000)
  assert.equal(offset.ms, -40_000)
  isKept = true

  assert.equal(offset.ms, 0)
})

test("after sleep what was learnt before is forgotten, and nonsense is not learnt", () => {
  const offset = new Offset()
  offset.learn({ sentAt: 0, heardAt: 10, serverAt: 500_005 })
  offset.forget()
  offset.learn({ sentAt: 10, heardAt: 0, serverAt: 5 })
  offset.learn({ sentAt: 0, heardAt: 10, serverAt: Number.NaN })

  assert.equal(offset.ms, 0)
})

test("a phone buzzes only for those who asked, where it can", () => {
  const kept = new Map()
  const store = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) }
  const before = wantsBuzz(store)
  wishBuzz(true, store)

  assert.deepEqual([before, wantsBuzz(store), canBuzz({ vibrate() {} }), canBuzz({})], [false, true, true, false])
})

test("a private window that stores nothing breaks nothing", () => {
  const store = { getItem() { throw new Error("no") }, setItem() { throw new Error("no") } }
  wishBuzz(true, store)

  assert.equal(wantsBuzz(store), false)
})
