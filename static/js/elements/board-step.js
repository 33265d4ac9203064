// The step of the round on a group's board. The hall puts it in anew when the round moves: what is new about it is said
// once, on the sheet of whoever is writing, else politely. While people talk the board is out of the way until somebody
// asks for it; nobody's sheet is taken from her.
//
// Attributes: data-key (round and part), data-phase, data-news (said on a sheet), data-said (said in the page).

import { placeOfNews } from "network/hall/step.js"
import { announcePolitely } from "network/ui/announce.js"

const NEWS_MS = 8_000
let shown = null

export class BoardStep extends HTMLElement {
  #ends = null
  #timer = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    const { key, phase } = this.dataset
    const before = shown
    shown = { key, phase }
    if (this.#hall.dataset.boardShown !== key) delete this.#hall.dataset.boardShown
    this.#tell(placeOfNews({ before, now: shown, isWriting: this.#sheet?.isOpen === true }))
    this.addEventListener("click", this.#clicked, { signal })
    // A dialog gives the focus back to where it came from, and that may be out of the way by now.
    document.addEventListener("close", () => setTimeout(() => this.#catchFocus(), 0), { signal, capture: true })
    if (document.activeElement?.closest(".board") && !document.querySelector("dialog[open]")) this.#quiet?.focus({ preventScroll: true })
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    this.#ends.abort()
  }

  get #hall() { return this.closest("hall-page") }
  get #sheet() { return document.querySelector("note-sheet") }

  /** What stands in place of the board; null while the board is in sight. */
  get #quiet() { return this.#hall.dataset.boardShown ? null : this.querySelector("[data-quiet]") }

  #tell(place) {
    if (place === "sheet") this.#sheet.tell(this.dataset.news)
    if (place !== "page") return
    announcePolitely(this.dataset.said)
    const mark = this.querySelector("[data-new]")
    mark.hidden = false
    this.#timer = setTimeout(() => { mark.hidden = true }, NEWS_MS)
  }

  #clicked = (event) => {
    if (!event.target.closest("[data-do=show-board]")) return
    event.preventDefault()
    this.#hall.dataset.boardShown = this.dataset.key
    document.querySelector(".board__columns")?.focus()
  }

  #catchFocus() {
    if (document.activeElement === document.body) this.#quiet?.focus({ preventScroll: true })
  }
}

customElements.define("board-step", BoardStep)
