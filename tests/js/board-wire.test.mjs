// The bytes of `y` are y-protocols bytes: what the libraries write we read, and what we write they read.
import assert from "node:assert/strict"
import { test } from "node:test"
import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from "y-protocols/awareness"
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync"
import * as Y from "yjs"
import { decodeEntries, encodeEntry, People } from "network/together/presence.js"
import { joined, liveUpdate, presenceMessage, readFrame, rejoinUpdate, step1 } from "network/together/wire.js"

const bytesOf = (write) => { const encoder = encoding.createEncoder(); write(encoder); return encoding.toUint8Array(encoder) }

test("a frame of several messages of the library is read message by message", () => {
  const doc = new Y.Doc()
  doc.getText("t").insert(0, "x".repeat(300))
  const update = Y.encodeStateAsUpdate(doc)
  const frame = bytesOf((encoder) => {
    encoding.writeVarUint(encoder, 0); writeSyncStep1(encoder, doc)
    encoding.writeVarUint(encoder, 0); writeUpdate(encoder, update)
  })

  assert.deepEqual(readFrame(frame), [{ kind: "step1", bytes: Y.encodeStateVector(doc) }, { kind: "update", bytes: update }])
})

for (const [name, make] of [["live update", liveUpdate], ["update on coming back", rejoinUpdate]]) {
  test(`the library takes our ${name}`, () => {
    const [from, to] = [new Y.Doc(), new Y.Doc()]
    from.getText("t").insert(0, "words ".repeat(40))
    const decoder = decoding.createDecoder(make(Y.encodeStateAsUpdate(from)))

    assert.equal(decoding.readVarUint(decoder), 0)
    readSyncMessage(decoder, encoding.createEncoder(), to, null)

    assert.equal(to.getText("t").toString(), from.getText("t").toString())
  })
}

test("our question for what is missing is the library's", () => {
  const doc = new Y.Doc()

  assert.deepEqual(step1(Y.encodeStateVector(doc)), bytesOf((encoder) => { encoding.writeVarUint(encoder, 0); writeSyncStep1(encoder, doc) }))
})

test("a frame that ends too early is an error, an unknown kind ends the reading", () => {
  assert.throws(() => readFrame(Uint8Array.of(0, 2, 9, 1)), RangeError)
  assert.deepEqual(readFrame(joined([liveUpdate(Uint8Array.of(1)), Uint8Array.of(7, 1, 2)])), [{ kind: "update", bytes: Uint8Array.of(1) }])
})

test("presence speaks with the library in both directions", () => {
  const awareness = new Awareness(new Y.Doc())
  applyAwarenessUpdate(awareness, encodeEntry(77, 3, { note: "n", typing: true }), null)
  assert.deepEqual(awareness.getStates().get(77), { note: "n", typing: true })
  assert.deepEqual(readFrame(presenceMessage(encodeEntry(77, 3, null)))[0].kind, "presence")

  assert.deepEqual(decodeEntries(encodeAwarenessUpdate(awareness, [77])), [{ client: 77, clock: 3, state: { note: "n", typing: true } }])
  awareness.destroy()
})

const entry = (client, clock, state) => encodeEntry(client, clock, state)

test("a person on two screens is one line, the screen that is writing counts, old news is not heard", () => {
  const people = new People()
  const bo = { key: "b", name: "Bo", note: null, typing: false }

  assert.equal(people.take(entry(1, 2, bo)), true)
  people.take(entry(2, 1, { ...bo, note: "n", typing: true }))
  people.take(entry(3, 1, { key: "a", name: "Anna" }))
  assert.equal(people.take(entry(1, 1, { ...bo, name: "Old" })), false)

  assert.deepEqual(people.list(), [{ key: "a", name: "Anna", note: null, typing: false }, { key: "b", name: "Bo", note: "n", typing: true }])
  assert.deepEqual(people.list({ without: "b" }).map(({ name }) => name), ["Anna"])
  people.take(entry(2, 1, null))
  assert.equal(people.list()[1].typing, false)
})

test("broken presence harms nobody", () => {
  const people = new People()
  const broken = [Uint8Array.of(), Uint8Array.of(200), Uint8Array.of(1, 1, 1, 1, 123), entry(1, 1, 7), entry(1, 2, { key: 9 }), entry(2, 1, [])]

  for (const bytes of broken) people.take(bytes)

  assert.deepEqual(people.list(), [])
})
