// Several people on one board, over a network that fails and a server that is killed.
import assert from "node:assert/strict"
import { test } from "node:test"
import { World } from "./board-fakes/world.mjs"

const stateOf = (page, text) => page.model.notes().find((note) => note.text === text)?.state

test("what one person writes stands on the other's screen, with her name, and is saved", async () => {
  const world = new World()
  const anna = await world.page("Anna")
  const bo = await world.page("Bo")

  anna.model.add({ column: "ideas", text: "A bus at night", hue: "sky" })
  await world.pass(1000)

  const [note] = bo.model.notes()
  assert.deepEqual([note.text, note.column, note.hue, note.author.name, note.mine], ["A bus at night", "ideas", "sky", "Anna", false])
  assert.equal(stateOf(anna, "A bus at night"), "saved")
  assert.equal(anna.model.status.unsent, 0)
})
