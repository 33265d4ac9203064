// The parts below the board: the outbox, the pace, the connection.
import assert from "node:assert/strict"
import { test } from "node:test"
import { Outbox } from "network/live/outbox.js"
import { Pace } from "network/live/pace.js"
import { openLink } from "network/live/socket.js"
import { Clock } from "./board-fakes/world.mjs"

const outboxOf = (...keys) => {
  const outbox = new Outbox()
  for (const key of keys) outbox.add({ key, touches: [`note-${key}`] })
  return outbox
}
const keys = (rows) => rows.map(({ key }) => key)

test("rows leave in order as they are acknowledged, by a count that only grows", () => {
  const outbox = outboxOf("a", "b", "c")
  outbox.markSent(3)

  assert.deepEqual([keys(outbox.acknowledge(1)), keys(outbox.acknowledge(1)), keys(outbox.acknowledge(3))], [["a"], [], ["b", "c"]])
})

test("nothing is acknowledged that was not sent on this connection", () => {
  const outbox = outboxOf("a", "b")
  outbox.markSent(1)

  assert.deepEqual(keys(outbox.acknowledge(7)), ["a"])
  outbox.startOver()
  assert.deepEqual(keys(outbox.acknowledge(2)), [])
  assert.deepEqual(keys(outbox.unsent()), ["b"])
})

test("rows of an earlier life go before new ones, and are on the device already", () => {
  const outbox = outboxOf("new")
  const taken = outbox.addFirst([{ key: "old", touches: ["n"] }, { key: "new", touches: [] }])

  assert.deepEqual([keys(taken), keys(outbox.rows), outbox.stateOf("n"), outbox.stateOf("note-new")], [["old"], ["old", "new"], "device", "waiting"])
})

test("a note is saved when nothing of it is left, and on the device when all of it is", () => {
  const outbox = outboxOf("a")
  outbox.add({ key: "b", touches: ["note-a"] })
  const states = [outbox.stateOf("note-a")]
  outbox.kept(["a"])
  states.push(outbox.stateOf("note-a"))
  outbox.kept(["b", "never heard of"])
  states.push(outbox.stateOf("note-a"))
  outbox.markSent(2)
  outbox.acknowledge(1)
  states.push(outbox.stateOf("note-a"))
  outbox.acknowledge(2)
  states.push(outbox.stateOf("note-a"))

  assert.deepEqual(states, ["waiting", "waiting", "device", "device", "saved"])
})

test("the pace runs the first at once, gathers the next, and forgets none", async () => {
  const clock = new Clock()
  const runs = []
  const pace = new Pace({ every: 100, run: () => runs.push(clock.time - 1_000_000), now: clock.now, timers: clock })

  for (let step = 0; step < 5; step++) { pace.ask(); await clock.pass(30, async () => {}) }
  await clock.pass(500, async () => {})
  pace.ask()
  pace.ask()
  pace.stop()
  await clock.pass(500, async () => {})

  assert.deepEqual(runs, [0, 100, 200, 650])
})

/** What Socket.IO gives, as far as the link asks it. */
class FakeSocket {
  connected = false
  active = true
  io = { engine: { transport: { name: "polling" }, on: () => {} } }
  emitted = []
  tries = 0
  #heard = new Map()
  on(word, act) { this.#heard.set(word, [...(this.#heard.get(word) ?? []), act]) }
  off(word, act) { this.#heard.set(word, this.#heard.get(word).filter((one) => one !== act)) }
  emit(...message) { this.emitted.push(message) }
  connect() { this.tries += 1 }
  disconnect() {
    this.connected = false
    this.active = false
    return this
  }
  say(word, ...data) { for (const act of this.#heard.get(word) ?? []) act(...data) }
}

function linkOf({ isSignedIn = async () => false } = {}) {
  const socket = new FakeSocket()
  const page = new EventTarget()
  const link = openLink({ url: "/", page, connect: () => socket, isSignedIn })
  const told = []
  for (const type of ["open", "close", "transport", "ended"]) link.addEventListener(type, () => told.push(type))
  return { socket, page, link, told }
}

test("bytes go out as ArrayBuffer, exactly theirs, and come in as Uint8Array", () => {
  const { socket, link } = linkOf()
  socket.connected = true
  const heard = []
  const end = link.on("y", (...data) => heard.push(data))

  link.send("y", "board", new Uint8Array([9, 1, 2, 9]).subarray(1, 3))
  socket.say("y", "board", new Uint8Array([5, 6]).buffer)
  socket.say("y", "board", Buffer.from([7]))
  end()
  socket.say("y", "board", new ArrayBuffer(1))

  assert.ok(socket.emitted[0][2] instanceof ArrayBuffer)
  assert.deepEqual([...new Uint8Array(socket.emitted[0][2])], [1, 2])
  assert.deepEqual(heard, [["board", Uint8Array.of(5, 6)], ["board", Uint8Array.of(7)]])
})

test("without a connection nothing is sent and kept for later: that is the outbox's work", () => {
  const { socket, link } = linkOf()

  link.send("y", "board", new Uint8Array(1))

  assert.deepEqual(socket.emitted, [])
})

test("opening, losing and being refused is told; coming online tries at once", async () => {
  const { socket, page, link, told } = linkOf()
  socket.connected = true
  socket.say("connect")
  socket.connected = false
  socket.say("disconnect", "transport close")
  page.dispatchEvent(new Event("online"))
  socket.active = false
  socket.say("connect_error", new Error("unauthorized"))
  await Promise.resolve()
  await Promise.resolve()

  assert.deepEqual([told, link.transport, socket.tries], [["transport", "open", "close", "close", "ended"], "polling", 1])
})

test("a server that says no to one who is signed in is tried again, and nothing is put away", async () => {
  const { socket, link, told } = linkOf({ isSignedIn: async () => true })
  socket.active = false
  socket.say("connect_error", new Error("Unable to connect"))
  await Promise.resolve()
  await Promise.resolve()
  link.close()

  assert.deepEqual(told, ["close"])
})

test("a device that says that its network is gone is believed at once", () => {
  const { socket, page } = linkOf()
  let closed = 0
  socket.io.engine.close = () => { closed += 1 }

  page.dispatchEvent(new Event("offline"))
  socket.connected = true
  page.dispatchEvent(new Event("offline"))

  assert.equal(closed, 1)
})

test("the first showing of a page does not cut a connection that is on its way", () => {
  const { socket, page } = linkOf()

  page.dispatchEvent(new Event("pageshow"))

  assert.equal(socket.tries, 0)
})

test("an ended sign-in closes for good", () => {
  const { socket, page, told } = linkOf()

  socket.say("sign_in:ended")
  page.dispatchEvent(new Event("online"))

  assert.deepEqual([told, socket.active, socket.tries], [["ended"], false, 0])
})
