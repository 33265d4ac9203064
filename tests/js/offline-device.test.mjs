// What lies on the device: reload, several tabs, storage that fails, drafts, what is thrown away when.
import assert from "node:assert/strict"
import { test } from "node:test"
import { Store, openStore } from "network/offline/store.js"
import { MemoryTables } from "network/offline/memory.js"
import { World } from "./board-fakes/world.mjs"

const HOUR = 3_600_000

/** Tables whose writing the test holds back, or lets fail. */
class TestTables extends MemoryTables {
  broken = null
  gate = Promise.resolve()
  async write(changes) {
    await this.gate
    if (this.broken) throw this.broken
    return super.write(changes)
  }
}

test("written offline, reloaded offline, then online: the note is there all the time and arrives once", async () => {
  const world = new World()
  const bo = await world.page("Bo")
  const first = await world.page("Anna")
  await world.pass(500)
  first.link.cut()
  const id = first.model.add({ column: "ideas", text: "from the ferry" })
  first.model.edit(id, "from the ferry, twice", "from the ferry")
  await world.pass(50)
  first.die()

  const second = await world.page("Anna", { device: first.device, isOnline: false })
  assert.deepEqual([second.texts(), second.model.note(id).state, second.model.note(id).mine], [["from the ferry, twice"], "device", true])
  second.model.add({ column: "ideas", text: "after the reload" })
  second.connect()
  await world.pass(2000)

  assert.deepEqual(bo.texts(), ["from the ferry, twice", "after the reload"])
  assert.deepEqual([world.server.heard.repeats, world.server.heard.resyncs, second.model.status.unsent], [0, 0, 0])
})

test("an offline edit of a stored note survives the reload, and its conflict is seen afterwards", async () => {
  const world = new World()
  const [bo, first] = [await world.page("Bo"), await world.page("Anna")]
  const id = bo.model.add({ column: "ideas", text: "red" })
  await world.pass(1000)
  first.link.cut()
  first.model.edit(id, "red and green", "red")
  await world.pass(1000)
  first.die()
  bo.model.edit(id, "blue", "red")
  await world.pass(500)

  const second = await world.page("Anna", { device: first.device })
  await world.pass(2000)

  assert.deepEqual(second.texts(), ["blue", "red and green"])
  assert.deepEqual(bo.texts(), ["blue", "red and green"])
})

test("reloaded after a lost acknowledgement: the same row goes out once more, the board has it once", async () => {
  const world = new World()
  const first = await world.page("Anna")
  first.link.isDeaf = (word) => word === "a"
  first.model.add({ column: "ideas", text: "once" })
  await world.pass(300)
  first.die()

  const second = await world.page("Anna", { device: first.device })
  await world.pass(1000)

  assert.deepEqual([world.server.texts(), second.texts(), second.model.notes()[0].state], [["once"], ["once"], "saved"])
  assert.deepEqual([world.server.heard.updates, world.server.heard.repeats], [1, 1])
})

test("what is acknowledged is not sent again after a reload", async () => {
  const world = new World()
  const first = await world.page("Anna")
  first.model.add({ column: "ideas", text: "once" })
  await world.pass(1000)
  first.die()

  const second = await world.page("Anna", { device: first.device, isOnline: false })
  assert.deepEqual([second.texts(), second.model.notes()[0].state, second.model.notes()[0].author.name], [["once"], "saved", "Anna"])
  second.connect()
  await world.pass(1000)

  assert.deepEqual(world.server.heard, { updates: 1, repeats: 0, resyncs: 0, denials: 0 })
})

test("two tabs of one person: neither sends the other's rows; when one dies, the other takes them over", async () => {
  const world = new World()
  const device = world.device()
  const one = await world.page("Anna", { device })
  const two = await world.page("Anna", { device })
  one.link.cut()
  two.link.cut()
  one.model.add({ column: "ideas", text: "of tab one" })
  two.model.add({ column: "ideas", text: "of tab two" })
  await world.pass(500)
  two.connect()
  await world.pass(1000)
  assert.deepEqual(world.server.texts(), ["of tab two"])

  one.die()
  await world.pass(1000)

  assert.deepEqual(world.server.texts(), ["of tab one", "of tab two"])
  assert.deepEqual([world.server.heard.repeats, two.model.status.unsent], [0, 0])
  assert.deepEqual(await device.tables.all("rows"), [])
})

