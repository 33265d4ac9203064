// A phone's one connection: it follows the hall, asks for its page again when the hall says so, and may sit at a board.
import { EMPTY_STATE, STEP_1, STEP_2, UPDATE, readMessages, sync } from "../../load/bytes.mjs"
import { pack, unpack } from "../../load/msgpack.mjs"
import { WebSocketClient } from "../../load/websocket.mjs"

const PATH = "/socket.io/?EIO=4&transport=websocket"
const [CONNECT, EVENT, NAMESPACE, PROTOCOL] = [0, 2, "/", 1]
const PATIENCE_MS = 30_000

export class Line {
  #socket
  #gathering
  #waiting = new Map()
  #owner

  /** Says `changed(revision, facts)`, `heard()` for each board message, `stored(count)` and `failed(why)` to its owner. */
  constructor({ port, cookie, gathering }, owner) {
    this.#gathering = gathering
    this.#owner = owner
    this.isOpen = true
    this.joined = this.#expect("hall:joined")
    this.#socket = new WebSocketClient({ port, path: PATH, headers: { Cookie: cookie } }, {
      opened() {},
      heard: (bytes, isBinary) => this.#hear(bytes, isBinary),
      closed: (why) => {
        if (this.isOpen) owner.failed(why)
        this.isOpen = false
      },
    })
  }

  /** Take a place at a board; settles when the whole board has come. */
  async sit(board) {
    this.board = board
    const joined = this.#expect("joined")
    this.#say("join", board, null, PROTOCOL)
    await joined
    const whole = this.#expect("whole")
    this.#say("y", board, sync(STEP_1, EMPTY_STATE))
    await whole
  }

  write(update) { this.#say("y", this.board, sync(UPDATE, update)) }

  close() {
    this.isOpen = false
    this.#socket.close()
  }

  #say(...data) { this.#socket.send(pack({ type: EVENT, data, nsp: NAMESPACE })) }

  #expect(word) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${word} never came`)), PATIENCE_MS)
      this.#waiting.set(word, (...facts) => { clearTimeout(timer); resolve(facts) })
    })
  }

  #came(word, ...facts) {
    this.#waiting.get(word)?.(...facts)
    this.#waiting.delete(word)
  }

  #hear(bytes, isBinary) {
    if (!isBinary) {
      const words = bytes.toString("latin1")
      if (words[0] === "0") this.#socket.send(pack({ type: CONNECT, nsp: NAMESPACE }))
      else if (words === "2") this.#socket.sendText("3")
      return
    }
    const { type, data } = unpack(bytes)
    if (type === CONNECT) this.#say("hall:join", this.#gathering)
    else if (type === EVENT) this.#event(data)
    else this.#owner.failed(`no connection: ${data}`)
  }

  #event([word, _about, ...data]) {
    if (word === "hall:changed") this.#owner.changed(data[0], data[1] ?? {})
    else if (word === "y") this.#board(data[0])
    else if (word === "a") this.#owner.stored(data[0])
    else if (word === "deny" || word === "resync") this.#owner.failed(`${word}: ${data.join(" ")}`)
    else this.#came(word, ...data)
  }

  #board(bytes) {
    this.#owner.heard()
    readMessages(bytes, { sync: (step) => { if (step === STEP_2) this.#came("whole") }, presence() {} })
  }
}
