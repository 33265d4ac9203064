// Stands around the sign-out form. With unsent text on the device it asks first: send, download or delete.
// Property `outbox` is { unsent() → promise of [{ text }], send() → promise of how many are left, clear() → promise }.

import { tn } from "network/ui/text.js"

export class SignOutGuard extends HTMLElement {
  outbox = null
  #form = null
  #texts = []

  connectedCallback() {
    this.addEventListener("submit", this.#asked)
    this.addEventListener("click", this.#clicked)
  }

  disconnectedCallback() {
    this.removeEventListener("submit", this.#asked)
    this.removeEventListener("click", this.#clicked)
  }

  #asked = async (event) => {
    if (!this.outbox) return
    event.preventDefault()
    this.#form = event.target
    this.#texts = await this.outbox.unsent()
    if (this.#texts.length === 0) return this.#leave()
    this.#count()
    return this.querySelector("dialog").showModal()
  }

  #clicked = async (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do
    if (act === "stay") this.querySelector("dialog").close()
    if (act === "send") await this.#send()
    if (act === "download") this.#download()
    if (act === "delete") await this.#leave()
  }

  async #send() {
    const left = await this.outbox.send()
    if (left === 0) return this.#leave()
    this.#texts = await this.outbox.unsent()
    return this.#count()
  }

  #download() {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([this.#texts.map((one) => one.text).join("\n\n")], { type: "text/plain;charset=utf-8" }))
    link.download = "samling.txt"
    link.click()
    URL.revokeObjectURL(link.href)
  }

  async #leave() {
    await this.outbox.clear()
    this.#form.submit()
  }

  #count() {
    this.querySelector("[data-count-unsent]").textContent = tn("{count} text on this device is not sent.", "{count} texts on this device are not sent.", this.#texts.length)
  }
}

customElements.define("sign-out-guard", SignOutGuard)
