import assert from "node:assert/strict"
import { test } from "node:test"

import { comparable, isAnotherChoice, isNews, plan, shared, wait } from "network/hall/regions.js"
import { nextPage, pageCount, patience } from "network/hall/screen.js"
import { shareLink } from "network/live/shared.js"
import { keepNewer } from "network/offline/keep.js"

const part = (name, markup, isBusy = false, list = null) => ({ name, markup, isBusy, list })
const nothing = { swap: [], hold: [], come: [], go: [], isAnotherPage: false }

const line = (selected, defaultSelected = false) => ({ selected, defaultSelected })

test("a list in which somebody has chosen another line is being worked in", () => {
  const lists = [
    [line(false, true), line(true)],
    [line(true, true), line(false)],
    [line(false), line(true)],
    [line(true), line(false)],
    [],
  ]
  assert.deepEqual(lists.map(isAnotherChoice), [true, false, true, false, false])
})

test("what has changed is swapped, what has not is left alone", () => {
  const done = plan([part("now", "<p>a</p>"), part("list", "<p>b</p>")], [part("now", "<p>A</p>"), part("list", "<p>b</p>")])

  assert.deepEqual(done, { ...nothing, swap: ["now"] })
})

test("where somebody writes nothing is taken away", () => {
  const done = plan([part("now", "<p>a</p>", true), part("list", "<p>b</p>")], [part("now", "<p>A</p>"), part("list", "<p>B</p>")])

  assert.deepEqual(done, { ...nothing, swap: ["list"], hold: ["now"] })
})

test("a part where somebody writes and nothing is new holds nobody up", () => {
  assert.deepEqual(plan([part("now", "<p>a</p>", true)], [part("now", "<p>a</p>")]).hold, [])
})

test("a part whose first markup nobody kept is drawn anew", () => {
  assert.deepEqual(plan([part("now", null)], [part("now", "<p>a</p>")]).swap, ["now"])
})

test("a page with other parts is another page", () => {
  const pages = [[[part("a", "")], [part("b", "")]], [[part("a", "")], [part("a", ""), part("b", "")]]]

  assert.deepEqual(pages.map(([shown, fresh]) => plan(shown, fresh).isAnotherPage), [true, true])
})

test("tables come and go one by one, and where somebody writes at one that is gone it stays for now", () => {
  const table = (name, isBusy = false, list = "tables") => part(name, name, isBusy, list)
  const [shown, fresh] = [[part("head", ""), table("1"), table("2"), table("3", true)], [part("head", ""), table("1"), table("4")]]

  assert.deepEqual(plan(shown, fresh, ["tables"]), { ...nothing, come: ["4"], go: ["2"], hold: ["3"] })
  assert.equal(plan(shown, fresh, []).isAnotherPage, true)
  assert.equal(plan(shown, [table("1")], ["tables"]).isAnotherPage, true)
  assert.equal(plan([], [table("1")], ["others"]).isAnotherPage, true)
})

test("a new token or the time of the answer is no news", () => {
  const page = (token, now, left) => `<form><input type="hidden" name="csrf_token" value="${token}"></form><round-clock server-now="${now}" data-lasts="${left}" whole="9">`

  assert.equal(comparable(page("a", "1", "9")), comparable(page("b", "2", "7")))
  assert.equal(comparable('<li class="group laid-ahead">'), comparable('<li class="group">'))
  assert.notEqual(comparable(page("a", "1", "9")), comparable(page("a", "1", "9").replace("whole=\"9\"", "whole=\"8\"")))
})

test("those who lead ask at once, those whom alone a word concerns soon, a hall of phones within four seconds", () => {
  const random = () => 0.5

  assert.deepEqual([wait({ isLeading: true, random }), wait({ isLeading: false, isOwn: true, random }), wait({ isLeading: false, random }), wait({ isLeading: false, random: () => 0.999 }) <= 4000], [0, 750, 2000, true])
})

