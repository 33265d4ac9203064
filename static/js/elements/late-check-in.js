// At the door without a network, in place of a badge's page or the wall's: "I am here" is kept on the phone with its time,
// and sent when there is a network. Only for one whose pages this device keeps; a stranger is shown to the table.

import { isOthersBadge } from "network/hall/door.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { ready, t } from "network/ui/text.js"

const KIND = "check-in"

export class LateCheckIn extends HTMLElement {
  #ends = null
  #isDone = false

  async connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.dataset.place = location.pathname
    sender.addEventListener("posts", this.#heard, { signal })
    this.querySelector("[data-do=arrive]").addEventListener("click", this.#arrive, { signal })
    const person = await sender.person()
    if (!person || isOthersBadge(location.pathname, person)) return
    this.#show("ask")
    sender.flush()
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  #arrive = async () => {
    const fields = { person: await sender.person() }
    try {
      await sender.add({ place: this.dataset.place, key: newKey(), kind: KIND, path: this.dataset.place, fields, isLast: true })
      if (!this.#isDone) this.#show("waits")
    } catch {
      this.#show("stranger")
    }
  }

  #heard = async ({ detail: { waiting, sent } }) => {
    const isHere = (row) => row.board === this.dataset.place && row.act.kind === KIND
    const arrived = sent.find(({ row }) => isHere(row))
    if (arrived) return this.#done(arrived.message)
    if (waiting.some((row) => isHere(row) && !row.refusal)) return this.#show("waits")
    if (waiting.some((row) => isHere(row))) return this.#show("stranger")
    return undefined
  }

  async #done(message) {
    this.#isDone = true
    await ready
    this.querySelector("[data-said]").textContent = message || t("You are checked in.")
    this.#show("done")
  }

  #show(part) {
    for (const one of this.querySelectorAll("[data-part]")) one.hidden = one.dataset.part !== part
  }
}

customElements.define("late-check-in", LateCheckIn)
