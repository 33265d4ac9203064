import assert from "node:assert/strict"
import { test } from "node:test"
import * as Y from "yjs"
import { perform } from "network/board/acts.js"
import { HUES, newNoteId, readNotes, smallestChange, watchNotes, writeNote, writeText } from "network/board/shape.js"

const NOTE = { id: "n", text: "A bus", column: "ideas", position: "V1", hue: "sky", cluster: null, versionOf: null }

test("a written note is read as it was written", () => {
  const doc = new Y.Doc()
  writeNote(doc, NOTE)

  assert.deepEqual([...readNotes(doc).values()], [{ ...NOTE, deleted: false }])
  assert.deepEqual(doc.getMap("notes").toJSON().n, { text: "A bus", place: ["ideas", "V1"], hue: "sky", cluster: null, deleted: false, version_of: null })
})

test("whatever lies in a document, the notes around it are read", () => {
  const doc = new Y.Doc()
  writeNote(doc, NOTE)
  const notes = doc.getMap("notes")
  const strange = [7, "text", null, [1], { text: "plain object" }, new Y.Array(), new Y.Text("alone"), new Y.Map()]
  strange.forEach((value, at) => notes.set(`strange-${at}`, value))
  const odd = new Y.Map(Object.entries({ text: "odd", place: { x: 1 }, hue: "neon", cluster: 9, deleted: "yes", version_of: {} }))
  notes.set("odd", odd)
  notes.set("list", new Y.Map(Object.entries({ text: new Y.Array() })))

  const read = readNotes(doc)

  assert.deepEqual([...read.keys()].sort(), ["n", "odd"])
  assert.deepEqual(read.get("odd"), { id: "odd", text: "odd", column: "", position: "", hue: HUES[0], cluster: null, deleted: false, versionOf: null })
})

const apply = (from, change) => change === null ? from : from.slice(0, change.at) + change.insert + from.slice(change.at + change.remove)
const isWhole = (text) => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)

test("the smallest change makes one text into the other, always inserts, and never halves a character", () => {
  const words = ["", "a", "ab", "abc", "b", "🙂", "🙃", "a🙂", "🙂a", "🙂🙃", "a🙂b", "a🙃b", "åæø", "hello there", "hello, there", "helo there"]
  for (const from of words) for (const to of words) {
    const change = smallestChange(from, to)
    assert.equal(apply(from, change), to)
    if (change === null || to === "") continue
    assert.ok(change.insert.length > 0, `${from} → ${to}`)
    assert.ok(isWhole(change.insert) && isWhole(from.slice(change.at, change.at + change.remove)), `${from} → ${to}`)
  }
})

test("only what differs is replaced", () => {
  assert.deepEqual(smallestChange("a bus at night", "a bus by night"), { at: 6, remove: 2, insert: "by" })
})

test("every own act moves the clock of its writer, a shortened text too", () => {
  const doc = new Y.Doc()
  const ends = []
  doc.on("update", (update) => ends.push(Y.parseUpdateMeta(update).to.get(doc.clientID)))
  const acts = [
    { kind: "add", id: "n", note: NOTE }, { kind: "edit", id: "n", text: "A b" }, { kind: "edit", id: "n", text: "b" },
    { kind: "move", id: "n", column: "wishes", position: "V2" }, { kind: "delete", id: "n", deleted: true }, { kind: "delete", id: "n", deleted: false },
  ]

  for (const act of acts) doc.transact(() => perform(doc, act))

  assert.equal(ends.length, acts.length)
  assert.ok(ends.every((end, at) => end > (ends[at - 1] ?? 0)), String(ends))
})

test("one transaction tells once which notes it touched", () => {
  const doc = new Y.Doc()
  const told = []
  const end = watchNotes(doc, (ids) => told.push([...ids].sort()))

  doc.transact(() => { writeNote(doc, NOTE); writeNote(doc, { ...NOTE, id: "m" }) })
  doc.transact(() => writeText(doc, "n", "A tram"))
  end()
  doc.transact(() => writeText(doc, "n", "A ferry"))

  assert.deepEqual(told, [["m", "n"], ["n"]])
})

test("note ids are 22 characters that fit in an address", () => {
  const ids = Array.from({ length: 500 }, () => newNoteId())

  assert.ok(ids.every((id) => /^[A-Za-z0-9_-]{22}$/.test(id)))
  assert.equal(new Set(ids).size, 500)
})
