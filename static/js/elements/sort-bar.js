// The bar under a board that is being sorted: how many notes are chosen, and what can be done with them. Gives "sort-act" { what }.

import { announce } from "network/ui/announce.js"

export class SortBar extends HTMLElement {
  #said = 0

  connectedCallback() {
    this.addEventListener("click", this.#clicked)
    this.addEventListener("keydown", this.#pressed)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#clicked)
    this.removeEventListener("keydown", this.#pressed)
    clearTimeout(this.#said)
  }

  /** Put the focus where the number of chosen notes stands. */
  open() { this.querySelector("[data-chosen]").focus({ preventScroll: true }) }

  show({ isOn, words, isAny, canUndo, canRedo }) {
    this.hidden = !isOn
    const line = this.querySelector("[data-chosen]")
    if (line.textContent !== words) line.textContent = words
    this.querySelector("[data-sort=none]").hidden = !isAny
    const can = { into: isAny, new: isAny, out: isAny, undo: canUndo, redo: canRedo }
    for (const [what, isPossible] of Object.entries(can)) this.querySelector(`[data-sort=${what}]`).setAttribute("aria-disabled", String(!isPossible))
  }

  /** Say what was done, and show it for a while. */
  say(words) {
    const line = this.querySelector("[data-done]")
    line.textContent = words
    line.hidden = false
    clearTimeout(this.#said)
    this.#said = setTimeout(() => { line.hidden = true }, 6_000)
    announce(words)
  }

  #clicked = (event) => {
    const what = event.target.closest("[data-sort]")?.dataset.sort
    if (what) this.#ask(what)
  }

  #pressed = (event) => {
    if (event.key === "Escape") this.#ask("close")
  }

  #ask(what) { this.dispatchEvent(new CustomEvent("sort-act", { bubbles: true, detail: { what } })) }
}

customElements.define("sort-bar", SortBar)
