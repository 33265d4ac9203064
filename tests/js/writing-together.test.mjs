// Several people in one sentence: live, offline, over a kill, into a closed text. WR-3, WR-6, WR-7, WR-8
import assert from "node:assert/strict"
import { test } from "node:test"
import { Store } from "network/offline/store.js"
import { WritingWorld } from "./writing-fakes/world.mjs"

async function two() {
  const world = new WritingWorld()
  return { world, anna: await world.page("Anna"), bo: await world.page("Bo") }
}

test("what one types stands in the other's field, and is called saved when it is acknowledged, not before", async () => {
  const { world, anna, bo } = await two()
  world.server.isQuick = false

  anna.field.type("ein buss")
  await world.pass(500)

  assert.deepEqual([bo.field.value, anna.state()], ["Vi prøver ein buss", ["online", "device"]])
  world.server.commit()
  await world.pass(100)
  assert.deepEqual(anna.state(), ["online", "saved"])
})

test("two who type at once into one sentence both see all letters, and their carets stay where they write", async () => {
  const { world, anna, bo } = await two()

  bo.field.setSelectionRange(0, 0)
  for (const letter of "Nordvik: ") {
    bo.field.type(letter)
    anna.field.type(letter.toUpperCase())
    await world.pass(37)
  }
  await world.pass(1000)

  assert.equal(anna.field.value, "Nordvik: Vi prøver NORDVIK: ")
  assert.equal(bo.field.value, anna.field.value)
  assert.deepEqual([bo.field.selectionStart, anna.field.selectionStart], [9, anna.field.value.length])
})

test("rubbing out what another is writing beside loses none of her letters", async () => {
  const { world, anna, bo } = await two()
  anna.link.cut()
  bo.link.cut()

  anna.field.rub(4)
  bo.field.type("buss", 3)
  await world.pass(500)
  anna.connect()
  bo.connect()
  await world.pass(2000)

  assert.deepEqual([anna.field.value, bo.field.value, world.text()], ["Vi bussprø", "Vi bussprø", "Vi bussprø"])
})

test("a pure deletion is an update with a clock, so that nobody can miss it unseen", async () => {
  const { world, anna, bo } = await two()

  anna.field.rub(10)
  await world.pass(1000)

  const [row] = [...anna.link.sent].filter(([word]) => word === "y").slice(-1)
  assert.ok(row)
  assert.deepEqual([bo.field.value, world.text(), anna.state()], ["", "", ["online", "saved"]])
})

test("what is typed offline lies on the device, survives the page, and is merged when the net is back", async () => {
  const { world, anna, bo } = await two()
  anna.link.cut()
  anna.field.type("ein buss")
  await world.pass(1000)
  assert.deepEqual(anna.state(), ["offline", "device"])
  anna.die()
  bo.field.type("Nordvik: ", 0)
  await world.pass(1000)

  const again = await world.page("Anna", { device: anna.device, isOnline: false })
  assert.equal(again.field.value, "Vi prøver ein buss")
  again.connect()
  await world.pass(2000)

  assert.deepEqual([again.field.value, bo.field.value, again.state()], ["Nordvik: Vi prøver ein buss", "Nordvik: Vi prøver ein buss", ["online", "saved"]])
})

test("a server that is killed with words that it showed and had not stored gets them again from their writer, once", async () => {
  const { world, anna, bo } = await two()
  world.server.isQuick = false
  anna.field.type("ein ")
  await world.pass(300)
  bo.field.type("buss")
  await world.pass(300)

  world.server.kill()
  world.server.isQuick = true
  bo.connect()
  await world.pass(1500)
  anna.connect()
  await world.pass(20_000)

  assert.equal(anna.field.value, bo.field.value)
  assert.deepEqual([...world.text()].sort(), [..."Vi prøver ein buss"].sort())
  assert.deepEqual([anna.state(), bo.state(), anna.lost(), bo.lost()], [["online", "saved"], ["online", "saved"], [], []])
})

test("words of another that the server lost, and whose writer does not come back, are kept as a draft by who saw them", async () => {
  const { world, anna, bo } = await two()
  world.server.isQuick = false
  anna.field.type("ein buss")
  await world.pass(300)
  anna.die()

  world.server.kill()
  world.server.isQuick = true
  bo.connect()
  await world.pass(20_000)

  assert.deepEqual([bo.field.value, bo.lost()], ["Vi prøver ", ["Vi prøver ein buss"]])
})

test("a closed text takes nothing: late words come back to their writer as a draft, what was stored is not asked for again", async () => {
  const { world, anna, bo } = await two()
  anna.link.cut()
  anna.field.type("for seint")
  await world.pass(500)
  world.server.close()

  anna.connect()
  await world.pass(5000)

  assert.deepEqual([anna.field.value, bo.field.value, anna.lost(), anna.model.status.unsent], ["Vi prøver ", "Vi prøver ", ["Vi prøver for seint"], 0])
  assert.equal(anna.model.status.canWrite, false)
})

test("two who together write more than there is room for: the one who comes last keeps her words as a draft", async () => {
  const { world, anna, bo } = await two()
  anna.link.cut()
  bo.link.cut()
  anna.field.type("a".repeat(30))
  bo.field.type("b".repeat(30))
  await world.pass(500)

  anna.connect()
  await world.pass(1000)
  bo.connect()
  await world.pass(20_000)

  assert.deepEqual([world.text(), bo.field.value], [`Vi prøver ${"a".repeat(30)}`, `Vi prøver ${"a".repeat(30)}`])
  assert.deepEqual([anna.lost(), bo.lost(), bo.model.status.unsent], [[], [`Vi prøver ${"b".repeat(30)}`], 0])
})

