// The page's one sender: what is added is said to wait before anybody answers, and what was sent is told once.
import assert from "node:assert/strict"
import { test } from "node:test"

globalThis.document = { documentElement: { dataset: { person: "anna" } }, querySelector: () => null }
const { sender } = await import("network/offline/sender.js")
const { MemoryTables } = await import("network/offline/memory.js")

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

const turn = () => new Promise((resolve) => { setImmediate(resolve) })
async function turns(number) { for (let count = 0; count < number; count += 1) await turn() }

/** A store that answers now quickly, now slowly, as a disk does: what is added can come between any two of its answers. */
function readsSlowly() {
  const { all } = MemoryTables.prototype
  let count = 0
  MemoryTables.prototype.all = async function slow(...given) {
    count += 1
    await turns(count * count % 11)
    return all.apply(this, given)
  }
  return () => { MemoryTables.prototype.all = all }
}

/** How many answers stay behind of those after whose adding began a flush begins, so many turns later. */
async function leftBehind(most) {
  let posts = 0
  globalThis.fetch = async () => { posts += 1; return { status: 200, json: async () => ({}) } }
  for (let count = 0; count < most; count += 1) {
    const adding = sender.add(POST)
    await turns(count % 20)
    sender.flush()
    await adding
    await turns(60)
  }
  return most - posts
}

test("an answer that is given at any moment of another's sending is sent", async () => {
  const readsQuickly = readsSlowly()
  const missed = await leftBehind(60)
  const { flush } = sender
  let going = null
  sender.flush = function naive() {
    going ??= flush.call(sender).finally(() => { going = null })
    return going
  }
  const missedByOneThatTellsFirst = await leftBehind(60)
  delete sender.flush
  readsQuickly()

  assert.equal(missed, 0)
  assert.ok(missedByOneThatTellsFirst > 0)
})
