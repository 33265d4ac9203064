// Several people on one board, over a network that fails and a server that is killed.
import assert from "node:assert/strict"
import { test } from "node:test"
import { readFrame } from "network/together/wire.js"
import { Limbo } from "network/together/limbo.js"
import { Outbox } from "network/live/outbox.js"
import { World } from "./board-fakes/world.mjs"

const stateOf = (page, text) => page.model.notes().find((note) => note.text === text)?.state
const frames = (page) => page.link.sent.filter(([word]) => word === "y").map(([, , bytes]) => readFrame(bytes).map(({ kind }) => kind))
const updateFrames = (page) => frames(page).filter((kinds) => kinds.some((kind) => kind === "update" || kind === "step2"))

test("what one person writes stands on the other's screen, with her name, and is saved", async () => {
  const world = new World()
  const [anna, bo] = [await world.page("Anna"), await world.page("Bo")]

  anna.model.add({ column: "ideas", text: "A bus at night", hue: "sky" })
  await world.pass(1000)

  const [note] = bo.model.notes()
  assert.deepEqual([note.text, note.column, note.hue, note.author.name, note.mine], ["A bus at night", "ideas", "sky", "Anna", false])
  assert.equal(stateOf(anna, "A bus at night"), "saved")
  assert.equal(anna.model.status.unsent, 0)
})

test("a server that answers nothing to a join is asked again", async () => {
  const world = new World()
  const hear = world.server.welcome
  let isMute = true
  world.server.welcome = (connection) => { if (!isMute) hear.call(world.server, connection) }
  const anna = await world.page("Anna")
  await world.pass(10_000)
  isMute = false
  assert.equal(anna.model.status.link, "connecting")

  await world.pass(11_000)

  assert.equal(anna.model.status.link, "online")
})

test("three people who write, move and delete at once end with the same board", async () => {
  const world = new World()
  const pages = [await world.page("Anna"), await world.page("Bo"), await world.page("Kai")]
  pages[0].model.add({ column: "ideas", text: "first" })
  pages[1].model.add({ column: "ideas", text: "second" })
  await world.pass(500)
  const [one, two] = pages[2].model.notes()

  pages[0].model.move(one.id, { column: "wishes", after: null })
  pages[1].model.move(one.id, { column: "ideas", after: two.id })
  pages[2].model.remove(two.id)
  pages[1].model.edit(one.id, "first, and more", "first")
  await world.pass(1000)

  const seen = pages.map((page) => page.model.notes().map(({ id, text, column, position, deleted }) => ({ id, text, column, position, deleted })))
  assert.deepEqual(seen[1], seen[0])
  assert.deepEqual(seen[2], seen[0])
  assert.equal(pages.some((page) => page.model.status.unsent), false)
})

test("the first act goes at once, a burst in at most ten frames a second, in order", async () => {
  const world = new World()
  const anna = await world.page("Anna")
  await world.pass(1000)

  for (let second = 0; second < 20; second++) {
    anna.model.add({ column: "ideas", text: `note ${second}` })
    if (second === 0) assert.equal(updateFrames(anna).length, 1)
    await world.pass(50)
  }
  await world.pass(200)

  assert.ok(updateFrames(anna).length <= 11, `${updateFrames(anna).length} frames`)
  assert.deepEqual(anna.texts(), Array.from({ length: 20 }, (_, at) => `note ${at}`))
  assert.equal(world.server.texts().length, 20)
})

test("an acknowledgement that is lost makes no second note: the same bytes again are a repeat", async () => {
  const world = new World()
  const anna = await world.page("Anna")
  anna.link.isDeaf = (word) => word === "a"
  anna.model.add({ column: "ideas", text: "once" })
  await world.pass(500)
  assert.notEqual(stateOf(anna, "once"), "saved")
  anna.link.isDeaf = () => false

  anna.link.cut()
  anna.connect()
  await world.pass(1000)

  assert.deepEqual(world.server.texts(), ["once"])
  assert.deepEqual([world.server.heard.updates, world.server.heard.repeats, world.server.heard.resyncs], [1, 1, 0])
  assert.equal(stateOf(anna, "once"), "saved")
})

test("coming back with nothing unsent sends no document, only the question for what is missing", async () => {
  const world = new World()
  const anna = await world.page("Anna")
  anna.model.add({ column: "ideas", text: "stored" })
  await world.pass(1000)
  anna.link.cut()
  anna.link.sent.length = 0

  anna.connect()
  await world.pass(1000)

  assert.deepEqual(frames(anna), [["step1"], ["presence"]])
})

