// A page that says something else by now is fetched again and kept, while its reader looks at what is live: loaded again
// without a network it then shows what she knew last, and a page that she never opened is there when she needs it.
//
// A hall full of phones hears of a change in the same second, while everybody writes: they ask spread over many more.

import { PAGES } from "network/offline/keep.js"

const SOONEST_MS = 1_000
const SPREAD_MS = 40_000
/** Whoever has just pressed or arrived goes first (network/web/frames.py). */
const LATER = { Accept: "text/html", "Samling-Later": "1" }
const PATIENCE_MS = 10_000
const isBusy = ({ status }) => status === 429 || status >= 500

/**
 * Fetches the page and has the device keep it in the older one's place. Rejects when the network or the server does not
 * answer. Where the page that is open is not kept, none is: nobody is signed in any more, or this device keeps nothing.
 */
export async function keepPage(address, { store = globalThis.caches, ask = globalThis.fetch, open = globalThis.location?.pathname } = {}) {
  if (!store) return
  const response = await ask(address, { headers: LATER, signal: AbortSignal.timeout(PATIENCE_MS) })
  if (isBusy(response)) throw new Error("later")
  if (!response.ok || response.redirected) return
  const cache = await store.open(PAGES)
  if (!(await cache.match(open, { ignoreSearch: true }))) return
  await cache.delete(address, { ignoreSearch: true })
  await cache.put(address, response)
}

export class KeptAnew {
  #address
  #keep
  #timers
  #random
  #state
  #timer = null
  #isDue = false
  #isClosed = false

  /** `state` is what the kept page says, in words of the caller's; null when that is not known. */
  constructor({ address, state = null, keep = keepPage, timers = globalThis, random = Math.random }) {
    this.#address = address
    this.#state = state
    this.#keep = keep
    this.#timers = timers
    this.#random = random
  }

  /** What the page would say now: when that is something else, it is fetched and kept soon, however often it changes till then. */
  follow(state) {
    this.#isDue ||= state !== this.#state
    this.#state = state
    this.#plan()
  }

  close() {
    this.#isClosed = true
    this.#timers.clearTimeout(this.#timer)
  }

  #plan() {
    if (this.#isDue && !this.#isClosed) this.#timer ??= this.#timers.setTimeout(() => this.#fetch(), SOONEST_MS + this.#random() * SPREAD_MS)
  }

  async #fetch() {
    this.#isDue = false
    try {
      await this.#keep(this.#address)
    } catch {
      this.#isDue = true // no network, or a device that is full: the older page is kept until it can be had
    }
    this.#timer = null
    this.#plan()
  }
}
