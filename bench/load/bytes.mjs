// Bytes as y-protocols writes them: unsigned numbers of seven bits a byte, and blocks with their length in front.

export const SYNC = 0
export const AWARENESS = 1
export const STEP_1 = 0
export const STEP_2 = 1
export const UPDATE = 2

/** The state vector of somebody who has nothing. */
export const EMPTY_STATE = Buffer.of(0)

export function varuint(value) {
  const bytes = []
  let rest = value
  while (rest > 127) {
    bytes.push(128 | rest % 128)
    rest = Math.floor(rest / 128)
  }
  return Buffer.from([...bytes, rest])
}

export const block = (bytes) => Buffer.concat([varuint(bytes.length), bytes])
export const text = (words) => block(Buffer.from(words))
export const presence = (entries) => Buffer.concat([Buffer.of(AWARENESS), block(entries)])
export const sync = (step, payload) => Buffer.concat([Buffer.of(SYNC, step), block(payload)])

/** Reads numbers and blocks one after the other, without copying. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  get isAtEnd() { return this.at >= this.bytes.length }

  number() {
    let value = 0
    let unit = 1
    while (this.at < this.bytes.length) {
      const byte = this.bytes[this.at++]
      value += (byte & 127) * unit
      if (byte < 128) return value
      unit *= 128
    }
    throw new RangeError("a number does not end")
  }

  block() {
    const length = this.number()
    if (this.at + length > this.bytes.length) throw new RangeError("a block claims more than there is")
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }
}

/** One person's presence: a Yjs client id, a clock that counts up, and her state. */
export const entry = (client, clock, state) => Buffer.concat([varuint(1), varuint(client), varuint(clock), text(JSON.stringify(state))])

/** Goes through y-protocols messages: `hear.sync(step, payload)` and `hear.presence(entries)`. */
export function readMessages(bytes, hear) {
  const reader = new Reader(bytes)
  while (!reader.isAtEnd) {
    const kind = reader.number()
    if (kind > AWARENESS) throw new RangeError(`an unknown message: ${kind}`)
    const step = kind === SYNC ? reader.number() : null
    const payload = reader.block()
    if (kind === SYNC) hear.sync(step, payload)
    else hear.presence(payload)
  }
}
