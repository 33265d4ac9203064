// While a paper is being made the page asks now and then whether it is there, and shows it without being loaded anew.
// Attributes: data-source (the page's address). Inside: [data-files] with [data-coming] for what is being made.

import { announcePolitely } from "network/ui/announce.js"

const ASK_MS = 2000

export class PaperWait extends HTMLElement {
  #ends = null
  #waiting = null

  connectedCallback() {
    this.#ends = new AbortController()
    this.#wait()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#waiting)
  }

  #wait() {
    if (this.querySelector("[data-coming]")) this.#waiting = setTimeout(() => this.#ask(), ASK_MS)
  }

  async #ask() {
    const answer = await fetch(this.dataset.source, { signal: this.#ends.signal }).catch(() => null)
    const text = answer?.ok ? await answer.text().catch(() => "") : ""
    if (this.#ends.signal.aborted) return
    const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("paper-wait [data-files]")
    if (fresh && !fresh.querySelector("[data-coming]")) this.#show(fresh)
    this.#wait()
  }

  #show(fresh) {
    this.querySelector("[data-files]").replaceWith(document.importNode(fresh, true))
    const link = this.querySelector("a[href*='/papers/']")
    if (link) announcePolitely(link.textContent.trim())
  }
}

customElements.define("paper-wait", PaperWait)
