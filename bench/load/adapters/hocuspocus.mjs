// Hocuspocus 4: every message begins with the board's name; signing in comes first; a SyncStatus answers each update, in order.
import { AWARENESS, Reader, STEP_1, STEP_2, SYNC, presence, sync, text } from "../bytes.mjs"

const AUTH = 2
const SYNC_REPLY = 4
const CLOSE = 7
const SYNC_STATUS = 8
const TOKEN = 0
const DENIED = 1
const ADMITTED = 2

export class Hocuspocus {
  static echoMeansStored = false
  static answersStep1 = true
  path = "/"
  headers = {}
  #name
  #out
  #hear
  #unanswered = []
  #stored = 0

  constructor({ board }, out, hear) {
    this.#name = text(board)
    this.#out = out
    this.#hear = hear
  }

  opened() { this.#out.send(Buffer.concat([this.#name, Buffer.of(AUTH, TOKEN), text(""), text("4.7.0")])) }

  heard(bytes) {
    const reader = new Reader(bytes)
    reader.block()
    const kind = reader.number()
    if (kind === SYNC || kind === SYNC_REPLY) this.#hear.sync(reader.number(), reader.block())
    else if (kind === AWARENESS) this.#hear.presence(reader.block())
    else if (kind === AUTH) this.#admit(reader.number())
    else if (kind === SYNC_STATUS) this.#answered(reader.number() === 1)
    else if (kind === CLOSE) this.#hear.refused("Hocuspocus closed the board")
  }

  presence(entries) { this.#out.send(Buffer.concat([this.#name, presence(entries)])) }

  sync(step, payload) {
    if (step !== STEP_1) this.#unanswered.push(step)
    this.#out.send(Buffer.concat([this.#name, sync(step, payload)]))
  }

  #admit(answer) {
    if (answer === ADMITTED) this.#hear.ready()
    if (answer === DENIED) this.#hear.refused("Hocuspocus let nobody in")
  }

  #answered(isTaken) {
    if (!isTaken) this.#hear.refused("Hocuspocus did not take an update")
    if (this.#unanswered.shift() !== STEP_2) this.#hear.storedUpTo(++this.#stored)
  }
}