test("more than there is room for stays in the field, is not sent, and goes when it fits", async () => {
  const { world, anna, bo } = await two()

  anna.field.type("x".repeat(55))
  await world.pass(500)
  assert.deepEqual([anna.binding.tooMany, bo.field.value, anna.field.value.length], [5, "Vi prøver ", 65])

  bo.field.type("Å", 0)
  await world.pass(500)
  anna.field.rub(20)
  await world.pass(500)

  assert.equal(anna.field.value, `ÅVi prøver ${"x".repeat(35)}`)
  assert.deepEqual([bo.field.value, anna.binding.tooMany], [anna.field.value, 0])
})

// WR-10
test("while a word is being composed the field is left alone, and nothing of it is sent", async () => {
  const { world, anna, bo } = await two()
  anna.field.compose("ni")
  bo.field.type("Nordvik: ", 0)
  await world.pass(1000)
  assert.deepEqual([anna.field.value, world.text()], ["Vi prøver ni", "Nordvik: Vi prøver "])

  anna.field.rub(2)
  anna.field.type("你")
  anna.field.composed()
  await world.pass(1000)

  assert.deepEqual([anna.field.value, bo.field.value], ["Nordvik: Vi prøver 你", "Nordvik: Vi prøver 你"])
  assert.equal(anna.field.selectionStart, anna.field.value.length)
})

test("undo takes back one's own words alone, for everybody, and redo brings them again", async () => {
  const { world, anna, bo } = await two()
  anna.field.type("ein buss")
  await world.pass(500)
  bo.field.type("Nordvik: ", 0)
  await world.pass(500)

  assert.equal(anna.binding.undo(), true)
  await world.pass(500)
  assert.deepEqual([anna.field.value, bo.field.value], ["Nordvik: Vi prøver ", "Nordvik: Vi prøver "])
  assert.equal(anna.binding.undo(), false)

  assert.equal(anna.binding.redo(), true)
  await world.pass(500)
  assert.deepEqual([anna.field.value, bo.field.value, anna.state()], ["Nordvik: Vi prøver ein buss", "Nordvik: Vi prøver ein buss", ["online", "saved"]])
})

test("words typed before the text was known here go in, on top of what others wrote meanwhile", async () => {
  const world = new WritingWorld()
  const bo = await world.page("Bo")
  const anna = await world.page("Anna", { isOnline: false })
  anna.field.type("ein buss")
  bo.field.type("Nordvik: ", 0)
  await world.pass(500)

  anna.connect()
  await world.pass(1000)

  assert.deepEqual([anna.field.value, bo.field.value], ["Nordvik: Vi prøver ein buss", "Nordvik: Vi prøver ein buss"])
})

test("words typed before the text was known survive the page too", async () => {
  const world = new WritingWorld()
  const anna = await world.page("Anna", { isOnline: false })
  anna.field.type("ein buss")
  await world.pass(500)
  anna.die()

  const again = await world.page("Anna", { device: anna.device })
  await world.pass(1000)

  assert.deepEqual([again.field.value, world.text(), again.model.drafts()], ["Vi prøver ein buss", "Vi prøver ein buss", []])
})

test("a text that was begun anew sends nothing of the old one: own words are a draft", async () => {
  const { world, anna } = await two()
  anna.field.type("ein buss")
  await world.pass(500)
  anna.link.cut()
  anna.field.type(" til")
  await world.pass(500)
  world.server.reseed("history-2")
  world.server.begin({ what: "Noko heilt anna", step: "" })

  anna.connect()
  await world.pass(2000)

  assert.deepEqual([anna.field.value, anna.model.status.unsent], ["Noko heilt anna", 0])
  assert.ok(anna.lost().includes("Vi prøver ein buss til"))
})

test("who else is at this text is known by name, and not who is at another", async () => {
  const { world, anna, bo } = await two()
  bo.model.focus("what", true)
  await world.pass(500)
  assert.deepEqual(anna.model.people("what").map(({ name, typing }) => [name, typing]), [["Bo", true]])

  bo.model.focus("step")
  await world.pass(500)
  assert.deepEqual(anna.model.people("what"), [])
})

test("without an outbox that sends again the offline words would be missing: the tests see it", async () => {
  const { world, anna, bo } = await two()
  anna.link.cut()
  anna.field.type("ein buss")
  await world.pass(500)
  anna.die()
  await anna.device.tables.clear()

  await world.page("Anna", { device: anna.device })
  await world.pass(2000)

  assert.equal(bo.field.value, "Vi prøver ")
})

test("what is unsent in one text counts as one text when its writer signs out, and leads to its page", async () => {
  const { world, anna } = await two()
  anna.link.cut()
  anna.field.type("ein ")
  await world.pass(500)
  anna.field.type("buss")
  await world.pass(500)

  const store = new Store({ tables: anna.device.tables, now: world.clock.now })

  assert.deepEqual([await store.counts(), await store.words()], [{ rows: 1, drafts: 0, kinds: { write: 1 } }, [{ board: "/here", text: "Vi prøver ein buss" }]])
})
