import assert from "node:assert/strict"
import { test } from "node:test"
import { applyAwarenessUpdate, Awareness } from "y-protocols/awareness"
import * as Y from "yjs"
import { STEP_2, UPDATE, entry, presence, readMessages, sync } from "../../bench/load/bytes.mjs"
import { pack, unpack } from "../../bench/load/msgpack.mjs"
import { frame, frameHead } from "../../bench/load/websocket.mjs"

const BINARY = 2
const bytes = (size) => Buffer.alloc(size, "x")

function unmasked(whole) {
  const { start, size } = frameHead(whole, 0)
  const mask = whole.subarray(start, start + 4)
  return Buffer.from(whole.subarray(start + 4, start + 4 + size).map((byte, index) => byte ^ mask[index & 3]))
}

test("a frame of each size is read back as it was written", () => {
  for (const size of [0, 1, 125, 126, 65_535, 65_536]) {
    const whole = frame(BINARY, bytes(size))

    assert.deepEqual([frameHead(whole, 0).size, unmasked(whole).equals(bytes(size))], [size, true])
  }
})

test("a frame whose head is not all there is waited for", () => {
  const whole = frame(BINARY, bytes(70_000))

  assert.deepEqual([0, 1, 9].map((length) => frameHead(whole.subarray(0, length), 0)), [null, null, null])
})

test("a packet is the same after packing and unpacking", () => {
  const packet = { type: 2, nsp: "/", data: ["y", "b".repeat(40), bytes(300), null, true, false, 0, 127, 128, 70_000, ["ø".repeat(200)]] }

  assert.deepEqual(unpack(pack(packet)), packet)
})

test("what MessagePack has and we never send is refused aloud", () => {
  assert.throws(() => unpack(Buffer.of(0xc1)), /MessagePack code 193/)
  assert.throws(() => pack(-1), /cannot pack -1/)
})

test("several messages in one are heard in order", () => {
  const heard = []
  const hear = { sync: (step, payload) => heard.push([step, payload.length]), presence: (entries) => heard.push(["presence", entries.length]) }

  readMessages(Buffer.concat([sync(STEP_2, bytes(200)), presence(bytes(3)), sync(UPDATE, bytes(1))]), hear)

  assert.deepEqual(heard, [[STEP_2, 200], ["presence", 3], [UPDATE, 1]])
})

test("presence is what y-protocols reads", () => {
  const awareness = new Awareness(new Y.Doc())

  applyAwarenessUpdate(awareness, entry(2 ** 31, 1, { note: "n", typing: true }), "test")

  assert.deepEqual(awareness.getStates().get(2 ** 31), { note: "n", typing: true })
  awareness.destroy()
})

test("a message that claims more than there is is refused", () => {
  assert.throws(() => readMessages(Buffer.of(0, 2, 9, 1), { sync() {}, presence() {} }), RangeError)
})
