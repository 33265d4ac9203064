// Bytes of the word `y`: one or more y-protocols messages after each other (docs/protocol.md).

const SYNC = 0
const PRESENCE = 1
const STEPS = ["step1", "step2", "update"]

/** Writes unsigned numbers, byte strings and texts the way lib0 does. */
export class Writer {
  #bytes = []

  number(value) {
    let rest = value
    while (rest > 127) { this.#bytes.push(128 | rest % 128); rest = Math.floor(rest / 128) }
    this.#bytes.push(rest)
    return this
  }

  block(bytes) {
    this.number(bytes.length)
    for (const byte of bytes) this.#bytes.push(byte)
    return this
  }

  words(text) { return this.block(new TextEncoder().encode(text)) }
  bytes() { return Uint8Array.from(this.#bytes) }
}

/** Reads what Writer writes; throws RangeError at the end of the bytes. */
export class Reader {
  #bytes
  #at = 0
  constructor(bytes) { this.#bytes = bytes }
  get isAtEnd() { return this.#at >= this.#bytes.length }

  number() {
    let value = 0
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      if (this.isAtEnd) throw new RangeError("the message ends too early")
      const byte = this.#bytes[this.#at++]
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
    throw new RangeError("number too large")
  }

  block() {
    const length = this.number()
    if (length > this.#bytes.length - this.#at) throw new RangeError("the message ends too early")
    this.#at += length
    return this.#bytes.slice(this.#at - length, this.#at)
  }

  words() { return new TextDecoder().decode(this.block()) }
}

const syncMessage = (step, bytes) => new Writer().number(SYNC).number(step).block(bytes).bytes()
export const step1 = (stateVector) => syncMessage(0, stateVector)
export const rejoinUpdate = (update) => syncMessage(1, update)
export const liveUpdate = (update) => syncMessage(2, update)
export const presenceMessage = (entries) => new Writer().number(PRESENCE).block(entries).bytes()

/** Messages of one frame: [{kind: "step1"|"step2"|"update"|"presence", bytes}]. Stops at a kind it does not know. Throws RangeError. */
export function readFrame(bytes) {
  const reader = new Reader(bytes)
  const messages = []
  while (!reader.isAtEnd) {
    const type = reader.number()
    const kind = type === SYNC ? STEPS[reader.number()] : type === PRESENCE ? "presence" : undefined
    if (!kind) break
    messages.push({ kind, bytes: reader.block() })
  }
  return messages
}

export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) { whole.set(part, at); at += part.length }
  return whole
}
