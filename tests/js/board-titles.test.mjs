// BO-27: a cluster's name is written by several at once, letter by letter, in fields that follow each other.
import assert from "node:assert/strict"
import { test } from "node:test"
import { ClusterTitle } from "network/board/titles.js"
import { Binding } from "network/writing/binding.js"
import { World } from "./board-fakes/world.mjs"
import { FakeField } from "./writing-fakes/world.mjs"

async function namedBoard() {
  const world = new World()
  const pages = [await world.page("Anna"), await world.page("Bo")]
  const note = pages[0].model.add({ column: "ideas", text: "one" })
  const cluster = pages[0].model.sorting.gatherNew([note])
  pages[0].model.sorting.rename(cluster, "Skule")
  pages[0].model.history.pause()
  await world.pass(1000)
  const fields = pages.map(({ model }) => {
    const field = new FakeField(model.title(cluster))
    const title = new ClusterTitle(model, cluster)
    const binding = new Binding({ field, key: cluster, model: title, limit: title.limit(), now: world.clock.now, timers: world.clock, isActive: () => true })
    return { field, title, close: () => { binding.close(); title.close() } }
  })
  return { world, pages, cluster, fields, onServer: () => world.server.doc.getMap("clusters").get(cluster).get("title").toString() }
}

test("letters of two who write one name at once all arrive, on both pages and at the server", async () => {
  const { world, pages, cluster, fields: [anna, bo], onServer } = await namedBoard()

  for (const [place, letter] of [..."God "].entries()) {
    bo.field.type(letter, place)
    anna.field.type("!", anna.field.value.length)
    await world.pass(40)
  }
  await world.pass(1000)

  const names = [anna.field.value, bo.field.value, ...pages.map(({ model }) => model.title(cluster)), onServer()]
  assert.deepEqual(new Set(names), new Set(["God Skule!!!!"]))
  assert.equal(pages[1].model.status.unsent, 0)
})

test("what was written in one sitting is one step of undo, and others' letters stay", async () => {
  const { world, pages: [anna], cluster, fields: [hers] } = await namedBoard()
  for (const letter of " og heim") {
    hers.field.type(letter, hers.field.value.length)
    await world.pass(200)
  }
  hers.close()

  anna.model.undo()

  assert.equal(anna.model.title(cluster), "Skule")
})

test("a name written on a board that was closed meanwhile is kept as a text", async () => {
  const { world, pages: [anna], fields: [hers] } = await namedBoard()
  world.server.isOpen = false
  world.server.tell("board:closed")
  await world.settle()

  hers.field.type("r", hers.field.value.length)
  hers.close()

  assert.deepEqual(anna.model.drafts().map(({ text }) => text), ["Skuler"])
})
