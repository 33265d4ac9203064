// TA-9, DR-9, AG-11: what is sent in a hall without network is kept, sent once from any page, and given back when it is refused.
import assert from "node:assert/strict"
import { test } from "node:test"
import { MemoryTables } from "network/offline/memory.js"
import { bodyOf, PostQueue, unheard, unsentNotes, verdict } from "network/offline/posts.js"
import { Store } from "network/offline/store.js"

const PLACE = "/gatherings/g/items/i"

/** A queue with a server that answers `status`; `server.heard` is what came. */
function world({ tables = new MemoryTables({ isPersistent: true }), status = 200 } = {}) {
  const server = { status, heard: [], message: "no", before: async () => {} }
  const send = async ({ act }) => {
    if (server.status === null) throw new TypeError("no network")
    await server.before()
    server.heard.push(act.fields.text ?? act.fields.wanted ?? act.fields.answer)
    return { status: server.status, message: server.message }
  }
  const store = new Store({ tables, person: "anna", now: () => 1 })
  return { server, tables, store, queue: new PostQueue({ store, send, now: () => 1, isOffline: () => server.status === null }) }
}

const line = (key, text, place = PLACE) => ({ place, key, kind: "line", path: `${place}/lines`, fields: { text, key } })
const answer = (said, { text = "", person = "" } = {}) => ({
  place: PLACE, kind: `answer ${person}`.trim(), path: `${PLACE}/answers`, fields: { answer: said, line: text, person }, text, isLast: true,
})
const more = (key, wanted) => ({ place: PLACE, key, kind: "more", path: `${PLACE}/more`, fields: { wanted }, isLast: true })

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

test("what was written at one talk is sent from the page of the next one", async () => {
  const { server, queue } = world({ status: null })
  await queue.add(line("a", "of the first talk"))
  await queue.add(line("b", "of the second", "/gatherings/g/items/j"))

  server.status = 200
  await queue.flush()

  assert.deepEqual([server.heard, await queue.waiting()], [["of the first talk", "of the second"], []])
})

test("the rows of boards in the same store are left alone", async () => {
  const { server, store, queue } = world()
  const row = { key: "b/1", board: "b", tab: "t", number: 1, at: 1, act: { kind: "add", note: { text: "a note" } } }
  await store.writeRows([row])

  await queue.flush()

  assert.deepEqual([server.heard, await queue.waiting(), (await store.rows("b")).length], [[], [], 1])
})

test("a server out of breath is asked again; nothing is lost", async () => {
  const { server, queue } = world({ status: 503 })
  await queue.add(line("a", "first"))
  await queue.flush()

  server.status = 200
  const { sent } = await queue.flush()

  assert.deepEqual([server.heard, sent.map(({ row }) => row.act.text)], [["first", "first"], ["first"]])
})

