// The list of keys, and the switch for hearing about others. Gives "news-switched" { on }.

const KEY = "samling-board-news"

export class KeyList extends HTMLElement {
  #chosen = null

  connectedCallback() {
    this.addEventListener("change", this.#changed)
    this.querySelector("[data-news]").checked = this.hearsNews
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#changed)
  }

  get hearsNews() {
    if (this.#chosen !== null) return this.#chosen
    try {
      return localStorage.getItem(KEY) !== "off"
    } catch {
      return this.querySelector("[data-news]").checked
    }
  }

  open() {
    this.querySelector("dialog").showModal()
  }

  #changed = (event) => {
    const on = this.#chosen = event.target.checked
    try {
      localStorage.setItem(KEY, on ? "on" : "off")
    } catch {
      // A private window keeps nothing: the choice holds until the page is left.
    }
    this.dispatchEvent(new CustomEvent("news-switched", { bubbles: true, detail: { on } }))
  }
}

customElements.define("key-list", KeyList)
