// All groups in one view. The list comes anew when the hall changes, and once a minute, because it says how long ago each
// group did something. What is ticked stays ticked then, and does not hold the newer list up; how many are ticked stands
// beside the line, in the words that the page brings.

const MINUTE_MS = 60_000

export class GroupsOverview extends HTMLElement {
  #picked = new Set()
  #ends = null
  #timer = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("change", ({ target }) => target.matches("[name=groups]") && this.#pick(target), { signal })
    this.addEventListener("hall-shown", () => this.#show(), { signal })
    this.#timer = setInterval(() => this.#askAgain(), MINUTE_MS)
    for (const tick of this.#ticks) if (tick.checked) this.#picked.add(tick.value)
    this.#show()
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
    this.#ends.abort()
  }

  get #ticks() { return [...this.querySelectorAll("[name=groups]")] }

  #askAgain() {
    const hall = this.querySelector("hall-page")
    if (document.visibilityState === "visible") hall?.dispatchEvent(new Event("hall-ask"))
  }

  #pick({ value, checked }) {
    if (checked) this.#picked.add(value)
    else this.#picked.delete(value)
    this.#show()
  }

  // `defaultChecked` as well: a list with a choice of its own would wait for its reader (network/hall/swap.js).
  #show() {
    const here = new Set(this.#ticks.map((tick) => tick.value))
    this.#picked = new Set([...this.#picked].filter((value) => here.has(value)))
    for (const tick of this.#ticks) tick.defaultChecked = tick.checked = this.#picked.has(tick.value)
    for (const said of this.querySelectorAll("[data-picked]")) said.textContent = said.dataset[this.#word].replace("{num}", this.#picked.size)
  }

  get #word() { return this.#picked.size === 0 ? "none" : this.#picked.size === 1 ? "one" : "many" }
}

customElements.define("groups-overview", GroupsOverview)
