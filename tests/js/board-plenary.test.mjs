// The notes that a group shows to everybody, as a page knows them.
import assert from "node:assert/strict"
import { test } from "node:test"
import { World } from "./board-fakes/world.mjs"

async function boardWith(...texts) {
  const world = new World()
  const anna = await world.page("Anna")
  const ids = texts.map((text) => anna.model.add({ column: "ideas", text }))
  await world.pass(1000)
  return { world, anna, ids }
}

const lifted = ({ model }) => model.lifted().map(({ text }) => text)

test("who is here is told which notes are shown to everybody, in their order", async () => {
  const { world, anna, ids: [one, two] } = await boardWith("one", "two", "three")
  const heard = []
  anna.model.addEventListener("known", ({ detail }) => heard.push([...detail.ids].sort()))

  world.server.lift(two, one)
  await world.pass(100)
  world.server.lift(one)
  await world.pass(100)

  assert.deepEqual(lifted(anna), ["one"])
  assert.deepEqual([anna.model.note(one).lifted, anna.model.note(two).lifted], [true, false])
  assert.deepEqual(heard, [[one, two].sort(), [one, two].sort()])
})

test("who comes later is told with the joining", async () => {
  const { world, ids: [, two] } = await boardWith("one", "two")
  world.server.lift(two)

  const bo = await world.page("Bo")
  await world.pass(500)

  assert.deepEqual([lifted(bo), bo.model.status.canLift], [["two"], true])
})

test("a deleted note is shown to nobody", async () => {
  const { world, anna, ids: [one] } = await boardWith("one")
  world.server.lift(one)
  anna.model.remove(one)
  await world.pass(500)

  assert.deepEqual(lifted(anna), [])
})

test("nothing is chosen without a connection: the server counts to three", async () => {
  const { world, anna } = await boardWith("one")
  const before = anna.model.status.canLift

  anna.link.cut()
  await world.pass(100)

  assert.deepEqual([before, anna.model.status.canLift], [true, false])
})
