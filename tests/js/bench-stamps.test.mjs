import assert from "node:assert/strict"
import { test } from "node:test"
import * as Y from "yjs"
import { readNotes } from "network/board/shape.js"
import { isPosition } from "network/board/position.js"
import { Author, noteId } from "../../bench/load/author.mjs"
import { Arrivals, EDITS, GLANCES, MOST_AUTHORS, MOST_NUMBERS } from "../../bench/load/stamps.mjs"
import { chances } from "../../bench/load/workloads.mjs"

const COLUMNS = ["good", "hard", "next"]
const author = (number, seed = 1) => new Author(number, { columns: COLUMNS, chance: chances(seed) })
const edits = (who, count) => Array.from({ length: count }, () => who.edit())

function stampsIn(bytes) {
  const found = []
  EDITS.scan(Buffer.from(bytes), (...pair) => found.push(pair))
  return found
}

function newsOf(arrivals, updates) {
  const news = []
  for (const update of updates) arrivals.take(Buffer.from(update), (...pair) => news.push(pair))
  return news
}

test("each edit carries the stamp of its author and number, whatever it does to the note", () => {
  const found = edits(author(7), 60).map((update) => stampsIn(update))

  assert.deepEqual(found.map((stamps) => stamps.at(-1)), Array.from({ length: 60 }, (_, edit) => [7, edit]))
})

test("the largest author and edit are read as they were written", () => {
  assert.deepEqual(stampsIn(EDITS.of(MOST_AUTHORS - 1, MOST_NUMBERS - 1)), [[MOST_AUTHORS - 1, MOST_NUMBERS - 1]])
})

test("a stamp that is cut off or damaged counts for nothing", () => {
  const whole = EDITS.of(3, 4)

  assert.deepEqual([whole.slice(0, -1), whole.slice(2), whole.replace("3", "_")].map((text) => stampsIn(text)), [[], [], []])
})

test("a glance is no edit", () => {
  assert.deepEqual(stampsIn(GLANCES.of(1, 2)), [])
})

test("updates that a server merged count every edit once", () => {
  const who = author(2)
  const [first, ...others] = edits(who, 12)

  const news = newsOf(new Arrivals(3), [first, Y.mergeUpdates(others)])

  assert.deepEqual(news, Array.from({ length: 12 }, (_, edit) => [2, edit]))
})

test("updates of several authors in one message are told apart", () => {
  const updates = [edits(author(0), 2), edits(author(1), 3)].flat()

  const news = newsOf(new Arrivals(2), [Y.mergeUpdates(updates)])

  assert.deepEqual(news.sort(), [[0, 0], [0, 1], [1, 0], [1, 1], [1, 2]])
})

test("a repeat counts for nothing, and an edit that never comes is missed", () => {
  const [first, second] = edits(author(0), 2)
  const arrivals = new Arrivals(1)

  assert.deepEqual([newsOf(arrivals, [first, first, Buffer.from("noise")]), arrivals.last(0)], [[[0, 0]], 0])
  assert.deepEqual(newsOf(arrivals, [second]), [[0, 1]])
})

test("the note that is written has the product's shape", () => {
  const who = author(4)
  edits(who, 200)

  const [note] = readNotes(who.doc).values()

  assert.deepEqual([note.id, COLUMNS.includes(note.column), isPosition(note.position), note.hue, note.deleted, note.versionOf], [noteId(4), true, true, "plum", false, null])
  assert.ok(note.text.length > 0 && note.text.length <= 280)
})

test("the same seed makes the same edits, another seed others", () => {
  const places = (seed) => {
    const who = author(1, seed)
    return edits(who, 30).map(() => readNotes(who.doc).get(noteId(1)).position)
  }

  assert.deepEqual(places(5), places(5))
  assert.notDeepEqual(places(5), places(6))
})
