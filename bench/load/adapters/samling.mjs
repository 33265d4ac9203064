// Samling, as docs/protocol.md says: Socket.IO's namespace "/" in MessagePack, `join`, then `y` with y-protocols messages. `a` means stored on disk.
import { presence, readMessages, sync } from "../bytes.mjs"
import { pack, unpack } from "../msgpack.mjs"

const PROTOCOL = 1
const CONNECT = 0
const DISCONNECT = 1
const EVENT = 2
const CONNECT_ERROR = 4
const NAMESPACE = "/"
const ENGINE_OPEN = "0"
const ENGINE_PING = "2"
const ENGINE_PONG = "3"

export class Samling {
  static echoMeansStored = false
  /** Who comes back sends what is not yet acknowledged; somebody new has nothing of that kind. */
  static answersStep1 = false
  path = "/socket.io/?EIO=4&transport=websocket"
  #board
  #out
  #hear

  constructor({ board, cookie }, out, hear) {
    this.#board = board
    this.headers = { Cookie: cookie }
    this.#out = out
    this.#hear = hear
  }

  opened() {}

  heard(bytes, isBinary) {
    if (isBinary) this.#packet(unpack(bytes))
    else if (bytes.toString("latin1", 0, 1) === ENGINE_OPEN) this.#out.send(pack({ type: CONNECT, nsp: NAMESPACE }))
    else if (bytes.toString("latin1") === ENGINE_PING) this.#out.sendText(ENGINE_PONG)
  }

  presence(entries) { this.#say("y", this.#board, presence(entries)) }
  sync(step, payload) { this.#say("y", this.#board, sync(step, payload)) }

  #say(...data) { this.#out.send(pack({ type: EVENT, data, nsp: NAMESPACE })) }

  #packet({ type, data }) {
    if (type === EVENT) this.#event(data)
    else if (type === CONNECT) this.#say("join", this.#board, null, PROTOCOL)
    else if (type === CONNECT_ERROR || type === DISCONNECT) this.#hear.refused(`no connection: ${data}`)
  }

  #event([word, board, ...data]) {
    if (word === "y") readMessages(data[0], this.#hear)
    else if (word === "a") this.#hear.storedUpTo(data[0])
    else if (word === "joined") this.#hear.ready()
    else if (word === "deny" || word === "resync") this.#hear.refused(`${word} ${board}: ${data.join(" ")}`)
  }
}
