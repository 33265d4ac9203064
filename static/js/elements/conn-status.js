// The connection in words. Attributes: link (online, connecting, offline), transport, unsent, stored ("false" when
// the device keeps nothing).

import { t, tn } from "network/ui/text.js"

const STATES = {
  online: () => t("Connected"),
  connecting: () => t("Connecting …"),
  offline: () => t("Offline"),
}

export class ConnStatus extends HTMLElement {
  static observedAttributes = ["link", "transport", "unsent", "stored"]

  connectedCallback() {
    this.#show()
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show()
  }

  /** All that is known, as one sentence. */
  get words() {
    const link = this.getAttribute("link") ?? "connecting"
    const unsent = Number(this.getAttribute("unsent") ?? 0)
    const words = [(STATES[link] ?? STATES.connecting)()]
    if (link === "online" && this.getAttribute("transport") === "polling") words[0] = t("Connected, the slower way")
    if (unsent > 0) words.push(tn("{count} not sent", "{count} not sent", unsent))
    if (this.getAttribute("stored") === "false") words.push(t("this device keeps nothing: do not close the page"))
    return words.join(" · ")
  }

  #show() {
    const mark = document.createElement("span")
    mark.className = "conn__mark"
    mark.setAttribute("aria-hidden", "true")
    this.replaceChildren(mark, Object.assign(document.createElement("span"), { textContent: this.words }))
  }
}

customElements.define("conn-status", ConnStatus)