test("when the clock alone is other than before, half a minute will do, but not for those who lead", () => {
  const asked = [{ isLeading: false }, { isLeading: true }, { isLeading: false, isOwn: true }]

  assert.deepEqual(asked.map((one) => wait({ ...one, isClockAlone: true, random: () => 0.5 })), [15_000, 0, 750])
})

test("the word itself brings the step's name, its part and clock", () => {
  const facts = { title: "Blanda grupper", part: "7:1", version: 8, ends_at_ms: 9_000, ends: "11:45", left_s: null, whole_s: 60 }

  assert.deepEqual(shared(facts, 7), { title: "Blanda grupper", part: "7:1", clock: { endsAt: 9_000, ends: "11:45", left: null, whole: 60, more: {} } })
  assert.deepEqual(shared({ ...facts, ends_at_ms: null, ends: "", left_s: 30 }, 7).clock, { endsAt: null, ends: "", left: 30, whole: 60, more: {} })
})

test("what some groups have beyond the hall's clock comes with it", () => {
  const facts = { version: 8, ends_at_ms: 9_000, ends: "11:45", whole_s: 60, more: { 7: [120, "11:47"] } }

  assert.deepEqual(shared(facts, 8).clock.more, { 7: [120, "11:47"] })
})

test("a step that the page shows keeps its name, and one without a clock takes the clock away", () => {
  assert.deepEqual(shared({ title: "Lunsj", version: 7, ends_at_ms: null, left_s: null, whole_s: 0 }, 7), { title: "", part: "", clock: null })
})

test("any other revision is news, also a lower one after the server was put back", () => {
  assert.deepEqual([isNews(5, 5), isNews(6, 5), isNews(2, 5), isNews(5, Number.NaN)], [false, true, true, true])
})

test("a screen asks each second, and with more patience while nobody answers", () => {
  assert.deepEqual([0, 1, 2, 3, 9].map(patience), [1000, 1000, 2000, 4000, 10000])
})

test("a long list has as many pages as it needs, and begins again after the last", () => {
  assert.deepEqual([pageCount({ whole: 1000, shown: 1000, gap: 40 }), pageCount({ whole: 2040, shown: 1000, gap: 40 }), pageCount({ whole: 9, shown: 0, gap: 0 })], [1, 2, 1])
  assert.deepEqual([nextPage(0, 2), nextPage(1, 2), nextPage(0, 1)], [1, 0, 0])
})

test("a page has one connection, which ends with the last who uses it", () => {
  let closed = 0
  let opened = 0
  const open = () => { opened += 1; return { close: () => { closed += 1 } } }
  const [one, two] = [shareLink(open), shareLink(open)]
  one.close()
  one.close()
  const before = closed
  two.close()

  assert.deepEqual([opened, before, closed, one.link === two.link], [1, 0, 1, true])
})

test("only a page that the device keeps already is replaced there", async () => {
  const kept = new Map([["/", new Response("old", { headers: { "Content-Type": "text/html" } })]])
  const cache = { match: async (key) => kept.get(key), put: async (key, value) => kept.set(key, value) }
  const store = { open: async () => cache }
  await keepNewer("/", "new", { store })
  await keepNewer("/boards/x", "new", { store })

  assert.deepEqual([await kept.get("/").text(), kept.has("/boards/x"), kept.get("/").headers.get("Content-Type")], ["new", false, "text/html"])
})

test("what comes without its frame is put into the frame that the device has", async () => {
  const older = "<!doctype html>\n<html><head></head><body><nav>Staden</nav><main id='content'><p>Før</p></main></body></html>"
  const kept = new Map([["/", new Response(older)]])
  const cache = { match: async (key) => kept.get(key), put: async (key, value) => kept.set(key, value) }
  await keepNewer("/", "<!doctype html><html data-bare><body><main><p>No</p></main></body></html>", { store: { open: async () => cache } })

  assert.equal(await kept.get("/").text(), older.replace("Før", "No"))
})

test("a device that cannot store breaks nothing", async () => {
  await keepNewer("/", "new", { store: { open: async () => { throw new Error("full") } } })
  await keepNewer("/", "new", { store: undefined })
})
