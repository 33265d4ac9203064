// Which cluster: a list of those that there are, one button each. Gives "cluster-chosen" { job, ids, from, cluster: id or null for a new one }.

import { closeByButton } from "network/ui/dialog.js"
import { t, tn } from "network/ui/text.js"

export class ClusterList extends HTMLElement {
  #asked = null

  get #dialog() { return this.querySelector("dialog") }

  connectedCallback() {
    this.addEventListener("click", this.#clicked)
    closeByButton(this.#dialog)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#clicked)
  }

  /** job "gather" lays `ids` in one, "merge" puts the notes of `from` there. `clusters` as in board/clusters.js. */
  open({ job, ids = [], from = null, clusters, titleOf, mayMake = false, name = "" }) {
    this.#asked = { job, ids, from }
    this.querySelector("h2").textContent = job === "merge" ? t("Put {name} together with …", { name }) : tn("Where shall the note lie?", "Where shall the {count} notes lie?", ids.length)
    this.querySelector("[data-do=new]").hidden = !mayMake
    this.querySelector(".cluster-list").replaceChildren(...clusters.map((cluster) => this.#row(cluster, titleOf(cluster.column))))
    this.#dialog.showModal()
  }

  #row({ id, name, notes }, column) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true)
    row.querySelector("button").value = id
    row.querySelector(".cluster-list__name").textContent = name || t("A cluster without a name")
    row.querySelector(".cluster-list__about").textContent = `${tn("{count} note", "{count} notes", notes.length)} · ${column}`
    return row
  }

  #clicked = (event) => {
    const button = event.target.closest("[data-do]")
    if (!button) return
    const cluster = button.dataset.do === "new" ? null : button.value
    this.#dialog.close()
    this.dispatchEvent(new CustomEvent("cluster-chosen", { bubbles: true, detail: { ...this.#asked, cluster } }))
  }
}

customElements.define("cluster-list", ClusterList)
