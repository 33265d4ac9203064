// One shared document over one connection: join → joined → step 1 → step 2 and the server's step 1 → own rows in order, acknowledged by count.
// Knows words and order; what the bytes mean is its host's business (board/engine.js, writing/engine.js).
import { joined as together, liveUpdate, presenceMessage, readFrame, rejoinUpdate, step1 } from "network/together/wire.js"
import { PROTOCOL } from "network/live/messages.js"
import { Pace } from "network/live/pace.js"

const FRAME_EVERY = 100
const FRAME_BYTES = 60_000
/** So many refusals, or calls to begin afresh, with nothing stored between them: what is left becomes drafts. */
const PATIENCE = 5
/** A server that answers a `join` with nothing for so long is asked again; then after twice as long, and so on to two minutes. */
const UNHEARD_MS = 20_000
/** Reasons of `deny` that close the whole document to us, not one change. */
const SHUT_OUT = new Set(["not_found", "protocol", "unreadable"])

/**
 * Phases: "offline", "joining" (asked to join), "filling" (asked for what we lack), "live", "refused" (not ours to read).
 *
 * host: {history, words: of the server besides, vector(), joined(facts) → why | null, startAfresh(), fill({diff, vector, why}) → "live" | "again",
 *        take(update), presence(entries), stored(rows), denied({reason, message}), phase(name, {message}), fact(word, ...data)}
 */
export class Sync {
  #name
  #link
  #outbox
  #host
  #timers
  #pace
  #phase = "offline"
  #why = null
  #filling = {}
  #resent = new Set()
  #futile = 0
  #delay = null
  /** Whether the answer to a `join` counts: one to an earlier, while we wait to ask anew, does not. */
  #isAsked = false
  #unheard = 0
  #ends

  constructor({ name, link, outbox, host, now, timers = globalThis }) {
    this.#name = name
    this.#link = link
    this.#outbox = outbox
    this.#host = host
    this.#timers = timers
    this.#pace = new Pace({ every: FRAME_EVERY, run: () => this.#flush(), now, timers })
    this.#ends = this.#listen()
    if (link.isOpen) this.#join()
  }

  get phase() { return this.#phase }

  /** There is something to send. */
  push() { if (this.#phase === "live") this.#pace.ask() }

  sendPresence(entries) { if (this.#phase === "live") this.#link.send("y", this.#name, presenceMessage(entries)) }

  /** Takes part anew on the same connection, so that rows of an earlier life go out by the rules of coming back. */
  rejoin() { if (this.#phase === "live" || this.#phase === "filling") this.#join() }

  close() {
    this.#pace.stop()
    this.#timers.clearTimeout(this.#delay)
    for (const end of this.#ends) end()
  }

  #listen() {
    const opened = () => this.#join()
    const closed = () => this.#closed()
    this.#link.addEventListener("open", opened)
    this.#link.addEventListener("close", closed)
    const hear = (word, act) => this.#link.on(word, (name, ...data) => { if (name === this.#name) act(...data) })
    return [
      () => this.#link.removeEventListener("open", opened),
      () => this.#link.removeEventListener("close", closed),
      hear("joined", (facts) => this.#joined(facts)),
      hear("y", (bytes) => this.#frame(bytes)),
      hear("a", (count) => this.#acknowledged(count)),
      hear("deny", (reason, message) => this.#denied(reason, message)),
      hear("resync", () => this.#parted({ kind: "resync" })),
      ...this.#host.words.map((word) => hear(word, (...data) => this.#host.fact(word, ...data))),
    ]
  }

  #enter(phase, detail = {}) {
    this.#phase = phase
    this.#host.phase(phase, detail)
  }

  #join() {
    this.#outbox.startOver()
    this.#filling = {}
    this.#enter("joining")
    this.#link.send("join", this.#name, this.#host.history, PROTOCOL)
    this.#isAsked = true
    this.#joinIn(Math.min(6, 2 ** this.#unheard++) * UNHEARD_MS)
  }

  #joinIn(wait) {
    this.#timers.clearTimeout(this.#delay)
    this.#delay = this.#timers.setTimeout(() => this.#join(), wait)
  }

  #closed() {
    this.#unheard = 0
    this.#pace.stop()
    this.#timers.clearTimeout(this.#delay)
    this.#outbox.startOver()
    if (this.#phase !== "offline") this.#enter("offline")
  }

  #joined(facts) {
    if (this.#phase !== "joining" || !this.#isAsked) return
    this.#why = this.#host.joined(facts) ?? this.#why
    if (this.#why) this.#host.startAfresh()
    this.#enter("filling")
    this.#ask()
  }

  #ask() {
    this.#filling = {}
    this.#link.send("y", this.#name, step1(this.#host.vector()))
  }

  #frame(bytes) {
    if (this.#phase !== "filling" && this.#phase !== "live") return
    for (const message of readFrame(bytes)) this.#message(message)
  }

  #message({ kind, bytes }) {
    if (kind === "presence") return this.#host.presence(bytes)
    if (kind === "update" || (kind === "step2" && this.#phase === "live")) return this.#host.take(bytes)
    if (this.#phase !== "filling") return
    if (kind === "step2") this.#filling.diff = bytes
    if (kind === "step1") this.#filling.vector = bytes
    if (this.#filling.diff && this.#filling.vector) this.#fill(this.#filling)
  }

  #fill({ diff, vector }) {
    const why = this.#why && { ...this.#why, isHopeless: this.#futile >= PATIENCE }
    if (this.#host.fill({ diff, vector, why }) === "again") {
      this.#why = { kind: "parted" }
      this.#host.startAfresh()
      return this.#ask()
    }
    this.#why = null
    this.#unheard = 0
    this.#timers.clearTimeout(this.#delay)
    this.#resent = new Set(this.#outbox.rows.map((row) => row.key))
    this.#enter("live")
    if (this.#outbox.size > 0) this.#pace.flush()
  }

  #flush() {
    if (this.#phase !== "live") return
    const parts = []
    let size = 0
    for (const row of this.#outbox.unsent()) {
      const message = this.#resent.has(row.key) ? rejoinUpdate(row.update) : liveUpdate(row.update)
      if (parts.length > 0 && size + message.length > FRAME_BYTES) break
      parts.push(message)
      size += message.length
    }
    if (parts.length === 0) return
    this.#outbox.markSent(parts.length)
    this.#link.send("y", this.#name, together(parts))
    if (this.#outbox.unsent().length > 0) this.#pace.ask()
  }

  #acknowledged(count) {
    if (this.#phase !== "live") return
    const rows = this.#outbox.acknowledge(count)
    if (rows.length === 0) return
    this.#futile = 0
    this.#host.stored(rows)
  }

  #denied(reason, message) {
    if (this.#phase === "offline") return
    if (SHUT_OUT.has(reason)) return this.#shutOut(message)
    if (this.#phase === "live" || this.#phase === "filling") this.#host.denied({ reason, message })
    this.#parted({ kind: "deny", reason, message })
  }

  #shutOut(message) {
    this.#timers.clearTimeout(this.#delay)
    this.#enter("refused", { message })
  }

  /** Our copy and the server's have parted. What comes before the answer to our new `join` speaks of the old one: not heard. */
  #parted(why) {
    if (this.#phase !== "live" && this.#phase !== "filling") return
    this.#why = why
    this.#futile += 1
    this.#isAsked = false
    this.#pace.stop()
    this.#outbox.startOver()
    this.#enter("joining")
    const wait = this.#futile > 1 ? Math.min(4000, 250 * 2 ** this.#futile) : 0
    if (wait === 0) return this.#join()
    this.#joinIn(wait)
  }
}
