// A board that says of nobody what she wrote: one's own words go to one's own notes, and the page shows them from there (BO-34).
import assert from "node:assert/strict"
import { test } from "node:test"
import { rightsOn } from "network/board/drawing-rights.js"
import { World } from "./board-fakes/world.mjs"

/** Anna's page: the board, and her own notes behind it, each with a server of its own. `lay` is what the real server does now and then. */
async function apart() {
  const [shared, hers] = [new World(), new World()]
  shared.server.facts = { names: "nobody" }
  shared.server.judge = ({ changed }) => changed.some(({ path, keys }) => path.length === 0 || path.length === 2 || keys.some((key) => key !== "place" && key !== "cluster")) ? "nobody" : null
  const [anna, own] = [await shared.page("Anna"), await hers.page("Anna")]
  anna.model.writeThrough(own.model)
  const pass = async () => { await hers.pass(1000); await shared.pass(1000) }
  const lay = async () => {
    for (const [id, note] of Object.entries(hers.server.notes())) shared.server.lay(id, note)
    await pass()
  }
  return { shared, hers, anna, own, pass, lay, model: anna.model }
}

const shown = ({ model }) => model.notes().filter((note) => !note.deleted).map(({ text, isComing = false, mine, author }) => [text, isComing, mine, author?.name ?? ""])

test("a new note is on one's own page at once, and comes to the others by the server", async () => {
  const { shared, hers, anna, pass, lay, model } = await apart()

  const id = model.add({ column: "ideas", text: "quietly" })
  await pass()
  const before = [shown(anna), shared.server.texts(), hers.server.texts()]
  await lay()

  assert.deepEqual(before, [[["quietly", true, true, ""]], [], ["quietly"]])
  assert.deepEqual([shown(anna), shared.server.texts(), shared.server.heard.updates], [[["quietly", false, true, ""]], ["quietly"], 0])
  assert.equal(model.note(id).state, "saved")
})

test("what is there already is changed, deleted and brought back the same way", async () => {
  const { shared, hers, anna, lay, pass, model } = await apart()
  const id = model.add({ column: "ideas", text: "one" })
  await pass()
  await lay()

  assert.equal(model.edit(id, "two", "one"), "saved")
  await pass()
  assert.deepEqual([shown(anna)[0][0], shared.server.texts(), hers.server.texts()], ["two", ["one"], ["two"]])
  await lay()
  model.remove(id)
  await pass()
  assert.deepEqual([shown(anna), shared.server.texts()], [[], ["two"]])
  await lay()
  model.restore(id)
  await pass()
  assert.deepEqual([shown(anna)[0][0], shared.server.texts()], ["two", []])
  await lay()

  assert.deepEqual([shared.server.texts(), shared.server.heard.updates, shared.server.heard.denials], [["two"], 0, 0])
})

test("sorting goes to the board, and undo takes back whatever was done last", async () => {
  const { shared, hers, anna, lay, pass, model } = await apart()
  const [one] = [model.add({ column: "ideas", text: "one" }), model.add({ column: "ideas", text: "two" })]
  await pass()
  await lay()
  model.move(one, { column: "needs", after: null })
  model.add({ column: "ideas", text: "three" })
  await pass()

  model.undo()
  await pass()
  assert.deepEqual([hers.server.texts(), model.note(one).column], [["one", "two"], "needs"])
  model.undo()
  await pass()
  assert.deepEqual([model.note(one).column, shared.server.heard.denials, shown(anna).length], ["ideas", 0, 2])
})

test("words for a note that is another's stand beside it", async () => {
  const { shared, hers, pass, model } = await apart()
  shared.server.lay("another-note-aaaaaaaaa", { text: "theirs", place: ["ideas", "V"], hue: "sun", cluster: null, deleted: false, version_of: null })
  await pass()

  const outcome = model.edit("another-note-aaaaaaaaa", "mine", "theirs")
  await pass()

  assert.deepEqual([outcome, hers.server.texts(), shared.server.texts()], ["beside", ["mine"], ["theirs"]])
  assert.deepEqual(Object.values(hers.server.notes()).map((note) => note.version_of), ["another-note-aaaaaaaaa"])
})

test("others hear neither where she looks nor that she writes", async () => {
  const { shared, anna, pass, model } = await apart()
  const bo = await shared.page("Bo")

  model.focus("another-note-aaaaaaaaa", true)
  await pass()

  assert.deepEqual(bo.model.people().map(({ name, note, typing }) => [name, note, typing]), [[anna.person.name, null, false]])
})

test("only a note's writer has a button to change its words, and what is on its way cannot be sorted", () => {
  const status = { canMove: true, canWrite: true, canDelete: () => true, names: "nobody" }
  const rights = (note, names = "nobody") => { const { edit, move } = rightsOn({ state: "saved", ...note }, { ...status, names }); return [edit, move] }

  assert.deepEqual([rights({ mine: false }), rights({ mine: true }), rights({ mine: true, isComing: true })], [[false, true], [true, true], [true, false]])
  assert.deepEqual(rights({ mine: false }, "municipality"), [true, true])
})

test("with the municipality alone, the server says which notes are one's own", async () => {
  const world = new World()
  world.server.facts = { names: "municipality" }
  const [anna, bo] = [await world.page("Anna"), await world.page("Bo")]
  const id = anna.model.add({ column: "ideas", text: "one" })
  await world.pass(1000)
  world.server.known[id] = { key: "", name: "", municipality: "Nordvik", late: false }
  world.server.tell("notes:known", { [id]: world.server.known[id] })
  await world.pass(100)
  const before = anna.model.note(id).mine

  anna.link.connection.send("notes:mine", world.server.board, [id])
  await world.pass(100)

  assert.deepEqual([before, anna.model.note(id).mine, bo.model.note(id).mine], [false, true, false])
  assert.deepEqual(bo.model.note(id).author, { key: "", name: "", municipality: "Nordvik", writer: "" })
})
