// The row of column chips: the way to change column on a phone without swiping.

export class BoardChips extends HTMLElement {
  #columns = null

  connectedCallback() {
    this.#columns = this.closest("board-app").querySelector(".board__columns")
    this.addEventListener("click", this.#chosen)
    this.#columns.addEventListener("scroll", this.#scrolled, { passive: true })
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#chosen)
    this.#columns.removeEventListener("scroll", this.#scrolled)
  }

  /** The key of the column that fills the screen. */
  get current() {
    return this.querySelector("[aria-current]")?.value
  }

  /** Bring column `key` into view, from its top. */
  show(key) {
    const column = [...this.#columns.querySelectorAll("[data-column]")].find((one) => one.dataset.column === key)
    if (!column) return
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches
    this.#columns.scrollTo({ left: column.offsetLeft - this.#columns.offsetLeft, behavior: isCalm ? "instant" : "smooth" })
    const top = this.getBoundingClientRect().bottom
    if (column.getBoundingClientRect().top < top) window.scrollBy({ top: this.#columns.getBoundingClientRect().top - top, behavior: "instant" })
    this.#mark(key)
  }

  #chosen = (event) => {
    const chip = event.target.closest("button")
    if (chip) this.show(chip.value)
  }

  #scrolled = () => {
    const middle = this.#columns.getBoundingClientRect().left + this.#columns.clientWidth / 2
    const column = [...this.#columns.querySelectorAll("[data-column]")].find((one) => one.getBoundingClientRect().right > middle)
    if (column) this.#mark(column.dataset.column)
  }

  #mark(key) {
    if (key === this.current) return
    for (const chip of this.querySelectorAll("button")) {
      if (chip.value !== key) chip.removeAttribute("aria-current")
      else {
        chip.setAttribute("aria-current", "true")
        this.scrollTo({ left: chip.offsetLeft - this.offsetLeft - 16, behavior: "instant" })
      }
    }
  }
}

customElements.define("board-chips", BoardChips)