test("without Web Locks rows may go out twice, and still each note stands there once", async () => {
  const world = new World()
  const tables = new MemoryTables({ isPersistent: true })
  const device = { tables, locks: { request: async (_name, options, act) => (act ?? options)(), bury() {} } }
  const one = await world.page("Anna", { device })
  one.link.cut()
  one.model.add({ column: "ideas", text: "of tab one" })
  await world.pass(500)
  const two = await world.page("Anna", { device })
  await world.pass(1000)

  one.connect()
  await world.pass(1000)

  assert.deepEqual([world.server.texts(), one.texts(), two.texts()], [["of tab one"], ["of tab one"], ["of tab one"]])
  assert.deepEqual([one.model.status.unsent, two.model.status.unsent], [0, 0])
})

test("a note is called stored on the device only when the disk has said so", async () => {
  const world = new World()
  const tables = new TestTables({ isPersistent: true })
  const anna = await world.page("Anna", { device: world.device({ tables }), isOnline: false })
  let open
  tables.gate = new Promise((resolve) => { open = resolve })

  const id = anna.model.add({ column: "ideas", text: "slow disk" })
  await world.settle()
  assert.equal(anna.model.note(id).state, "waiting")
  open()
  await world.settle()

  assert.equal(anna.model.note(id).state, "device")
  assert.equal((await tables.all("rows")).length, 1)
})

test("a full disk is said, the board goes on, and what was not stored is stored when there is room", async () => {
  const world = new World()
  const tables = new TestTables({ isPersistent: true })
  const anna = await world.page("Anna", { device: world.device({ tables }) })
  await world.pass(500)
  anna.link.cut()
  tables.broken = new DOMException("no room", "QuotaExceededError")
  const id = anna.model.add({ column: "ideas", text: "no room" })
  await world.pass(500)
  assert.deepEqual([anna.model.status.stored, anna.model.note(id).state], [false, "waiting"])

  tables.broken = null
  await world.pass(6000)
  assert.deepEqual([anna.model.status.stored, anna.model.note(id).state], [true, "device"])

  anna.connect()
  await world.pass(1000)
  assert.deepEqual(world.server.texts(), ["no room"])
})

test("on a device that stores nothing a note waits until the server has it", async () => {
  const world = new World()
  const store = await openStore({ person: "anna", openTables: async () => { throw new Error("private window") } })
  const anna = await world.page("Anna", { device: world.device({ tables: new MemoryTables() }), isOnline: false })
  const id = anna.model.add({ column: "ideas", text: "private" })
  await world.pass(500)
  assert.deepEqual([store.isPersistent, anna.model.status.stored, anna.model.note(id).state], [false, false, "waiting"])

  anna.connect()
  await world.pass(500)

  assert.equal(anna.model.note(id).state, "saved")
})

test("a draft is on the disk a fifth of a second after the key, and comes back with the page", async () => {
  const world = new World()
  const first = await world.page("Anna", { isOnline: false })
  for (const text of ["W", "Wo", "Wor", "Word"]) {
    first.model.saveDraft("new", { text, column: "ideas", note: null, base: null })
    await world.pass(20)
  }
  await world.pass(200)
  first.die()

  const second = await world.page("Anna", { device: first.device, isOnline: false })
  assert.deepEqual(second.model.drafts().map(({ key, text, column }) => ({ key, text, column })), [{ key: "new", text: "Word", column: "ideas" }])
  second.model.dropDraft("new")
  await world.pass(500)

  assert.deepEqual(await first.device.tables.all("drafts"), [])
})

test("copies of boards go after a day, unsent rows and drafts after thirty, and all of it at once when asked", async () => {
  let time = 0
  const store = new Store({ tables: new MemoryTables({ isPersistent: true }), now: () => time })
  await store.writeBoard({ board: "b", state: new Uint8Array(1) })
  await store.writeRows([{ key: "t.1", board: "b", at: 0, number: 1, act: { kind: "add", note: { text: "unsent" } } }])
  await store.writeDrafts("b", [{ key: "new", text: "half a thought" }])
  const there = async () => [await store.board("b") !== null, (await store.counts()).rows, (await store.counts()).drafts]

  time = 25 * HOUR
  await store.sweep()
  assert.deepEqual(await there(), [false, 1, 1])
  assert.deepEqual(await store.words(), [{ board: "b", text: "unsent" }, { board: "b", text: "half a thought" }])
  time = 31 * 24 * HOUR
  await store.sweep()
  assert.deepEqual(await there(), [false, 0, 0])

  await store.writeBoard({ board: "b", state: new Uint8Array(1) })
  await store.writeDrafts("b", [{ key: "new", text: "again" }])
  await store.clear()
  assert.deepEqual(await there(), [false, 0, 0])
})

