// The one connection of a page. The only module that knows Socket.IO.
import { io } from "socket.io-client"
import parser from "socket.io-msgpack-parser"

const FIRST_WAIT = 500
const LONGEST_WAIT = 5000

/** The browser's msgpack knows ArrayBuffer alone: a Uint8Array would go out as an object with numbered keys. */
const toWire = (value) => value instanceof Uint8Array ? value.slice().buffer : value
const fromWire = (value) => {
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice()
  return value
}

/** Whether this browser is still signed in. Without an answer it is taken to be: nothing is put away on a guess. */
async function askServer() {
  try {
    const { status } = await fetch("/me", { method: "HEAD", headers: { Accept: "application/json" }, redirect: "manual" })
    return status !== 401
  } catch {
    return true
  }
}

/**
 * EventTarget: "open", "close" (also when a first try fails), "transport" (websocket or polling, for the status line),
 * "ended" (the sign-in is over or there is none: nothing will connect again).
 */
export class Link extends EventTarget {
  #socket
  #page
  #isSignedIn
  #comeBack = null

  constructor(socket, page, isSignedIn) {
    super()
    this.#socket = socket
    this.#page = page
    this.#isSignedIn = isSignedIn
    socket.on("connect", () => this.#opened())
    socket.on("disconnect", (reason) => this.#closed(reason))
    socket.on("connect_error", () => this.#refused())
    socket.on("sign_in:ended", () => this.#end())
    socket.on("server:leaving", (seconds) => this.#leave(seconds))
    page?.addEventListener?.("offline", this.#lose)
    page?.addEventListener?.("online", this.#hurry)
    page?.addEventListener?.("pageshow", this.#hurry)
  }

  get isOpen() { return this.#socket.connected }
  get transport() { return this.#socket.io.engine?.transport?.name ?? null }

  send(word, ...data) { if (this.isOpen) this.#socket.emit(word, ...data.map(toWire)) }

  /** Hears a word of the server. Gives back the function that ends it. */
  on(word, hear) {
    const heard = (...data) => hear(...data.map(fromWire))
    this.#socket.on(word, heard)
    return () => this.#socket.off(word, heard)
  }

  close() {
    clearTimeout(this.#comeBack)
    this.#page?.removeEventListener?.("offline", this.#lose)
    this.#page?.removeEventListener?.("online", this.#hurry)
    this.#page?.removeEventListener?.("pageshow", this.#hurry)
    this.#socket.disconnect()
  }

  /** The device says that its network is gone: nobody need wait for a ping that stays away to know. */
  #lose = () => { if (this.isOpen) this.#socket.io.engine.close() }

  /** There is a network again, or the page comes back from where the browser kept it: the wait before the next try is over. */
  #hurry = (event) => {
    const isFirstShow = event.type === "pageshow" && !event.persisted
    if (!isFirstShow && !this.isOpen && this.#socket.active) this.#socket.disconnect().connect()
  }

  #opened() {
    this.#socket.io.engine.on("upgrade", () => this.#tell("transport"))
    this.#tell("transport")
    this.#tell("open")
  }

  #closed(reason) {
    this.#tell("close")
    // Socket.IO does not come back by itself when the server closed the connection, as it does when it stops or changes our rights.
    if (reason === "io server disconnect" && this.#comeBack === null) this.#later(Math.random() * LONGEST_WAIT)
  }

  /** A network that fails is tried again by itself. A server that says no is asked why: only a sign-in that is over ends us. */
  async #refused() {
    this.#tell("close")
    if (this.#socket.active) return
    if (await this.#isSignedIn()) this.#later(Math.random() * LONGEST_WAIT)
    else this.#end()
  }

  #leave(seconds) { this.#later(Math.random() * 1000 * (Number(seconds) || LONGEST_WAIT / 1000)) }

  #later(wait) {
    clearTimeout(this.#comeBack)
    this.#comeBack = setTimeout(() => { this.#comeBack = null; if (!this.isOpen) this.#socket.connect() }, wait)
  }

  #end() {
    this.close()
    this.#tell("ended")
  }

  #tell(type) { this.dispatchEvent(new Event(type)) }
}

/** Opens the connection. WebSocket first, long polling where that does not pass; both by themselves. */
export function openLink({ url, page = globalThis.window, connect = io, isSignedIn = askServer } = {}) {
  const socket = connect(url, {
    parser,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    reconnectionDelay: FIRST_WAIT,
    reconnectionDelayMax: LONGEST_WAIT,
    randomizationFactor: 0.9,
    withCredentials: true,
  })
  return new Link(socket, page, isSignedIn)
}
