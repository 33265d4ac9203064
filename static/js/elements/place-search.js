// Finds municipalities by typing. Without it they stand under their counties.

import { fits } from "network/hall/place-names.js"
import { ready, tn } from "network/ui/text.js"

export class PlaceSearch extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", this.#typed)
    this.addEventListener("change", this.#count)
    this.addEventListener("keydown", this.#entered)
    this.querySelector("[type=search]").closest("[hidden]")?.removeAttribute("hidden")
    ready.then(this.#again)
  }

  disconnectedCallback() {
    this.removeEventListener("input", this.#typed)
    this.removeEventListener("change", this.#count)
    this.removeEventListener("keydown", this.#entered)
  }

  #typed = (event) => {
    if (event.target.type === "search") this.#show(event.target.value.trim())
  }

  // Enter in the search ticks the only one found, and never sends the form by mistake.
  #entered = (event) => {
    if (event.key !== "Enter" || event.target.type !== "search") return
    event.preventDefault()
    const found = [...this.querySelectorAll("[data-name]:not([hidden]) input")]
    if (event.target.value.trim() && found.length === 1) found[0].click()
  }

  #show(typed) {
    let found = 0
    for (const county of this.querySelectorAll("[data-county]")) {
      const here = filtered(county, typed)
      county.hidden = here === 0
      county.open = typed !== "" && here > 0
      found += here
    }
    this.querySelector("[data-none]").hidden = found > 0
    this.querySelector("[data-found]").textContent = typed ? tn("{count} municipality", "{count} municipalities", found) : ""
  }

  // Who types sooner than the words come is told it in her language as soon as they are here.
  #again = () => {
    const typed = this.querySelector("[type=search]").value.trim()
    if (typed) this.#show(typed)
    this.#count()
  }

  #count = () => {
    for (const county of this.querySelectorAll("[data-county]")) {
      const chosen = county.querySelectorAll("input:checked").length
      county.querySelector("[data-count]").textContent = chosen ? tn("{count} chosen", "{count} chosen", chosen) : ""
    }
  }
}

function filtered(county, typed) {
  let found = 0
  for (const place of county.querySelectorAll("[data-name]")) {
    place.hidden = !fits(place.dataset.name, typed)
    if (!place.hidden) found += 1
  }
  return found
}

customElements.define("place-search", PlaceSearch)
