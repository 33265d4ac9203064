// A page that the device keeps is fetched anew when it says something else by now: spread, once, and never past a sign-out.
import assert from "node:assert/strict"
import { test } from "node:test"

import { saidBy } from "network/board/drawing-kept.js"
import { KeptAnew, keepPage } from "network/offline/anew.js"

const SOONEST_MS = 1_000
const SPREAD_MS = 40_000

/** Timers that the test lets go off. */
class Timers {
  waits = []
  setTimeout(act, ms) { return this.waits.push({ act, ms }) }
  clearTimeout(id) { if (id) this.waits[id - 1] = null }
  async pass() {
    const due = this.waits.splice(0).filter(Boolean)
    for (const { act } of due) await act()
    return due.map(({ ms }) => ms)
  }
}

function kept({ state = "write", keep, random = () => 0.5 }) {
  const timers = new Timers()
  return { timers, page: new KeptAnew({ address: "/boards/x", state, keep, timers, random }) }
}

test("a page that says what it said is not asked for, and one that says other things is, once, a while later", async () => {
  const asked = []
  const { page, timers } = kept({ keep: async (address) => { asked.push(address) } })
  page.follow("write")
  const before = timers.waits.length
  for (const state of ["talk", "sort", "sort"]) page.follow(state)

  assert.deepEqual([before, await timers.pass(), asked, timers.waits.length], [0, [SOONEST_MS + SPREAD_MS / 2], ["/boards/x"], 0])
  page.follow("sort")
  assert.deepEqual(timers.waits, [])
})

test("a page of which nobody knows what it says is asked for", async () => {
  const asked = []
  const { page, timers } = kept({ state: null, keep: async (address) => { asked.push(address) } })
  page.follow("write")
  await timers.pass()

  assert.deepEqual(asked, ["/boards/x"])
})

test("phones that hear of it in the same second ask spread over forty", async () => {
  const waits = []
  for (const share of [0, 0.25, 0.999]) {
    const { page, timers } = kept({ keep: async () => {}, random: () => share })
    page.follow("talk")
    waits.push(...(await timers.pass()))
  }

  assert.deepEqual(waits, [1_000, 11_000, 40_960])
})

test("what changes while it is on its way is asked for again, and without a network it is tried again", async () => {
  let answers = []
  const { page, timers } = kept({ keep: () => answers.shift()() })
  answers = [async () => page.follow("sort"), async () => { throw new Error("no network") }, async () => {}]
  page.follow("talk")
  const left = []
  while (timers.waits.length > 0) {
    await timers.pass()
    left.push(answers.length)
  }

  assert.deepEqual(left, [2, 1, 0])
})

test("a page that is left asks for nothing more", async () => {
  const asked = []
  const { page, timers } = kept({ keep: async (address) => { asked.push(address) } })
  page.follow("talk")
  page.close()
  page.follow("sort")
  await timers.pass()

  assert.deepEqual(asked, [])
})

/** A device's pages, and a server. */
function device(pages, answer) {
  const at = new Map(pages)
  const path = (address) => address.split("?")[0]
  const find = (address) => [...at.keys()].find((key) => path(key) === path(address))
  const cache = {
    match: async (address) => at.get(find(address)),
    delete: async (address) => at.delete(find(address)),
    put: async (address, response) => { at.set(address, await response.text()) },
  }
  return { at, parts: { store: { open: async () => cache }, ask: async () => answer, open: "/boards/x" } }
}

test("the newer page takes the older one's place, under whichever address it was opened; one never opened is kept beside", async () => {
  const { at, parts } = device([["/boards/x?show=board", "old"]], new Response("new"))
  await keepPage("/boards/x", parts)
  await keepPage("/", { ...parts, ask: async () => new Response("now") })

  assert.deepEqual([...at], [["/boards/x", "new"], ["/", "now"]])
})

test("a device that was emptied at a sign-out is not filled again", async () => {
  const { at, parts } = device([], new Response("hers"))
  await keepPage("/", parts)

  assert.deepEqual([...at], [])
})

test("a page that is hers no more is not kept, and of a server that is busy it is asked again", async () => {
  const { at, parts } = device([["/boards/x", "old"]], new Response("no", { status: 403 }))
  await keepPage("/boards/x", parts)

  assert.deepEqual([...at], [["/boards/x", "old"]])
  for (const status of [429, 503]) await assert.rejects(keepPage("/boards/x", { ...parts, ask: async () => new Response("", { status }) }))
})

test("a board's page says other things by another part, question, footing or dots, and not by a count of who is done", () => {
  const status = { alone: false, open: true, names: "names", dots: { id: "d", open: true, shown: false, done: 1 } }
  const strip = { part: "7:running:2", question: "" }
  const others = [
    [status, { ...strip, part: "7:running:3" }], [status, { ...strip, question: "/gatherings/g/polls/p" }],
    ...[{ alone: true }, { open: false }, { names: "nobody" }, { dots: null }, { dots: { ...status.dots, shown: true } }].map((change) => [{ ...status, ...change }, strip]),
  ].map(([one, two]) => saidBy(one, two))
  const same = saidBy({ ...status, dots: { ...status.dots, done: 5 } }, strip)

  assert.equal(new Set([...others, same]).size, 8)
  assert.equal(same, saidBy(status, strip))
})

test("until the dots are told, the page's own word of them counts", () => {
  const told = { id: "d", open: true, shown: false }

  assert.equal(saidBy({ alone: false, open: true, names: "names" }, { told }), saidBy({ alone: false, open: true, names: "names", dots: told }, {}))
})
