// Which board the groups of an item write on. To choose one fills in the minutes, dots and names that usually go with it;
// what stood there comes back at one press. Without a script a button has the server fill the same in.
//
// Attributes: data-usual (template -> field -> value), data-walk (minutes to the table), data-words and data-back (said).

export class BoardChoice extends HTMLElement {
  #ends = null
  #before = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.#select.addEventListener("change", this.#fetch, { signal })
    this.querySelector("[value=fetch]").addEventListener("click", this.#pressed, { signal })
    this.#putBack.addEventListener("click", this.#restore, { signal })
  }

  disconnectedCallback() { this.#ends.abort() }

  get #select() { return this.querySelector("select") }
  get #putBack() { return this.querySelector("[data-put-back]") }
  get #fields() { return this.closest("form").elements }

  #pressed = (event) => {
    event.preventDefault()
    this.#fetch()
  }

  #fetch = () => {
    const usual = itemOf(JSON.parse(this.dataset.usual)[this.#select.value], {
      walk: Number(this.dataset.walk),
      kind: this.#fields.kind.value,
      groups: this.#fields.groups.value,
    })
    const known = Object.keys(usual).filter((name) => this.#fields[name])
    const now = Object.fromEntries(known.map((name) => [name, this.#fields[name].value]))
    // Who looks through the list of boards gets back what she had typed, not what the one before filled in.
    this.#before ??= now
    this.#fill(usual)
    this.#putBack.hidden = false
    this.#say(this.dataset.words)
  }

  #restore = () => {
    this.#fill(this.#before)
    this.#before = null
    this.#putBack.hidden = true
    this.#select.focus()
    this.#say(this.dataset.back)
  }

  #fill(values) {
    for (const [name, value] of Object.entries(values)) if (this.#fields[name]) this.#fields[name].value = value
  }

  #say(words) { this.querySelector("[data-said]").textContent = words }
}

/** What an item with this template is like: where new mixed groups are made, people walk first (the server counts alike). */
export function itemOf(usual, { walk, kind, groups }) {
  return { ...usual, minutes: usual.minutes + (kind === "mixed_round" && groups === "new" ? walk : 0) }
}

if (!customElements.get("board-choice")) customElements.define("board-choice", BoardChoice)
