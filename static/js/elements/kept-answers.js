// Stores what somebody writes before a gathering while she writes it; the form's own button does the same without a script.

import { t } from "network/ui/text.js"

const PAUSE_MS = 1200

export class KeptAnswers extends HTMLElement {
  #timer = null

  connectedCallback() {
    this.addEventListener("input", this.#typed)
    addEventListener("pagehide", this.#leave)
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    this.removeEventListener("input", this.#typed)
    removeEventListener("pagehide", this.#leave)
  }

  #typed = () => {
    clearTimeout(this.#timer)
    this.#say("")
    this.#timer = setTimeout(this.#keep, PAUSE_MS)
  }

  // A page that is put away sends what has not been sent; a page that stays has a timer that does it.
  #leave = () => {
    if (this.#timer === null) return
    clearTimeout(this.#timer)
    this.#timer = null
    this.#send({ keepalive: true }).catch(() => {})
  }

  #keep = async () => {
    this.#timer = null
    try {
      const response = await this.#send({})
      this.#say(response.ok ? t("Stored. Only you can read it.") : t("Not stored yet. Press the button to try again."))
    } catch {
      this.#say(t("Not stored yet. Press the button to try again."))
    }
  }

  #send(options) {
    const form = this.querySelector("form")
    return fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, ...options })
  }

  #say(text) {
    this.querySelector("[data-kept]").textContent = text
  }
}

customElements.define("kept-answers", KeptAnswers)
