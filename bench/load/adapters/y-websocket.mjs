// y-websocket: one socket for each board, y-protocols messages and nothing else. It says nothing of storing; the echo of one's own edit is the nearest.
import { presence, readMessages, sync } from "../bytes.mjs"

export class YWebsocket {
  static echoMeansStored = true
  static answersStep1 = true
  #out
  #hear

  constructor({ board }, out, hear) {
    this.path = `/${board}`
    this.headers = {}
    this.#out = out
    this.#hear = hear
  }

  opened() { this.#hear.ready() }
  heard(bytes, isBinary) { if (isBinary) readMessages(bytes, this.#hear) }
  presence(entries) { this.#out.send(presence(entries)) }
  sync(step, payload) { this.#out.send(sync(step, payload)) }
}
