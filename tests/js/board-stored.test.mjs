// A stored board of every released shape opens for ever; tests/contracts/test_stored_boards.py reads the same files.
import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"
import * as Y from "yjs"
import { inOrder } from "network/board/position.js"
import { readClusters, readNotes } from "network/board/shape.js"

const STORED = new URL("../contracts/boards/", import.meta.url)

for (const name of readdirSync(STORED)) {
  test(`${name} opens as it was left`, () => {
    const told = JSON.parse(readFileSync(new URL(name, STORED), "utf8"))
    const doc = new Y.Doc()

    Y.applyUpdate(doc, Buffer.from(told.update, "base64"))

    const read = [...readNotes(doc).values()].sort(inOrder)
    const clusters = [...readClusters(doc).values()].sort(inOrder)
    assert.deepEqual(read.map(({ versionOf, ...note }) => ({ ...note, version_of: versionOf })), told.notes.map((note) => ({ cluster: null, ...note })))
    assert.deepEqual(clusters, told.clusters ?? [])
  })
}
