// What lies behind "More" on a cluster. Gives "sort-one" { id, act: "name" | "merge" | "shift" | "dissolve" }.

import { placeMenu } from "network/ui/menu.js"

export class ClusterMenu extends HTMLElement {
  #button = null

  connectedCallback() {
    this.addEventListener("click", this.#chosen)
    this.addEventListener("beforetoggle", this.#toggled)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#chosen)
    this.removeEventListener("beforetoggle", this.#toggled)
  }

  /** Called before the menu opens. */
  prepare(button) { this.#button = button }

  #toggled = (event) => {
    if (event.newState === "open" && this.#button) placeMenu(this, this.#button)
  }

  #chosen = (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do
    if (!act) return
    const id = this.#button.closest("[data-cluster]")?.dataset.cluster
    this.hidePopover()
    if (id) this.dispatchEvent(new CustomEvent("sort-one", { bubbles: true, detail: { id, act } }))
  }
}

customElements.define("cluster-menu", ClusterMenu)
