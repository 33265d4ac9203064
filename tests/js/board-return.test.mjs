// Coming back: offline edits, refusals, gaps, a board begun anew, a closed board.
import assert from "node:assert/strict"
import { test } from "node:test"
import * as Y from "yjs"
import { World } from "./board-fakes/world.mjs"

async function boardWith(...texts) {
  const world = new World()
  const [anna, bo] = [await world.page("Anna"), await world.page("Bo")]
  const ids = texts.map((text) => anna.model.add({ column: "ideas", text }))
  await world.pass(1000)
  return { world, anna, bo, ids }
}

const told = (page, type) => page.told.filter(([name]) => name === type).map(([, detail]) => detail)

test("a note written offline arrives when the network is back", async () => {
  const { world, anna, bo } = await boardWith("before")
  anna.link.cut()
  anna.model.add({ column: "ideas", text: "from the ferry" })
  await world.pass(1000)
  assert.deepEqual([anna.model.status.link, anna.model.status.unsent, anna.model.notes()[1].state], ["offline", 1, "device"])

  anna.connect()
  await world.pass(1000)

  assert.deepEqual(bo.texts(), ["before", "from the ferry"])
  assert.equal(anna.model.notes()[1].state, "saved")
})

test("an offline edit of a note that nobody touched is that note's new text", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")
  anna.link.cut()
  assert.equal(anna.model.edit(id, "red and green", "red"), "saved")
  bo.model.add({ column: "ideas", text: "another" })
  await world.pass(500)

  anna.connect()
  await world.pass(1000)

  assert.deepEqual(bo.texts(), ["red and green", "another"])
})

test("an offline edit of a note that another changed stands beside it as a second version", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red", "last")
  anna.link.cut()
  anna.model.edit(id, "red and green", "red")
  anna.model.edit(id, "red and greener", "red and green")
  bo.model.edit(id, "blue", "red")
  await world.pass(500)

  anna.connect()
  await world.pass(1000)

  assert.deepEqual(bo.texts(), ["blue", "red and greener", "last"])
  assert.deepEqual(anna.texts(), bo.texts())
  assert.deepEqual(bo.model.notes().map(({ versionOf }) => versionOf), [null, id, null])
  assert.equal(anna.model.status.unsent, 0)
})

test("control: the same two edits merged as bytes make words that nobody wrote", () => {
  const base = new Y.Doc()
  base.getText("t").insert(0, "red")
  const edits = ["red and green", "blue"].map((text) => {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(base))
    copy.getText("t").delete(text === "blue" ? 0 : 3, text === "blue" ? 3 : 0)
    copy.getText("t").insert(text === "blue" ? 0 : 3, text === "blue" ? text : " and green")
    return Y.encodeStateAsUpdate(copy)
  })
  for (const edit of edits) Y.applyUpdate(base, edit)

  assert.equal(["red and green", "blue"].includes(base.getText("t").toString()), false)
})

test("an offline edit of a note that another deleted is not lost with it", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")
  anna.link.cut()
  anna.model.edit(id, "red and green", "red")
  bo.model.remove(id)
  await world.pass(500)

  anna.connect()
  await world.pass(1000)

  assert.deepEqual([anna.texts(), bo.texts()], [["red and green"], ["red and green"]])
})

test("an edit that was stored although its acknowledgement was lost is not taken for a conflict", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")
  anna.link.isDeaf = (word) => word === "a"
  anna.model.edit(id, "red and green", "red")
  await world.pass(300)
  anna.link.cut()
  bo.model.edit(id, "red, green and blue", "red and green")
  await world.pass(300)
  anna.link.isDeaf = () => false

  anna.connect()
  await world.pass(1000)

  assert.deepEqual([anna.texts(), bo.texts()], [["red, green and blue"], ["red, green and blue"]])
  assert.equal(anna.model.status.unsent, 0)
})

test("a gap is answered with a fresh document, and everything own arrives once", async () => {
  const { world, anna, bo } = await boardWith("before")
  const send = anna.link.send.bind(anna.link)
  anna.link.send = () => {}
  anna.model.add({ column: "ideas", text: "swallowed by the network" })
  anna.link.send = send

  await world.pass(200)
  anna.model.add({ column: "ideas", text: "behind the gap" })
  await world.pass(5000)

  assert.equal(world.server.heard.resyncs, 1)
  assert.deepEqual(bo.texts(), ["before", "swallowed by the network", "behind the gap"])
  assert.deepEqual(anna.texts(), bo.texts())
  assert.equal(anna.model.status.unsent, 0)
})