test("what the server has is nobody's unsent words, even while it still lies on the device", async () => {
  const store = new Store({ tables: new MemoryTables({ isPersistent: true }) })
  const row = { key: "t.1", at: 1, number: 1, board: "b", tab: "t", act: { kind: "add", note: { text: "sent" } }, touches: ["n"] }

  await store.writeRows([row])
  const before = await store.words()
  await store.writeRows([{ ...row, isAcknowledged: true }])

  assert.deepEqual([before, await store.words(), (await store.counts()).rows], [[{ board: "b", text: "sent" }], [], 0])
})

test("closing the page writes at once what was still waiting for its moment", async () => {
  const world = new World()
  const page = Object.assign(new EventTarget(), { document: Object.assign(new EventTarget(), { visibilityState: "visible" }) })
  const anna = await world.page("Anna", { page })
  anna.model.add({ column: "ideas", text: "last" })
  anna.model.saveDraft("new", { text: "a" })
  anna.model.saveDraft("new", { text: "ab" })
  await world.settle()

  page.dispatchEvent(new Event("pagehide"))
  await world.settle()

  assert.deepEqual((await anna.device.tables.all("drafts")).map(({ text }) => text), ["ab"])
  assert.equal((await anna.device.tables.all("boards")).length, 1)
})

test("signing out takes the copies of boards, and nothing is written back at the page's last moment; unsent words stay", async () => {
  const tables = new MemoryTables({ isPersistent: true })
  const open = () => openStore({ person: "leaving", openTables: async () => tables })
  const [ofTheBoard, ofTheButton] = [await open(), await open()]
  await ofTheBoard.writeBoard({ board: "b", state: new Uint8Array(1) })
  await ofTheBoard.writeDrafts("b", [{ key: "new", text: "half a thought" }])

  await ofTheButton.clearBoards()
  await ofTheBoard.writeBoard({ board: "b", state: new Uint8Array(1) })

  assert.deepEqual([await ofTheBoard.board("b"), (await ofTheBoard.drafts("b")).length], [null, 1])
})

test("a sign-in that is ended elsewhere takes this tab's copy too", async () => {
  const world = new World()
  const anna = await world.page("Anna")
  anna.model.add({ column: "ideas", text: "stored" })
  await world.pass(1000)
  assert.equal((await anna.device.tables.all("boards")).length, 1)

  anna.link.dispatchEvent(new Event("ended"))
  await world.settle()

  assert.deepEqual(await anna.device.tables.all("boards"), [])
})

test("what lay on the device is no news when the page opens", async () => {
  const world = new World()
  const first = await world.page("Anna")
  first.model.add({ column: "ideas", text: "stored" })
  await world.pass(1000)
  first.link.cut()
  first.model.add({ column: "ideas", text: "unsent" })
  await world.pass(1000)
  first.die()

  const second = await world.page("Anna", { device: first.device, isOnline: false })

  assert.equal(second.texts().length, 2)
  assert.deepEqual(second.told.filter(([, { remote }]) => remote), [])
})

test("a clock that is put back between two pages does not turn the order of rows round", async () => {
  const world = new World()
  const first = await world.page("Anna", { isOnline: false })
  const id = first.model.add({ column: "ideas", text: "one" })
  await world.pass(500)
  first.die()
  world.clock.time -= 3_600_000
  const second = await world.page("Anna", { device: first.device, isOnline: false })
  second.model.edit(id, "one and two", "one")
  await world.pass(500)
  second.die()

  const third = await world.page("Anna", { device: first.device })
  await world.pass(1000)

  assert.deepEqual([world.server.texts(), world.server.heard.resyncs, third.texts()], [["one and two"], 0, ["one and two"]])
})
