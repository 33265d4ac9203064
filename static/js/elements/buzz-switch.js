// "Buzz when the time is nearly over": off unless switched on, shown only where the device can.

import { buzz } from "network/hall/clock.js"
import { canBuzz, wantsBuzz, wishBuzz } from "network/hall/wishes.js"

export class BuzzSwitch extends HTMLElement {
  connectedCallback() {
    this.hidden = !canBuzz()
    this.querySelector("input").checked = wantsBuzz()
    this.addEventListener("change", this.#changed)
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#changed)
  }

  #changed = (event) => {
    wishBuzz(event.target.checked)
    if (event.target.checked) navigator.vibrate?.(buzz("five"))
  }
}

customElements.define("buzz-switch", BuzzSwitch)
