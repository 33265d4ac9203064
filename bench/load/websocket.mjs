// A lean WebSocket client: one socket, no extensions, frames read in place, so that hundreds of receivers cost the generator little.
import { randomBytes } from "node:crypto"
import { connect } from "node:net"

const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10
const FINAL = 128
const MASKED = 128

/** Says `opened()`, `heard(bytes, isBinary)` and `closed(why)` to its owner. */
export class WebSocketClient {
  #socket
  #owner
  #rest = null
  #isOpen = false
  #parts = []
  #kind = BINARY
  #why = "the server closed the connection"

  constructor({ port, path, headers = {} }, owner) {
    this.#owner = owner
    this.framesIn = 0
    this.bytesIn = 0
    this.#socket = connect(port, "127.0.0.1")
    this.#socket.setNoDelay(true)
    this.#socket.on("connect", () => this.#socket.write(handshake(port, path, headers)))
    this.#socket.on("data", (bytes) => this.#take(bytes))
    this.#socket.on("error", (error) => { this.#why = error.message })
    this.#socket.on("close", () => owner.closed(this.#why))
  }

  send(bytes) { this.#write(BINARY, bytes) }
  sendText(words) { this.#write(TEXT, Buffer.from(words)) }
  close() { this.#socket.destroy() }

  #write(kind, payload) {
    if (!this.#socket.destroyed) this.#socket.write(frame(kind, payload))
  }

  #take(bytes) {
    this.bytesIn += bytes.length
    const all = this.#rest === null ? bytes : Buffer.concat([this.#rest, bytes])
    this.#rest = null
    let at = 0
    if (!this.#isOpen) {
      at = this.#shakeHands(all)
      if (at < 0) return
    }
    at = this.#takeFrames(all, at)
    if (at < all.length) this.#rest = Buffer.from(all.subarray(at))
  }

  /** Where the frames begin, or -1 when they do not yet. */
  #shakeHands(bytes) {
    const end = bytes.indexOf("\r\n\r\n")
    if (end < 0) {
      this.#rest = bytes
      return -1
    }
    if (bytes.toString("latin1", 9, 12) !== "101") {
      this.#why = bytes.toString("latin1", 0, 200)
      this.#socket.destroy()
      return -1
    }
    this.#isOpen = true
    this.#owner.opened()
    return end + 4
  }

  #takeFrames(bytes, from) {
    let at = from
    for (;;) {
      const head = frameHead(bytes, at)
      if (head === null || head.start + head.size > bytes.length) return at
      this.framesIn++
      at = head.start + head.size
      this.#takeFrame(head, bytes.subarray(head.start, at))
    }
  }

  #takeFrame({ kind, isFinal }, payload) {
    if (kind === PING) this.#write(PONG, payload)
    else if (kind === CLOSE) this.#end(payload)
    else if (kind <= BINARY && isFinal && this.#parts.length === 0) this.#owner.heard(payload, kind === BINARY)
    else if (kind <= BINARY) this.#join(kind, payload, isFinal)
  }

  #join(kind, payload, isFinal) {
    if (this.#parts.length === 0) this.#kind = kind
    this.#parts.push(Buffer.from(payload))
    if (!isFinal) return
    const whole = Buffer.concat(this.#parts)
    this.#parts = []
    this.#owner.heard(whole, this.#kind === BINARY)
  }

  #end(payload) {
    if (payload.length >= 2) this.#why = `the server closed the connection with code ${payload.readUInt16BE(0)}`
    this.#socket.end()
  }
}

function handshake(port, path, headers) {
  const lines = {
    Host: `127.0.0.1:${port}`, Origin: `http://127.0.0.1:${port}`, Upgrade: "websocket", Connection: "Upgrade",
    "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": randomBytes(16).toString("base64"), ...headers,
  }
  return `GET ${path} HTTP/1.1\r\n${Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`
}

/** {kind, isFinal, start, size} of the frame at `at`, or null while its head is not all there. */
export function frameHead(bytes, at) {
  if (bytes.length - at < 2) return null
  const short = bytes[at + 1] & 127
  const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10)
  if (bytes.length < start) return null
  const size = short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
  return { kind: bytes[at] & 15, isFinal: bytes[at] >= FINAL, start, size }
}

const MASK = Buffer.of(0x3a, 0x91, 0x5c, 0xe7)

/** One whole masked frame, as a browser sends it. */
export function frame(kind, payload) {
  const size = payload.length
  const start = size < 126 ? 6 : size < 65536 ? 8 : 14
  const bytes = Buffer.allocUnsafe(start + size)
  bytes[0] = FINAL | kind
  bytes[1] = MASKED | (start === 6 ? size : start === 8 ? 126 : 127)
  if (start === 8) bytes.writeUInt16BE(size, 2)
  if (start === 14) bytes.writeBigUInt64BE(BigInt(size), 2)
  bytes.set(MASK, start - 4)
  for (let index = 0; index < size; index++) bytes[start + index] = payload[index] ^ MASK[index & 3]
  return bytes
}