async function killedBeforeStoring(world) {
  const [anna, bo] = [await world.page("Anna"), await world.page("Bo")]
  world.server.isQuick = false
  anna.model.add({ column: "ideas", text: "shown, not stored" })
  await world.pass(200)
  assert.deepEqual(bo.texts(), ["shown, not stored"])
  world.server.kill()
  world.server.isQuick = true
  return { anna, bo }
}

test("the server is killed before it stored: the writer sends again, nobody has it twice", async () => {
  const world = new World()
  const { anna, bo } = await killedBeforeStoring(world)

  bo.connect()
  await world.pass(1000)
  anna.connect()
  await world.pass(30_000)

  assert.deepEqual(world.server.texts(), ["shown, not stored"])
  assert.deepEqual([anna.texts(), bo.texts()], [["shown, not stored"], ["shown, not stored"]])
  assert.equal(bo.model.notes()[0].author.name, "Anna")
  assert.deepEqual([stateOf(anna, "shown, not stored"), stateOf(bo, "shown, not stored")], ["saved", "saved"])
})

test("control: an outbox that forgets what it has sent loses that note", async (t) => {
  const world = new World()
  t.mock.method(Limbo.prototype, "hold", () => {})
  const { anna } = await killedBeforeStoring(world)
  t.mock.method(Outbox.prototype, "unsent", () => [])

  anna.connect()
  await world.pass(30_000)

  assert.deepEqual(world.server.texts(), [])
})

test("the writer never comes back: those who saw the note add it again, once, under the same id", async () => {
  const world = new World()
  const { anna, bo } = await killedBeforeStoring(world)
  const { id } = bo.model.notes()[0]
  const kai = await world.page("Kai")
  anna.die()

  bo.connect()
  await world.pass(1000)
  assert.deepEqual([bo.texts(), stateOf(bo, "shown, not stored")], [["shown, not stored"], "waiting"])
  await world.pass(20_000)

  assert.deepEqual(Object.keys(world.server.notes()), [id])
  assert.deepEqual(kai.texts(), ["shown, not stored"])
  assert.equal(stateOf(bo, "shown, not stored"), "saved")
})

test("control: without that waiting room the note is gone", async (t) => {
  const world = new World()
  t.mock.method(Limbo.prototype, "hold", () => {})
  const { bo } = await killedBeforeStoring(world)

  bo.connect()
  await world.pass(30_000)

  assert.deepEqual([world.server.texts(), bo.texts()], [[], []])
})

test("the writer comes back after others have added her note again: one note, with her later words", async () => {
  const world = new World()
  const { anna, bo } = await killedBeforeStoring(world)
  const { id } = anna.model.notes()[0]
  anna.model.edit(id, "shown, not stored, and longer", "shown, not stored")
  bo.connect()
  await world.pass(30_000)

  anna.connect()
  await world.pass(30_000)

  assert.deepEqual(world.server.texts(), ["shown, not stored, and longer"])
  assert.deepEqual([anna.texts(), bo.texts()], [["shown, not stored, and longer"], ["shown, not stored, and longer"]])
  assert.equal(anna.model.status.unsent, 0)
})

test("acting on a note that the server has lost brings it back at once", async () => {
  const world = new World()
  const { bo } = await killedBeforeStoring(world)
  bo.connect()
  await world.pass(500)

  bo.model.move(bo.model.notes()[0].id, { column: "wishes", after: null })
  await world.pass(1000)

  assert.deepEqual(Object.values(world.server.notes()).map(({ text, place }) => [text, place[0]]), [["shown, not stored", "wishes"]])
})

test("words of others that the server lost and nobody sends again are kept as a draft", async () => {
  const world = new World()
  const [anna, bo] = [await world.page("Anna"), await world.page("Bo")]
  const id = anna.model.add({ column: "ideas", text: "short" })
  await world.pass(500)
  world.server.isQuick = false
  anna.model.edit(id, "short and sweet", "short")
  await world.pass(500)
  world.server.kill()
  anna.die()
  world.server.isQuick = true

  bo.connect()
  await world.pass(30_000)

  assert.deepEqual(bo.texts(), ["short"])
  assert.deepEqual(bo.model.drafts().map(({ text, note, base }) => ({ text, note, base })), [{ text: "short and sweet", note: id, base: "short" }])
})
