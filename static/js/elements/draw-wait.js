// While groups are made: a line that says so, read out once, and a second press that does nothing.
// Attributes: data-said (the line). Inside: the form that makes them, sent as a page or by the page around it.

import { announcePolitely } from "network/ui/announce.js"

export class DrawWait extends HTMLElement {
  #ends = null
  #line = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#pressed, { signal })
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.#over() }, { signal })
    const watcher = new MutationObserver(() => { if (!this.querySelector("form[aria-busy]")) this.#over() })
    watcher.observe(this, { subtree: true, attributeFilter: ["aria-busy"] })
    signal.addEventListener("abort", () => watcher.disconnect())
  }

  disconnectedCallback() {
    this.#ends.abort()
    this.#over()
  }

  #pressed = (event) => {
    if (this.#line) return event.preventDefault()
    this.#line = Object.assign(document.createElement("p"), { className: "draw-wait", textContent: this.dataset.said })
    event.target.after(this.#line)
    return announcePolitely(this.dataset.said)
  }

  #over() {
    this.#line?.remove()
    this.#line = null
  }
}

customElements.define("draw-wait", DrawWait)
