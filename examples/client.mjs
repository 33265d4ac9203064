// A whole client of the board's protocol (docs/protocol.md): adds one note, waits until it is stored, prints the board.
//   npm install yjs y-protocols lib0 socket.io-client socket.io-msgpack-parser
//   node client.mjs https://samling.example "session=…" <board id> "A bus at night" [column key]
import * as decoding from "lib0/decoding"
import * as encoding from "lib0/encoding"
import { randomBytes } from "node:crypto"
import { io } from "socket.io-client"
import parser from "socket.io-msgpack-parser"
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync"
import * as Y from "yjs"

const SYNC = 0
const [address, cookie, board, text, chosenColumn] = process.argv.slice(2)
const doc = new Y.Doc()
const notes = doc.getMap("notes")
const socket = io(address, { parser, transports: ["websocket"], extraHeaders: { Cookie: cookie } })

const say = (write) => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, SYNC)
  write(encoder)
  socket.emit("y", board, encoding.toUint8Array(encoder).slice().buffer)
}

function addNote() {
  const column = chosenColumn ?? [...notes.values()][0]?.get("place")[0]
  doc.once("update", (update) => say((encoder) => writeUpdate(encoder, update)))
  doc.transact(() => {
    const note = new Y.Map()
    note.set("text", new Y.Text(text))
    note.set("place", [column, `z${randomBytes(4).toString("hex")}1`]) // sorts last; never ends in "0"
    note.set("hue", "sun")
    for (const [field, value] of [["cluster", null], ["deleted", false], ["version_of", null]]) note.set(field, value)
    notes.set(randomBytes(16).toString("base64url"), note)
  })
}

let isFilled = false
socket.on("connect", () => socket.emit("join", board, null, 1))
socket.on("joined", () => say((encoder) => writeSyncStep1(encoder, doc)))
socket.on("y", (_board, bytes) => {
  const decoder = decoding.createDecoder(new Uint8Array(bytes))
  while (decoding.hasContent(decoder)) {
    if (decoding.readVarUint(decoder) !== SYNC) { decoding.readVarUint8Array(decoder); continue } // presence
    const kind = readSyncMessage(decoder, encoding.createEncoder(), doc, "server")
    if (kind === 1 && !isFilled) { isFilled = true; setImmediate(addNote) } // 1: step 2, all that we lacked
  }
})
socket.on("a", () => {
  for (const note of notes.values()) if (!note.get("deleted")) console.log(`${note.get("place")[0]}\t${note.get("text")}`)
  socket.disconnect()
})
const fail = (reason) => { console.error(String(reason)); process.exitCode = 1; socket.disconnect() }
socket.on("deny", (_board, reason, message) => fail(`${reason}: ${message}`))
socket.on("connect_error", (error) => fail(error.message || "not signed in"))