test("what is refused keeps its reason, is not sent again, and waits until somebody takes it", async () => {
  const { server, queue } = world({ status: 409 })
  await queue.add(line("a", "too late"))

  await queue.flush()
  await queue.flush()
  const [row] = await queue.waiting()
  await queue.drop(row.key)

  assert.deepEqual([row.refusal, row.act.text, (await queue.waiting()).length, server.heard], ["no", "too late", 0, ["too late"]])
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

test("of taps on the same button only the last one is sent, also under one key", async () => {
  const { server, queue } = world({ status: null })
  for (const wanted of ["1", "0", "1"]) await queue.add(more("more", wanted))
  for (const key of ["a", "b"]) await queue.add(more(key, "0"))

  server.status = 200
  await queue.flush()

  assert.deepEqual(server.heard, ["0"])
})

test("what is sent while another is on its way goes in the same breath", async () => {
  const { server, queue } = world()
  await queue.add(more("a", "1"))
  server.before = async () => { server.before = async () => {}; await queue.add(more("b", "0")) }

  await queue.flush()

  assert.deepEqual([server.heard, await queue.waiting()], [["1", "0"], []])
})

test("of two answers of one person the last one is sent; a colleague's is another", async () => {
  const { server, queue } = world({ status: null })
  for (const said of ["disagree", "live_with"]) await queue.add(answer(said, { text: "with this" }))
  await queue.add(answer("agree", { person: "per" }))

  server.status = 200
  await queue.flush()

  assert.deepEqual([server.heard, await queue.waiting()], [["live_with", "agree"], []])
})

test("an answer that is refused keeps its line, over a reload too, until she has answered anew", async () => {
  const { server, queue, tables } = world({ status: 409 })
  await queue.add(answer("disagree", { text: "with this" }))
  await queue.flush()
  const again = world({ tables })
  await again.queue.flush()
  const [row] = await again.queue.waiting()

  await again.queue.add(answer("agree"))
  await again.queue.flush()

  assert.deepEqual([row.refusal, row.act.text, server.heard], ["no", "with this", ["disagree"]])
  assert.deepEqual([again.server.heard, await again.queue.waiting()], [["agree"], []])
})

test("what was replaced while it was on its way does not come back when it is refused", async () => {
  const { server, queue } = world({ status: 409 })
  await queue.add(answer("disagree", { text: "with this" }))
  server.before = async () => { server.before = async () => { server.status = 200 }; await queue.add(answer("agree")) }

  await queue.flush()

  assert.deepEqual([server.heard, await queue.waiting()], [["disagree", "agree"], []])
})

test("what is kept anew under the same key while the older one is on its way is sent as well", async () => {
  const { server, queue } = world()
  await queue.add(more("a", "1"))
  server.before = async () => { server.before = async () => {}; await queue.add(more("a", "0")) }

  await queue.flush()

  assert.deepEqual([server.heard, await queue.waiting()], [["1", "0"], []])
})

test("what nobody can have heard of is taken off the device; after a lost answer it is not", async () => {
  const { server, queue } = world({ status: null })
  await queue.add(line("a", "first"))
  await queue.flush()
  const [offline] = await queue.waiting()
  server.status = 200
  server.before = async () => { throw new TypeError("the answer is lost") }
  await queue.flush()
  const [lost] = await queue.waiting()

  assert.deepEqual([unheard([offline])?.key, unheard([offline, lost]), unheard([])], [offline.key, null, null])
})

test("what is sent says when it was pressed and when it was sent, by the same clock, and never a negative time", () => {
  const row = { at: 5_000, act: { fields: { answer: "agree" } } }
  const sent = [66_000, 1_000].map((now) => bodyOf(row, { now, token: "t" }))

  assert.deepEqual(sent[0], { answer: "agree", tapped_at: "5000", sent_at: "66000", csrf_token: "t" })
  assert.equal(sent[1].sent_at, "5000")
})

test("what lies unsent is counted by board, a text by its page: no posts, none that is stored or just being sent", () => {
  const note = (board, id, more = {}) => ({ key: id, board, at: 1_000, touches: [id], act: { kind: "add" }, ...more })
  const post = { key: "p", board: "/x", at: 1_000, act: { kind: "line", path: "/x/lines" } }
  const rows = [note("a", "1"), note("a", "1"), note("a", "2"), note("b", "3", { isAcknowledged: true }), note("c", "4", { at: 59_000 }), post, note("w.t", "what", { address: "/briefings/t" })]

  assert.deepEqual(unsentNotes(rows, 60_000), [{ board: "a", address: "", count: 2 }, { board: "w.t", address: "/briefings/t", count: 1 }])
})

test("what was written alone lies unsent under its board: that page sends it, and its own name has none", () => {
  const note = (board, id) => ({ key: `${board}/${id}`, board, at: 1_000, touches: [id], act: { kind: "add" } })
  const rows = [note("own.a", "1"), note("own.a", "2"), note("a", "2"), note("own.b", "3")]

  assert.deepEqual(unsentNotes(rows, 60_000), [{ board: "a", address: "", count: 2 }, { board: "b", address: "", count: 1 }])
})

test("what waits counts as unsent words when somebody signs out", async () => {
  const { store, queue } = world({ status: null })
  await queue.add(line("a", "mine"))
  for (const person of ["", "per"]) await queue.add({ ...answer("agree", { person }), title: "Agree: a sentence" })

  assert.deepEqual(await store.counts(), { rows: 3, drafts: 0, kinds: { line: 1, answer: 2 } })
  assert.deepEqual((await store.words()).map(({ text }) => text), ["mine", "Agree: a sentence", "Agree: a sentence"])
})

test("the answers and what they mean", () => {
  assert.deepEqual([200, 303, 400, 401, 403, 404, 409, 422, 429, 500, 503].map((status) => verdict({ status }).is), [
    "sent", "later", "later", "sign-in", "refused", "refused", "refused", "refused", "later", "later", "later",
  ])
})
