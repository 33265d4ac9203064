// What the device keeps of a document: the bytes that it was made of, written anew when there are many.
import assert from "node:assert/strict"
import { test } from "node:test"
import { BoardDocument } from "network/board/document.js"
import { Copy } from "network/together/copy.js"
import { World } from "./board-fakes/world.mjs"

const bytes = (length, value = 1) => new Uint8Array(length).fill(value)
const whole = () => { throw new Error("all of it was written anew") }

test("a copy is what was there and what came since, without writing the document", () => {
  const copy = new Copy()
  copy.add(bytes(100))
  copy.add(bytes(10, 2))

  assert.deepEqual(copy.kept(whole), { state: bytes(100), since: [bytes(10, 2)] })
})

test("an update that is a piece of a message is kept without the rest of it", () => {
  const copy = new Copy()
  const message = bytes(1000)
  copy.add(message.subarray(10, 20))

  assert.equal(copy.kept(whole).state.buffer.byteLength, 10)
})

test("when as many bytes came as there were, or very many updates, all is written anew", () => {
  const [long, many] = [new Copy(), new Copy()]
  long.add(bytes(20_000))
  long.add(bytes(20_001))
  many.add(bytes(1000))
  for (let turn = 0; turn < 300; turn++) many.add(bytes(1))

  for (const copy of [long, many]) {
    assert.deepEqual(copy.kept(() => bytes(50)), { state: bytes(50), since: [] })
    copy.add(bytes(5, 3))
    assert.deepEqual(copy.kept(whole), { state: bytes(50), since: [bytes(5, 3)] })
  }
})

test("an empty document has a copy as well", () => {
  assert.deepEqual(new Copy().kept(() => bytes(2)), { state: bytes(2), since: [] })
})

test("a document that is made of a copy is what it was, and tells of it once", () => {
  const board = new BoardDocument({ changed: () => {} })
  for (const id of ["one", "two", "three"]) board.do({ kind: "add", id, note: { id, text: id, column: "ideas", position: `a${id}`, hue: "sun" } })
  const { state, since } = board.copy()
  const told = []
  const again = new BoardDocument({ changed: ({ ids }) => told.push([...ids].sort()) })
  again.takeKept([state, ...since])

  assert.ok(since.length > 0)
  assert.deepEqual([again.notes, told], [board.notes, [["one", "three", "two"]]])
})

test("what others wrote is on the device when the page is opened without a network, and after several reloads", async () => {
  const world = new World()
  const bo = await world.page("Bo")
  let anna = await world.page("Anna")
  const expected = []
  for (let turn = 0; turn < 4; turn++) {
    for (let note = 0; note < 3; note++) {
      bo.model.add({ column: "ideas", text: `${turn} ${note}` })
      expected.push(`${turn} ${note}`)
      await world.pass(500)
    }
    await world.pass(25_000)
    anna.die()
    anna = await world.page("Anna", { device: anna.device, isOnline: false })
    assert.deepEqual(anna.texts(), expected)
    anna.connect()
    await world.pass(1000)
  }
})
