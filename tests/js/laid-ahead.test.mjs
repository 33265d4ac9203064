import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { LaidAhead } from "network/ui/laid-ahead.js"

let asked = []
let frames = []
globalThis.requestAnimationFrame = (act) => frames.push(act)
globalThis.cancelAnimationFrame = (id) => { frames[id - 1] = () => {} }
globalThis.requestIdleCallback = (act) => asked.push(act)
globalThis.cancelIdleCallback = (id) => { asked[id - 1] = () => {} }
beforeEach(() => { asked = []; frames = [] })

const frame = () => { for (const act of frames.splice(0)) act() }
/** A frame goes by, and the page has nothing to do, once. */
const idle = () => { frame(); for (const act of asked.splice(0)) act() }

class Item {
  names = new Set()
  classList = { add: (name) => this.names.add(name), remove: (name) => this.names.delete(name), contains: (name) => this.names.has(name) }
}

const board = (count) => new Map(Array.from({ length: count }, (_, at) => [`n${at}`, new Item()]))
const laid = (items) => [...items.values()].filter(({ names }) => names.size > 0).length

test("notes are laid out a few at a time, the first ones first, until all are", () => {
  const items = board(20)
  const ahead = new LaidAhead(items)
  ahead.plan()
  assert.equal(laid(items), 0)
  idle()
  const first = laid(items)

  assert.ok(first > 0 && first < 20)
  assert.deepEqual([...items.values()].slice(0, first).map(({ names }) => names.size), Array(first).fill(1))
  for (let turn = 0; turn < 20; turn++) idle()
  assert.equal(laid(items), 20)
  assert.equal(asked.length, 0)
})

test("it is planned once, however often it is asked for", () => {
  const ahead = new LaidAhead(board(2))
  ahead.plan()
  ahead.plan()
  frame()

  assert.equal(asked.length, 1)
})

test("between two frames a few are laid out and no more, however often there is nothing to do", () => {
  const items = board(100)
  new LaidAhead(items).plan()
  idle()
  const first = laid(items)
  for (let turn = 0; turn < 20; turn++) for (const act of asked.splice(0)) act()

  assert.ok(first > 0)
  assert.equal(laid(items), first)
})

test("a note that comes later is laid out too", () => {
  const items = board(1)
  const ahead = new LaidAhead(items)
  ahead.plan()
  idle()
  items.set("later", new Item())
  ahead.plan()
  idle()

  assert.equal(laid(items), 2)
})

test("one that comes when all others are laid out comes with its own frame, and many wait", () => {
  const items = board(100)
  const ahead = new LaidAhead(items)
  for (let turn = 0; turn < 100; turn++) { ahead.plan(); idle() }
  const come = (...ids) => ids.map((id) => { items.set(id, new Item()); return items.get(id) })
  ahead.plan(come("one"))
  assert.equal(laid(items), 101)
  assert.equal(frames.length + asked.length, 0)

  ahead.plan(come("a", "b", "c"))
  assert.equal(laid(items), 101)
  ahead.plan(come("behind them"))
  assert.equal(laid(items), 101)
  idle()
  assert.equal(laid(items), 105)
})

test("when few notes change they stay laid out, when many do they are skipped until there is time", () => {
  const items = board(100)
  const ahead = new LaidAhead(items)
  for (let turn = 0; turn < 100; turn++) { ahead.plan(); idle() }
  ahead.expect(1)
  assert.equal(laid(items), 100)
  ahead.expect(100)
  assert.equal(laid(items), 0)
  for (let turn = 0; turn < 100; turn++) { ahead.plan(); idle() }
  assert.equal(laid(items), 100)
})

test("a browser that does not say when it has nothing to do is left alone for a moment", async () => {
  const { requestIdleCallback } = globalThis
  delete globalThis.requestIdleCallback
  try {
    const items = board(1)
    new LaidAhead(items).plan()
    frame()
    assert.equal(laid(items), 0)
    for (let turn = 0; laid(items) === 0 && turn < 400; turn++) await new Promise((resolve) => { setTimeout(resolve, 5) })
    assert.equal(laid(items), 1)
  } finally {
    globalThis.requestIdleCallback = requestIdleCallback
  }
})

test("nothing more is done on a board that is left", () => {
  const items = board(5)
  const ahead = new LaidAhead(items)
  ahead.plan()
  ahead.close()
  idle()

  assert.equal(laid(items), 0)
})
