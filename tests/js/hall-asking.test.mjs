import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"

globalThis.DOMParser = class { parseFromString(html) { return { html } } }
const { Asking, RETRY_MS } = await import("network/hall/asking.js")

let asked = []
let page
let asking
const settle = async () => { for (let turn = 0; turn < 20; turn++) await Promise.resolve() }
/** The answer comes, and what is done with it in a turn of its own. */
const answer = async (html) => { asked.shift().resolve({ text: async () => html }); await settle(); mock.timers.tick(1); await settle() }

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout", "Date"] })
  asked = []
  globalThis.fetch = () => new Promise((resolve, reject) => { asked.push({ resolve, reject }) })
  page = { source: "/here", revision: 1, isConnected: true, isSending: false, shown: [], answered(_response, html) { this.shown.push(html); return true } }
  asking = new Asking(page)
})

test("the sooner of two plans is asked for, once", async () => {
  asking.soon(4_000, 2)
  asking.soon(100, 3)
  asking.soon(9_000, 4)
  mock.timers.tick(99)
  assert.equal(asked.length, 0)
  mock.timers.tick(9_000)
  assert.equal(asked.length, 1)
  await answer("a")
  assert.deepEqual([page.shown, asked.length], [["a"], 0])
})

test("what the page shows by now is not asked for; whoever asks without a revision gets it in any case", () => {
  asking.soon(10, 2)
  page.revision = 2
  mock.timers.tick(10)
  assert.equal(asked.length, 0)
  asking.now()
  mock.timers.tick(1)
  assert.equal(asked.length, 1)
})

test("an answer that was made before what she has sent is not shown, and the page is asked for again", async () => {
  const told = []
  asking.now(() => told.push("shown"))
  mock.timers.tick(1)
  asking.hasSent()
  await answer("old")
  mock.timers.tick(1)
  assert.deepEqual([page.shown, told, asked.length], [[], [], 1])
  await answer("new")
  assert.deepEqual([page.shown, told], [["new"], ["shown"]])
})

test("while something is on its way nothing is asked for, and afterwards once", () => {
  page.isSending = true
  asking.soon(0, 2)
  asking.soon(5, 3)
  mock.timers.tick(5)
  assert.equal(asked.length, 0)
  page.isSending = false
  asking.goOn()
  mock.timers.tick(1)
  assert.equal(asked.length, 1)
})

test("who waits for a page made after her word is told by the next answer, not by one already on its way", async () => {
  const told = []
  asking.now()
  mock.timers.tick(1)
  asking.now(() => told.push("shown"))
  mock.timers.tick(1)
  await answer("first")
  assert.deepEqual([page.shown, told], [["first"], []])
  mock.timers.tick(1)
  await answer("second")
  assert.deepEqual([page.shown, told], [["first", "second"], ["shown"]])
})

test("without an answer it is asked for again, as long as the page stands", async () => {
  asking.now()
  mock.timers.tick(1)
  asked.shift().reject(new TypeError("no network"))
  await settle()
  mock.timers.tick(RETRY_MS)
  assert.equal(asked.length, 1)
  page.isConnected = false
  asked.shift().reject(new TypeError("no network"))
  await settle()
  mock.timers.tick(RETRY_MS)
  assert.equal(asked.length, 0)
})
