// What a page can ask of a board and do on it.
import assert from "node:assert/strict"
import { test } from "node:test"
import { BoardLimit } from "network/board/model.js"
import { World } from "./board-fakes/world.mjs"

async function boardWith(...texts) {
  const world = new World()
  const anna = await world.page("Anna")
  const bo = await world.page("Bo")
  const ids = texts.map((text) => anna.model.add({ column: "ideas", text }))
  await world.pass(1000)
  return { world, anna, bo, ids }
}

test("new notes stand at the bottom of their column, in the order they were written", async () => {
  const { anna } = await boardWith("one", "two", "three")

  assert.deepEqual(anna.texts(), ["one", "two", "three"])
})

const lastOf = ({ model }) => model.notes().at(-1).position

test("a note that is written before the board has come stands at the bottom of what the page was made with", async () => {
  const { world, anna } = await boardWith("one", "two", "three", "four")
  const late = await world.page("Cy", { isOnline: false, bottoms: { ideas: lastOf(anna) } })

  late.model.add({ column: "ideas", text: "early" })
  late.model.add({ column: "ideas", text: "and more" })
  late.connect()
  await world.pass(1000)

  for (const page of [anna, late]) assert.deepEqual(page.texts(), ["one", "two", "three", "four", "early", "and more"])
})

test("without being told of it, it would stand higher up: the control", async () => {
  const { world, anna } = await boardWith("one", "two", "three", "four")
  const late = await world.page("Cy", { isOnline: false })

  late.model.add({ column: "ideas", text: "early" })
  late.connect()
  await world.pass(1000)

  assert.notEqual(anna.texts().at(-1), "early")
})

test("a note goes to the top, behind another, and to another column", async () => {
  const { world, anna, bo, ids: [one, two, three] } = await boardWith("one", "two", "three")

  anna.model.move(three, { column: "ideas", after: null })
  anna.model.move(one, { column: "ideas", after: two })
  await world.pass(500)
  assert.deepEqual(bo.texts(), ["three", "two", "one"])

  anna.model.move(two, { column: "wishes", after: null })
  assert.equal(anna.model.note(two).column, "wishes")
})

test("saving an edit says what became of it", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")

  assert.equal(anna.model.edit(id, "red", "red"), "unchanged")
  assert.equal(bo.model.edit(id, "blue", "red"), "saved")
  await world.pass(500)
  assert.equal(anna.model.edit(id, "red", "red"), "unchanged")
  assert.equal(anna.model.edit(id, "blue", "red"), "unchanged")
  assert.equal(anna.model.edit(id, "green", "red"), "beside")
  await world.pass(500)

  assert.deepEqual(bo.texts(), ["blue", "green"])
  assert.equal(bo.model.notes()[1].versionOf, id)
})

test("words saved on a note that was deleted meanwhile stand beside it", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")
  bo.model.remove(id)
  await world.pass(500)

  assert.equal(anna.model.edit(id, "red and green", "red"), "beside")
  assert.deepEqual(anna.texts(), ["red and green"])
})

test("what no board takes is refused before it is written", async () => {
  const { anna, ids: [id] } = await boardWith("red")
  const reasons = ["  \n", "x".repeat(2001)].map((text) => {
    try { anna.model.add({ column: "ideas", text }) } catch (error) { return error instanceof BoardLimit && error.reason }
    return null
  })

  assert.deepEqual(reasons, ["empty", "long"])
  assert.throws(() => anna.model.edit(id, "", "red"), BoardLimit)
  assert.deepEqual(anna.texts(), ["red"])
})

for (const [name, act, undone] of [
  ["a new note", (model) => model.add({ column: "ideas", text: "new" }), "add"],
  ["a deletion", (model, id) => model.remove(id), "delete"],
  ["a move", (model, id) => model.move(id, { column: "wishes", after: null }), "move"],
  ["an edit", (model, id) => model.edit(id, "redder", "red"), "edit"],
]) {
  test(`${name} is taken back for everybody`, async () => {
    const { world, anna, bo, ids: [id] } = await boardWith("red", "blue")
    act(anna.model, id)
    await world.pass(500)

    assert.equal(anna.model.undo().kind, undone)
    await world.pass(500)

    const seen = bo.model.notes().filter((note) => !note.deleted).map(({ text, column }) => [text, column])
    assert.deepEqual(seen, [["red", "ideas"], ["blue", "ideas"]])
    assert.equal(anna.model.redo().id, anna.model.undo().id)
  })
}

test("undo never takes back another's later words", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")
  anna.model.edit(id, "green", "red")
  await world.pass(500)
  bo.model.edit(id, "blue", "green")
  await world.pass(500)

  assert.deepEqual([anna.model.undo().kind, anna.model.undo().kind, anna.model.undo()], ["blocked", "blocked", null])
  assert.deepEqual(anna.texts(), ["blue"])
})

