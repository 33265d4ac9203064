// Forms of a hall's page are sent one at a time, in the order in which they were pressed.
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { Sending } from "network/hall/sending.js"

globalThis.FormData = class { constructor(form) { return Object.entries(form.fields) } }

let asked
beforeEach(() => {
  asked = []
  globalThis.fetch = (address, { body }) => new Promise((answer, fail) => {
    asked.push({ address, body: body.toString(), answer: (text) => answer({ text: async () => text }), fail })
  })
})

const form = (action, fields) => ({
  action, fields, busy: false,
  setAttribute() { this.busy = true }, removeAttribute() { this.busy = false }, closest: () => "part of " + action,
})
const settled = () => new Promise((resolve) => { setTimeout(resolve) })

function page() {
  const heard = []
  const sending = new Sending({
    answered: async (_response, html, { part }) => { await settled(); heard.push(`${html} in ${part}`) },
    unanswered: async ({ action }) => { heard.push(`nothing for ${action}`) },
    settled: () => heard.push(sending.isGoingOn ? "more" : "done"),
  })
  return { sending, heard }
}

test("the second waits until the first is answered and its answer stands on the page", async () => {
  const { sending, heard } = page()
  const [one, two] = [form("/a", { to: 1 }), form("/b", { to: 2 })]
  sending.send(one)
  const all = sending.send(two)
  two.fields = { to: "changed since" }
  await settled()
  assert.deepEqual([asked.length, one.busy, two.busy], [1, true, true])
  asked[0].answer("A")
  while (asked.length < 2) await settled()
  assert.deepEqual(heard, ["A in part of /a", "more"])
  asked[1].answer("B")
  await all

  assert.deepEqual(asked.map(({ address, body }) => [address, body]), [["/a", "to=1"], ["/b", "to=2"]])
  assert.deepEqual(heard.slice(2), ["B in part of /b", "done"])
  assert.deepEqual([one.busy, two.busy, sending.isGoingOn], [false, false, false])
})

test("one that gets no answer keeps none that comes after it from being sent", async () => {
  const { sending, heard } = page()
  sending.send(form("/a", {}))
  const all = sending.send(form("/b", {}))
  await settled()
  asked[0].fail(new TypeError("no network"))
  while (asked.length < 2) await settled()
  asked[1].answer("B")
  await all

  assert.deepEqual(heard, ["nothing for /a", "more", "B in part of /b", "done"])
})
