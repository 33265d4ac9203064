// What lies behind "More" on a cluster. Gives "sort-one" { id, act: "name" | "merge" | "shift" | "dissolve" }.

import { OpenedMenu } from "network/ui/menu.js"

export class ClusterMenu extends OpenedMenu {
  chose(act, button) {
    const id = button.closest("[data-cluster]")?.dataset.cluster
    if (id) this.dispatchEvent(new CustomEvent("sort-one", { bubbles: true, detail: { id, act } }))
  }
}

customElements.define("cluster-menu", ClusterMenu)
