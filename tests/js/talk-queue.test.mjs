// TA-9: what is written in a hall without network is kept, sent once, and given back when it is refused.
import assert from "node:assert/strict"
import { test } from "node:test"
import { TalkQueue, verdict } from "network/hall/talk-queue.js"
import { MemoryTables } from "network/offline/memory.js"
import { Store } from "network/offline/store.js"

const PLACE = "/gatherings/g/items/i"

/** A queue with a server that answers `status`; `server.heard` is what came. */
function world({ tables = new MemoryTables({ isPersistent: true }), status = 200 } = {}) {
  const server = { status, heard: [], message: "no" }
  const send = async (act) => {
    if (server.status === null) throw new TypeError("no network")
    server.heard.push(act.fields.text ?? act.fields.wanted)
    return { status: server.status, message: server.message }
  }
  const store = new Store({ tables, person: "anna", now: () => 1 })
  return { server, tables, store, queue: new TalkQueue({ store, place: PLACE, send, now: () => 1 }) }
}

const line = (key, text) => ({ key, kind: "line", path: `${PLACE}/lines`, fields: { text, key } })
const more = (wanted) => ({ key: `more${wanted}`, kind: "more", path: `${PLACE}/more`, fields: { wanted } })

test("without a network two lines wait; a reload later they are sent, once each and in order", async () => {
  const before = world({ status: null })
  await before.queue.add(line("a", "first"))
  await before.queue.add(line("b", "second"))
  await before.queue.flush()
  assert.equal((await before.queue.waiting()).length, 2)

  const after = world({ tables: before.tables })
  await Promise.all([after.queue.flush(), after.queue.flush()])
  await after.queue.flush()

  assert.deepEqual([after.server.heard, await after.queue.waiting()], [["first", "second"], []])
})

test("a server out of breath is asked again; nothing is lost", async () => {
  const { server, queue } = world({ status: 503 })
  await queue.add(line("a", "first"))
  await queue.flush()

  server.status = 200
  const { sent } = await queue.flush()

  assert.deepEqual([server.heard, sent.map(({ act }) => act.text)], [["first", "first"], ["first"]])
})

test("what is refused is told with its reason and waits until somebody takes it", async () => {
  const { server, queue } = world({ status: 409 })
  await queue.add(line("a", "too late"))

  const { refused } = await queue.flush()
  const waiting = await queue.waiting()
  await queue.drop(refused[0].row.key)

  assert.deepEqual([refused[0].message, waiting.length, (await queue.waiting()).length, server.heard.length], ["no", 1, 0, 1])
})

test("a refused line does not stand in the way of the next", async () => {
  const { server, queue } = world({ status: 422 })
  await queue.add(line("a", "bad"))
  await queue.add(line("b", "good"))

  await queue.flush()

  assert.deepEqual(server.heard, ["bad", "good"])
})

test("a sign-in that is over keeps everything and says so", async () => {
  const { queue } = world({ status: 401 })
  await queue.add(line("a", "mine"))

  const { isSignedOut } = await queue.flush()

  assert.deepEqual([isSignedOut, (await queue.waiting()).length], [true, 1])
})

test("of taps on the same button only the last one is sent", async () => {
  const { server, queue } = world()
  for (const wanted of ["1", "0", "1"]) await queue.add(more(wanted))

  await queue.flush()

  assert.deepEqual(server.heard, ["1"])
})

test("what waits counts as unsent words when somebody signs out", async () => {
  const { store, queue } = world({ status: null })
  await queue.add(line("a", "mine"))

  assert.deepEqual([await store.counts(), await store.words()], [{ rows: 1, drafts: 0 }, [{ board: PLACE, text: "mine" }]])
})

test("the answers and what they mean", () => {
  assert.deepEqual([200, 303, 400, 401, 403, 404, 409, 422, 429, 500, 503].map((status) => verdict({ status }).is), [
    "sent", "later", "later", "sign-in", "refused", "refused", "refused", "refused", "later", "later", "later",
  ])
})
