// The page's one sender: what is added is said to wait before anybody answers, and what was sent is told once.
import assert from "node:assert/strict"
import { test } from "node:test"

globalThis.document = { documentElement: { dataset: { person: "anna" } }, querySelector: () => null }
const { sender } = await import("network/offline/sender.js")

const POST = { place: "/p", kind: "answer", path: "/p/answers", fields: { answer: "agree" }, isLast: true }

/** What the page heard: how many wait, and what was sent. */
function listen() {
  const heard = []
  sender.addEventListener("posts", ({ detail: { waiting, sent } }) => heard.push([waiting.length, sent.map(({ message }) => message)]))
  return heard
}

test("an answer waits until the server has it, also while the network hangs", async () => {
  let answer
  globalThis.fetch = () => new Promise((resolve) => { answer = resolve })
  const heard = listen()

  await sender.add(POST)
  assert.deepEqual(heard, [[1, []]])
  const both = [sender.flush(), sender.flush()]
  await new Promise((resolve) => { setTimeout(resolve) })
  answer({ status: 200, json: async () => ({ message: "Stored: Agree." }) })
  await Promise.all(both)

  assert.deepEqual(heard, [[1, []], [0, ["Stored: Agree."]]])
})
