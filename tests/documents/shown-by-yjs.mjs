// What a browser shows after some updates: a line of JSON in (an array of hex strings), a line out. A browser that
// holds something back says so, since that is a difference too.
//
//   node --import ./tests/js/resolve.mjs tests/documents/shown-by-yjs.mjs

import { createInterface } from "node:readline"
import * as Y from "yjs"

for await (const line of createInterface({ input: process.stdin })) {
  const doc = new Y.Doc()
  const notes = doc.getMap("notes")
  doc.getMap("clusters")
  for (const update of JSON.parse(line)) Y.applyUpdate(doc, Buffer.from(update, "hex"))
  const waits = doc.store.pendingStructs !== null || doc.store.pendingDs !== null
  console.log(JSON.stringify(waits ? "waits" : notes.toJSON()))
}
