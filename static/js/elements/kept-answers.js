// Stores what somebody writes before a gathering while she writes it; the form's own button does the same without a
// script. Without a network it is kept on the device, and stored when there is one.
//
// Attribute: data-place, the page's address.

import { sender } from "network/offline/sender.js"
import { ready, t } from "network/ui/text.js"

const PAUSE_MS = 1200

export class KeptAnswers extends HTMLElement {
  #ends = null
  #timer = null
  #changed = new Set()

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("input", this.#typed, { signal })
    this.addEventListener("submit", this.#submitted, { signal })
    addEventListener("pagehide", this.#leave, { signal })
    sender.addEventListener("posts", this.#heard, { signal })
    this.#goOn()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    this.#ends.abort()
  }

  get #form() { return this.querySelector("form") }
  #isHere = (row) => row.board === this.dataset.place && !row.refusal

  /** What waits on this device is newer than what the page was made with. */
  async #goOn() {
    const rows = await (await sender.open()).waiting()
    for (const { act } of rows.filter(this.#isHere)) {
      const field = this.#form.elements[act.kind] // none where the answer is not shown to a badge
      if (field && !this.#changed.has(act.kind)) field.value = act.text
    }
    sender.flush()
  }

  #typed = ({ target }) => {
    clearTimeout(this.#timer)
    this.#changed.add(target.name)
    this.#say("")
    this.#timer = setTimeout(this.#keep, PAUSE_MS)
  }

  #submitted = (event) => {
    event.preventDefault()
    for (const { name } of this.querySelectorAll("textarea")) this.#changed.add(name)
    this.#keep()
  }

  #keep = async () => {
    clearTimeout(this.#timer)
    this.#timer = null
    try {
      for (const name of [...this.#changed]) await this.#add(name)
    } catch {
      // A device that is full: the form's own way is left.
      this.#form.submit()
    }
  }

  async #add(name) {
    const text = this.#form.elements[name].value
    await sender.add({ place: this.dataset.place, key: name, kind: name, path: this.#form.getAttribute("action"), fields: { [name]: text }, text, isLast: true })
    if (this.#form.elements[name].value === text) this.#changed.delete(name)
  }

  #heard = async ({ detail: { waiting, sent } }) => {
    await ready
    if (waiting.some(this.#isHere)) return this.#say(t("Kept on this device. It is stored when there is a network."))
    if (sent.some(({ row }) => this.#isHere(row)) && this.#changed.size === 0) this.#say(t("Stored. Only you can read it."))
    return undefined
  }

  // A page that is put away sends what has not been kept; a page that stays has a timer that does it.
  #leave = () => {
    if (this.#timer === null) return
    const body = new FormData(this.#form)
    this.#keep()
    fetch(this.#form.action, { method: "POST", body, headers: { Accept: "application/json" }, keepalive: true }).catch(() => {})
  }

  #say(text) {
    this.querySelector("[data-kept]").textContent = text
  }
}

customElements.define("kept-answers", KeptAnswers)
