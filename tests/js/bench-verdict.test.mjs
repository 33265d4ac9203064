import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import { test } from "node:test"
import * as Y from "yjs"
import { YWebsocket } from "../../bench/load/adapters/y-websocket.mjs"
import { Author } from "../../bench/load/author.mjs"
import { STEP_2, sync } from "../../bench/load/bytes.mjs"
import { Arrivals } from "../../bench/load/stamps.mjs"
import { converged, undelivered, unstored } from "../../bench/load/verdict.mjs"

const COLUMNS = ["good"]
const BINARY_FRAME = 0x82

/** Two members of one board who wrote three edits each; `heard(reader, update, edit)` says which updates the other one got. */
function twoMembers(heard) {
  const members = [0, 1].map((number) => ({
    number, author: new Author(number, { columns: COLUMNS, chance: () => 0 }), arrivals: new Arrivals(2), heard: [], stored: 3,
    isRecorder: true, seat: { board: "board" },
  }))
  for (const writer of members) {
    const reader = members[1 - writer.number]
    for (let edit = 0; edit < 3; edit++) {
      const update = Buffer.from(writer.author.edit())
      if (!heard(reader.number, edit)) continue
      reader.heard.push(update)
      reader.arrivals.take(update, () => {})
    }
  }
  return members
}

const everything = () => true
const wholeState = (members) => Y.mergeUpdates(members.map(({ author }) => Y.encodeStateAsUpdate(author.doc)))

/** A server that answers every joiner with `update`, in y-websocket's words. */
async function serving(update, use) {
  const server = createServer()
  server.on("upgrade", (_request, socket) => {
    const answer = sync(STEP_2, update)
    socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n")
    socket.once("data", () => socket.write(Buffer.concat([Buffer.of(BINARY_FRAME, 126, answer.length >> 8, answer.length & 255), answer])))
    socket.on("error", () => {})
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  try {
    return await use(server.address().port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const judged = (members, served) => serving(served, (port) => converged([members], { Adapter: YWebsocket, port }))

test("nothing is missing when everybody heard everything", () => {
  assert.equal(undelivered([twoMembers(everything)]), 0)
})

test("an edit that one reader never heard is undelivered, once for her", () => {
  assert.equal(undelivered([twoMembers((reader, edit) => reader === 0 || edit < 2)]), 1)
})

test("an edit without acknowledgement is unstored", () => {
  const members = twoMembers(everything)
  members[1].stored = 1

  assert.equal(unstored([members]), 2)
})

test("a board is the same when server, authors and receivers agree", async () => {
  const members = twoMembers(everything)

  assert.deepEqual(await judged(members, wholeState(members)), [true])
})

test("a server that lost an edit has another board", async () => {
  const members = twoMembers(everything)
  const served = wholeState(members)
  members[0].author.edit()

  assert.deepEqual(await judged(members, served), [false])
})

test("a receiver that was not told of an edit has another board", async () => {
  const members = twoMembers((reader, edit) => reader === 0 || edit < 2)

  assert.deepEqual(await judged(members, wholeState(members)), [false])
})
