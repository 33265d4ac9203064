// When a page of the hall is asked for again, and which of the answers counts: one at a time, the sooner of what was
// planned, and none that was made before what its reader has sent since.

import { isNews } from "network/hall/regions.js"
import { PATIENCE_MS } from "network/hall/sending.js"
import { parsed } from "network/hall/swap.js"

/** Asked for without what stands around its parts (network/web/frames.py); a page without a bare frame comes whole. */
const BARE = { Accept: "text/html", "Samling-Bare": "1" }
/** Asked for whatever revision the page shows. */
export const ANY = Symbol("any")
/** After an answer that did not come, or that was none. */
export const RETRY_MS = 5_000

export class Asking {
  #page
  #timer = null
  #at = 0
  #wanted = null
  #isAsking = false
  #isMore = false
  #sent = 0
  #waiters = []

  /**
   * `page`: {source, revision, isConnected, isSending} as they are now, and answered(response, html, fresh), which gives
   * back whether that stands on the page now.
   */
  constructor(page) {
    this.#page = page
  }

  /** The sooner of what was planned and this. `wanted`: the revision that was told of. */
  soon(ms, wanted = ANY) {
    this.#wanted = this.#wanted === ANY ? ANY : wanted
    const at = Date.now() + ms
    if (this.#timer !== null && this.#at <= at) return
    clearTimeout(this.#timer)
    this.#at = at
    this.#timer = setTimeout(() => { this.#timer = null; this.#ask() }, ms)
  }

  /** At once; `shown` is called when a page that was made after this stands here. */
  now(shown) {
    if (shown) this.#waiters.push(shown)
    this.soon(0)
  }

  /** She has sent something that the server may have by now: what was asked for before it does not count. */
  hasSent() {
    this.#sent += 1
  }

  /** What had to wait may go on. */
  goOn() {
    if (!this.#isMore) return
    this.#isMore = false
    this.soon(0, this.#wanted)
  }

  close() {
    clearTimeout(this.#timer)
  }

  async #ask() {
    const page = this.#page
    if (this.#isAsking || page.isSending) {
      this.#isMore = true
      return
    }
    const wanted = this.#wanted
    this.#wanted = null
    // The answer to what she has sent shows what the word that came before it was about.
    if (wanted !== ANY && !isNews(wanted, page.revision)) return
    this.#isAsking = true
    const [sent, waiters] = [this.#sent, this.#waiters.splice(0)]
    try {
      const response = await fetch(page.source, { headers: BARE, signal: AbortSignal.timeout(PATIENCE_MS) })
      const html = await response.text()
      const fresh = await parsed(html)
      if (sent !== this.#sent) {
        this.#isMore = true
        this.#wanted ??= wanted
      } else if (page.answered(response, html, fresh)) for (const shown of waiters.splice(0)) shown()
    } catch {
      if (page.isConnected) this.soon(RETRY_MS)
    } finally {
      this.#waiters.unshift(...waiters)
      this.#isAsking = false
      this.goOn()
    }
  }
}
