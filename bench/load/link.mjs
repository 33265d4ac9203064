// One connection to one board, from the handshake to the first whole answer.
import { EMPTY_STATE, STEP_1, STEP_2, UPDATE } from "./bytes.mjs"
import { WebSocketClient } from "./websocket.mjs"

const JOIN_MS = 30_000

/** Says `updated(bytes, isAnswer)`, `present(entries)`, `storedUpTo(count)` and `failed(why)` to its owner. */
export class Link {
  #adapter
  #socket
  #owner
  #settle
  #answersStep1
  #isLeaving = false

  constructor({ Adapter, port, seat }, owner) {
    this.#owner = owner
    this.#answersStep1 = Adapter.answersStep1
    const out = { send: (bytes) => this.#socket.send(bytes), sendText: (words) => this.#socket.sendText(words) }
    this.#adapter = new Adapter(seat, out, {
      ready: () => this.say(STEP_1, EMPTY_STATE),
      sync: (step, payload) => this.#hear(step, payload),
      presence: (entries) => owner.present(entries),
      storedUpTo: (count) => owner.storedUpTo(count),
      refused: (why) => this.#fail(why),
    })
    this.joined = this.#joining()
    this.#socket = new WebSocketClient({ port, path: this.#adapter.path, headers: this.#adapter.headers }, {
      opened: () => this.#adapter.opened(),
      heard: (bytes, isBinary) => this.#read(bytes, isBinary),
      closed: (why) => { if (!this.#isLeaving) this.#fail(why) },
    })
  }

  get framesIn() { return this.#socket.framesIn }

  say(step, payload) { this.#adapter.sync(step, payload) }
  presence(entries) { this.#adapter.presence(entries) }
  update(bytes) { this.say(UPDATE, bytes) }

  leave() {
    this.#isLeaving = true
    this.#socket.close()
  }

  #joining() {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("no answer to a joiner")), JOIN_MS)
      this.#settle = (error) => {
        clearTimeout(timer)
        if (error) reject(error)
        else resolve(this)
      }
    })
  }

  #read(bytes, isBinary) {
    try {
      this.#adapter.heard(bytes, isBinary)
    } catch (error) {
      this.#fail(`unreadable: ${error.message}`)
    }
  }

  #hear(step, payload) {
    if (step === STEP_1) {
      if (this.#answersStep1) this.say(STEP_2, EMPTY_UPDATE)
      return
    }
    this.#owner.updated(payload, step === STEP_2)
    if (step === STEP_2) this.#settle(null)
  }

  #fail(why) {
    this.#settle(new Error(why))
    this.#owner.failed(why)
  }
}

/** What somebody answers who has nothing that the server lacks. */
const EMPTY_UPDATE = Buffer.of(0, 0)

/** What a fresh joiner is given: the updates of the whole board. */
export async function readBoard({ Adapter, port, seat }) {
  const updates = []
  const owner = { updated: (bytes) => updates.push(Buffer.from(bytes)), present() {}, storedUpTo() {}, failed() {} }
  const link = new Link({ Adapter, port, seat }, owner)
  try {
    await link.joined
  } finally {
    link.leave()
  }
  return updates
}
