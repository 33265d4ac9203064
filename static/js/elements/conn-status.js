// The connection in words. Attributes: link (online, connecting, offline), transport, unsent, stored ("false" when
// the device keeps nothing).

import { connectionWords } from "network/live/words.js"

export class ConnStatus extends HTMLElement {
  static observedAttributes = ["link", "transport", "unsent", "stored"]

  connectedCallback() {
    this.#show()
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show()
  }

  #show() {
    const given = (name) => this.getAttribute(name)
    const words = connectionWords({ link: given("link"), transport: given("transport"), unsent: Number(given("unsent")), stored: given("stored") !== "false" })
    const mark = document.createElement("span")
    mark.className = "conn__mark"
    mark.setAttribute("aria-hidden", "true")
    this.replaceChildren(mark, Object.assign(document.createElement("span"), { textContent: words }))
  }
}

customElements.define("conn-status", ConnStatus)
