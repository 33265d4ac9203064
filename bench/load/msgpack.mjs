// MessagePack, as much of it as Socket.IO's packets have. Bytes are read in place, not copied.

const NIL = 0xc0
const FALSE = 0xc2
const TRUE = 0xc3

/** A value of null, booleans, whole numbers from 0, texts, bytes, arrays and plain objects. */
export function pack(value) {
  if (value === null || value === undefined) return Buffer.of(NIL)
  if (typeof value === "boolean") return Buffer.of(value ? TRUE : FALSE)
  if (typeof value === "number") return packNumber(value)
  if (typeof value === "string") return packText(value)
  if (value instanceof Uint8Array) return Buffer.concat([head(value.length, { codes: [0xc4, 0xc5, 0xc6] }), value])
  if (Array.isArray(value)) return Buffer.concat([head(value.length, { small: 0x90, most: 15, codes: [null, 0xdc, 0xdd] }), ...value.map(pack)])
  const entries = Object.entries(value)
  return Buffer.concat([head(entries.length, { small: 0x80, most: 15, codes: [null, 0xde, 0xdf] }), ...entries.flat().map(pack)])
}

function packNumber(value) {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** 32) throw new RangeError(`cannot pack ${value}`)
  return head(value, { small: 0, most: 127, codes: [0xcc, 0xcd, 0xce] })
}

function packText(value) {
  const bytes = Buffer.from(value)
  return Buffer.concat([head(bytes.length, { small: 0xa0, most: 31, codes: [0xd9, 0xda, 0xdb] }), bytes])
}

/** A code with a number behind it in one, two or four bytes; a small one lies in the code itself. */
function head(number, { small = 0, most = -1, codes }) {
  if (number <= most) return Buffer.of(small | number)
  if (number < 256 && codes[0] !== null) return Buffer.of(codes[0], number)
  if (number < 65536) return Buffer.of(codes[1], number >> 8, number & 255)
  const bytes = Buffer.alloc(5)
  bytes[0] = codes[2]
  bytes.writeUInt32BE(number, 1)
  return bytes
}

export function unpack(bytes) { return new Unpacker(bytes).value() }

class Unpacker {
  #bytes
  #at = 0

  constructor(bytes) { this.#bytes = bytes }

  value() {
    const code = this.#bytes[this.#at++]
    if (code < 0x80) return code
    if (code < 0x90) return this.#object(code & 15)
    if (code < 0xa0) return this.#array(code & 15)
    if (code < 0xc0) return this.#text(code & 31)
    if (code >= 0xe0) return code - 256
    return this.#coded(code)
  }

  #coded(code) {
    switch (code) {
      case NIL: return null
      case FALSE: return false
      case TRUE: return true
      case 0xc4: case 0xc5: case 0xc6: return this.#block(this.#number(1 << (code - 0xc4)))
      case 0xcb: return this.#double()
      case 0xcc: case 0xcd: case 0xce: case 0xcf: return this.#number(1 << (code - 0xcc))
      case 0xd9: case 0xda: case 0xdb: return this.#text(this.#number(1 << (code - 0xd9)))
      case 0xdc: case 0xdd: return this.#array(this.#number(2 << (code - 0xdc)))
      case 0xde: case 0xdf: return this.#object(this.#number(2 << (code - 0xde)))
      default: throw new RangeError(`MessagePack code ${code} at ${this.#at - 1}`)
    }
  }

  #number(width) {
    this.#at += width
    if (width === 8) return Number(this.#bytes.readBigUInt64BE(this.#at - 8))
    return this.#bytes.readUIntBE(this.#at - width, width)
  }

  #double() {
    this.#at += 8
    return this.#bytes.readDoubleBE(this.#at - 8)
  }

  #block(length) {
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  #text(length) {
    this.#at += length
    return this.#bytes.toString("utf8", this.#at - length, this.#at)
  }

  #array(length) { return Array.from({ length }, () => this.value()) }

  #object(length) {
    const made = {}
    for (let count = 0; count < length; count++) {
      const name = this.value()
      made[name] = this.value()
    }
    return made
  }
}