test("a server that never takes our words gets a pause and in the end none: they are drafts", async () => {
  const { world, anna } = await boardWith("before")
  world.server.judge = () => "resync-for-ever"
  anna.model.add({ column: "ideas", text: "unwelcome one" })
  anna.model.add({ column: "ideas", text: "unwelcome two" })
  await world.pass(60_000)

  assert.ok(world.server.heard.denials <= 6)
  assert.deepEqual(anna.model.drafts().map(({ text }) => text).sort(), ["unwelcome one", "unwelcome two"])
  assert.equal(anna.model.status.unsent, 0)
})

test("a refused note becomes a draft, the notes around it arrive, and the person is told", async () => {
  const { world, anna, bo } = await boardWith("before")
  world.server.judge = ({ after }) => Object.values(after).some(({ text }) => text === "too much") ? "full" : null

  for (const text of ["one", "too much", "two"]) anna.model.add({ column: "ideas", text })
  await world.pass(10_000)

  assert.deepEqual(bo.texts(), ["before", "one", "two"])
  assert.deepEqual(anna.texts(), bo.texts())
  assert.deepEqual(told(anna, "denied"), [{ reason: "full", message: "refused: full" }])
  assert.deepEqual(anna.model.drafts().map(({ text, column, note }) => ({ text, column, note })), [{ text: "too much", column: "ideas", note: null }])
  assert.equal(told(anna, "recovered")[0].drafts[0].text, "too much")
})

test("a refused move goes back, without a draft", async () => {
  const { world, anna, ids: [id] } = await boardWith("red")
  world.server.judge = () => "role"

  anna.model.move(id, { column: "wishes", after: null })
  await world.pass(5000)

  assert.deepEqual([anna.model.note(id).column, anna.model.note(id).state, anna.model.drafts()], ["ideas", "saved", []])
})

test("after the close late words arrive, while moves made offline are refused in one sentence", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red", "blue")
  anna.link.cut()
  anna.model.move(id, { column: "wishes", after: null })
  anna.model.move(id, { column: "plans", after: null })
  anna.model.remove(id)
  anna.model.add({ column: "ideas", text: "late, but there" })
  world.server.isOpen = false
  world.server.judge = ({ changed }) => changed.some(({ path, keys }) => path.length === 1 && (keys.includes("place") || keys.includes("deleted"))) ? "closed" : null

  anna.connect()
  await world.pass(10_000)

  assert.deepEqual(bo.texts(), ["red", "blue", "late, but there"])
  assert.deepEqual(anna.texts(), bo.texts())
  assert.deepEqual([told(anna, "denied").length, anna.model.drafts()], [1, []])
  assert.deepEqual([anna.model.status.open, anna.model.status.canWrite, anna.model.status.canMove], [false, true, false])
})

test("a board begun anew takes nothing by itself: unsent words and own stored notes are drafts", async () => {
  const { world, anna, bo } = await boardWith("stored before")
  anna.link.cut()
  anna.model.add({ column: "ideas", text: "written offline" })
  world.server.reseed("history-2")
  bo.connect()
  await world.pass(1000)
  bo.model.add({ column: "ideas", text: "of the new board" })
  await world.pass(1000)

  anna.connect()
  await world.pass(20_000)

  assert.deepEqual(world.server.texts(), ["of the new board"])
  assert.deepEqual(anna.texts(), ["of the new board"])
  assert.deepEqual(anna.model.drafts().map(({ text }) => text).sort(), ["stored before", "written offline"])
  assert.equal(anna.model.status.unsent, 0)
})

test("a board that is no longer ours to read says so, and keeps what is not sent", async () => {
  const { world, anna } = await boardWith("red")
  world.server.judge = () => "not_found"
  anna.model.add({ column: "ideas", text: "mine" })
  await world.pass(1000)

  const { canWrite, reason, unsent } = anna.model.status
  assert.deepEqual([canWrite, reason, unsent], [false, "refused: not_found", 1])
})
