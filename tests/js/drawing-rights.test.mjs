import assert from "node:assert/strict"
import { test } from "node:test"
import { footing, rightsOn, standing } from "network/board/drawing-rights.js"

const never = () => false
const status = (changes) => ({ link: "online", transport: "websocket", unsent: 0, stored: true, reason: null, canDelete: never, open: true, canWrite: true, canMove: true, ...changes })
const page = (may, isOpen = true) => ({ may: new Set(may), isOpen })

test("before the model has joined, what the page said decides who may write", () => {
  const unknown = status({ canWrite: false, canMove: false })

  const member = standing(unknown, { hasJoined: false, page: page(["note.create"]) })
  const reader = standing(unknown, { hasJoined: false, page: page([]) })

  assert.deepEqual([member.canWrite, member.canMove, reader.canWrite], [true, true, false])
})

test("a page made when the board was closed lets nobody write before the model has joined", () => {
  const closed = standing(status({ canWrite: false, canMove: false }), { hasJoined: false, page: page(["note.create"], false) })

  assert.deepEqual([closed.open, closed.canWrite], [false, false])
})

test("what this device remembers counts also before the model has joined", () => {
  assert.equal(standing(status({}), { hasJoined: false, page: page([]) }).canWrite, true)
})

test("once joined, the model alone decides", () => {
  const joined = standing(status({ canWrite: false, canMove: false }), { hasJoined: true, page: page(["note.create"]) })

  assert.deepEqual([joined.canWrite, joined.canMove], [false, false])
})

test("everybody in the group may move and mend a note, and delete the own ones", () => {
  const others = rightsOn({ id: "a", mine: false }, status({ canDelete: (id) => id === "b" }))
  const own = rightsOn({ id: "b", mine: true }, status({ canDelete: (id) => id === "b" }))

  assert.deepEqual(others, { move: true, sort: true, edit: true, delete: false, take: false, more: true })
  assert.deepEqual(own, { move: true, sort: true, edit: true, delete: true, take: false, more: true })
})

test("after the close only own text can be mended", () => {
  const late = status({ open: false, canMove: false })

  assert.deepEqual(rightsOn({ id: "a", mine: true }, late), { move: false, sort: false, edit: true, delete: false, take: false, more: true })
  assert.deepEqual(rightsOn({ id: "a", mine: false }, late), { move: false, sort: false, edit: false, delete: false, take: false, more: false })
})

test("a reader has no controls", () => {
  assert.deepEqual(rightsOn({ id: "a", mine: false }, status({ canWrite: false, canMove: false })), { move: false, sort: false, edit: false, delete: false, take: false, more: false })
})

test("whoever may read a note may take it home, once the server has it", () => {
  const reader = status({ canWrite: false, canMove: false })
  const of = (state, marks) => rightsOn({ id: "a", mine: false, state }, reader, marks)

  assert.deepEqual([of("saved", {}), of("waiting", {}), of("saved", null)].map(({ take, more }) => [take, more]), [[true, true], [false, false], [false, false]])
})

test("there are four ways in which a board can stand", () => {
  const ways = [{}, { canWrite: false }, { open: false }, { open: false, canWrite: false }]

  assert.deepEqual(ways.map((way) => footing(status(way))), ["open", "reader", "late", "closed"])
})
