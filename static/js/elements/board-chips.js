// The row of column chips: the way to change column on a phone without swiping.

export class BoardChips extends HTMLElement {
  #columns = null

  connectedCallback() {
    this.#columns = this.closest("board-app").querySelector(".board__columns")
    this.addEventListener("click", this.#chosen)
    this.#columns.addEventListener("scroll", this.#scrolled, { passive: true })
    this.#columns.addEventListener("scrollend", this.#arrived)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#chosen)
    this.#columns.removeEventListener("scroll", this.#scrolled)
    this.#columns.removeEventListener("scrollend", this.#arrived)
  }

  /** The key of the column that fills the screen. */
  get current() {
    return this.querySelector("[aria-current]")?.value
  }

  /** Bring column `key` into view, from its top. */
  show(key) {
    const column = this.#column(key)
    if (!column) return
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches
    this.#columns.scrollTo({ left: column.offsetLeft - this.#columns.offsetLeft, behavior: isCalm ? "instant" : "smooth" })
    if (column.getBoundingClientRect().top < this.getBoundingClientRect().bottom) this.#toTop()
    this.#mark(key)
  }

  #column(key) {
    return [...this.#columns.querySelectorAll("[data-column]")].find((one) => one.dataset.column === key)
  }

  #toTop() {
    window.scrollBy({ top: this.#columns.getBoundingClientRect().top - this.getBoundingClientRect().bottom, behavior: "instant" })
  }

  // Columns differ in length: nobody should swipe from the end of a long one into the empty space under a short one.
  #arrived = () => {
    const list = this.#column(this.current)?.querySelector(".column__notes")
    if (this.checkVisibility() && list && list.getBoundingClientRect().bottom < this.getBoundingClientRect().bottom) this.#toTop()
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
