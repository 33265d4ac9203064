// How much of one page the sections of a form fill, told calmly while somebody writes. The server counts alike
// (followup/rules/briefings.py); without a script its count of when the page was fetched stands.

import { pageShare } from "network/writing/length.js"

/** What others write comes into the fields without an event. */
const LOOK_MS = 1000

export class PageLength extends HTMLElement {
  #looking = null

  connectedCallback() { this.#looking = setInterval(() => this.#show(), LOOK_MS) }
  disconnectedCallback() { clearInterval(this.#looking) }

  #show() {
    const texts = [...document.querySelectorAll("shared-text textarea")].map((field) => field.value)
    if (!texts.length) return
    const { line, page, heading, gap, head, more, fits } = this.dataset
    const share = pageShare(texts, { line: Number(line), page: Number(page), heading: Number(heading), gap: Number(gap), head: Number(head) })
    this.querySelector("meter").value = Math.min(share, 1.5)
    const words = this.querySelector("[data-words]")
    const said = share <= 1 ? fits : more
    if (words.textContent !== said) words.textContent = said
  }
}

customElements.define("page-length", PageLength)
