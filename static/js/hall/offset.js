// How far this device's clock is from the server's: asked over the live connection, the quickest answer believed.

import { KEPT_PAGE } from "network/ui/kept.js"

const KEPT = 8
/** A page that the device kept says an old time: what lies further behind than this is no clock that runs wrong. */
const STALE_MS = 120_000

export class Offset {
  #answers = []
  #guess = 0
  #isKept

  /** `isKept()`: the device had kept the page, so that the time on it is that of some minute before, and is not believed. */
  constructor(isKept = () => false) {
    this.#isKept = isKept
  }

  /** From a page: it says `serverAt`, and was here at `readAt` (device's time). Good until the first answer. */
  guess(serverAt, readAt) {
    const offset = serverAt - readAt
    this.#guess = Number.isFinite(offset) && offset > -STALE_MS ? offset : 0
  }

  /** From the page as it was opened. */
  guessFrom(page) {
    const clock = page.querySelector("[server-now]")
    const [arrival] = performance.getEntriesByType?.("navigation") ?? []
    if (clock && arrival) this.guess(Number(clock.getAttribute("server-now")), performance.timeOrigin + arrival.responseStart)
  }

  /** From a question: sent and heard by the device's time, answered by the server's. */
  learn({ sentAt, heardAt, serverAt }) {
    if (![sentAt, heardAt, serverAt].every(Number.isFinite) || heardAt < sentAt) return
    this.#answers = [...this.#answers, { trip: heardAt - sentAt, offset: serverAt - (sentAt + heardAt) / 2 }].slice(-KEPT)
  }

  /** A device whose own clock was set has nothing to learn from before. */
  forget() { this.#answers = [] }

  /** Milliseconds to add to the device's time. */
  get ms() {
    if (this.#answers.length === 0) return this.#isKept() ? 0 : this.#guess
    return this.#answers.reduce((best, one) => (one.trip < best.trip ? one : best)).offset
  }

  serverNow(now = Date.now()) { return now + this.ms }
}

/** The page's one. */
export const offset = new Offset(() => document.documentElement.hasAttribute(KEPT_PAGE))