test("an own note is never called saved before the server has stored it, in no event", async () => {
  const world = new World()
  world.server.isQuick = false
  const anna = await world.page("Anna")
  const seen = []
  anna.model.addEventListener("change", ({ detail: { ids } }) => { for (const id of ids) seen.push(anna.model.note(id).state) })

  const id = anna.model.add({ column: "ideas", text: "new" })
  await world.pass(500)
  anna.model.move(id, { column: "wishes", after: null })
  await world.pass(500)
  assert.equal(seen.includes("saved"), false)
  world.server.commit()
  await world.pass(500)

  assert.equal(seen.at(-1), "saved")
})

test("an event says which notes changed, who did it, and which are new", async () => {
  const { world, anna, bo } = await boardWith("red")
  bo.told.length = 0
  const id = anna.model.add({ column: "ideas", text: "new" })
  await world.pass(500)

  assert.deepEqual(bo.told, [["change", { ids: new Set([id]), remote: true, added: [{ id, column: "ideas" }], inPlace: false }]])
})

test("an event says whether each note stands where it stood: then the page need not put them all in order", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  const hear = async (act) => {
    bo.told.length = 0
    act()
    await world.pass(500)
    return bo.told.filter(([type]) => type === "change").map(([, { inPlace }]) => inPlace ?? false)
  }

  assert.deepEqual(await hear(() => anna.model.edit(one, "another", "one")), [true])
  assert.deepEqual(await hear(() => anna.model.move(one, { column: "ideas", after: two })), [false])
  assert.deepEqual(await hear(() => anna.model.remove(two)), [false])
  assert.deepEqual(await hear(() => anna.model.restore(two)), [false])
  assert.deepEqual((await hear(() => anna.model.sorting.gatherNew([one, two]))).includes(true), false)
  assert.deepEqual(await hear(() => anna.model.edit(one, "what the cluster is called", "another")), [false])
})

test("people see who looks at which note and who writes, at most five times a second, and gone when gone", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")
  anna.link.sent.length = 0
  for (let step = 0; step < 20; step++) {
    anna.model.focus(id, step % 2 === 0)
    await world.pass(50)
  }
  await world.pass(500)
  assert.ok(anna.link.sent.length <= 7, `${anna.link.sent.length} presence frames in a second`)
  assert.deepEqual(bo.model.people(), [{ key: "key-Anna", name: "Anna", note: id, typing: false }])

  anna.model.close()
  await world.pass(100)
  assert.deepEqual(bo.model.people(), [])
})

test("own notes may be deleted, others' not, and none on a closed board", async () => {
  const { world, anna, bo, ids: [id] } = await boardWith("red")
  assert.deepEqual([anna.model.status.canDelete(id), bo.model.status.canDelete(id)], [true, false])

  world.server.isOpen = false
  world.server.tell("board:closed")
  await world.settle()
  assert.deepEqual([anna.model.status.open, anna.model.status.canWrite, anna.model.status.canDelete(id)], [false, true, false])

  world.server.isOpen = true
  world.server.tell("board:opened")
  await world.settle()
  assert.equal(anna.model.status.canDelete(id), true)
})

test("the status tells the connection's story", async () => {
  const world = new World()
  const anna = await world.page("Anna", { isOnline: false })
  const story = [anna.model.status.link]
  anna.connect()
  story.push(anna.model.status.link)
  await world.settle()
  story.push(anna.model.status.link)
  anna.link.cut()
  story.push(anna.model.status.link)

  assert.deepEqual(story, ["connecting", "connecting", "online", "offline"])
})

test("a note with strange fields from elsewhere breaks no page", async () => {
  const { world, anna, bo } = await boardWith("red")
  world.server.doc.getMap("notes").set("odd", "no note at all")
  bo.link.cut()
  bo.connect()
  await world.pass(500)
  anna.model.add({ column: "ideas", text: "after it" })
  await world.pass(500)

  assert.deepEqual(bo.texts(), ["red", "after it"])
})

test("a note that was deleted before one came is no news", async () => {
  const { world, anna, ids: [id, other] } = await boardWith("gone", "there")
  anna.model.remove(id)
  await world.pass(500)
  const cy = await world.page("Cy", { isOnline: false })
  const added = []
  cy.model.addEventListener("change", ({ detail }) => added.push(...(detail.added ?? []).map((one) => one.id)))

  cy.link.open({ key: "key-Cy", name: "Cy", municipality: "Nordvik" })
  await world.pass(1000)

  assert.deepEqual(added, [other])
})
