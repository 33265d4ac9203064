// Showing a note to everybody: asked of the server, which counts to three; a fourth asks which it takes the place of.
// What is chosen comes back to all by the connection, so nothing is drawn here but the question.

import { closeByButton } from "network/ui/dialog.js"
import { t } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

/** As the server counts; it is asked all the same, since somebody else may have chosen at this moment. */
const MOST = 3
const PATIENCE_MS = 10_000

export class PlenaryChoice extends HTMLElement {
  #note = null

  get #dialog() {
    return this.querySelector("dialog")
  }

  connectedCallback() {
    this.addEventListener("click", this.#clicked)
    this.#dialog.addEventListener("close", this.#closed)
    closeByButton(this.#dialog)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#clicked)
    this.#dialog.removeEventListener("close", this.#closed)
  }

  /** Have note `id` on the list, or off it: as `isWanted` says. `chosen()` gives the notes on it, for the question. */
  async lift(id, isWanted, chosen) {
    this.#note = id
    const isOneTooMany = isWanted && chosen().length >= MOST && !chosen().some((note) => note.id === id)
    if (isOneTooMany) return this.#offer(chosen())
    const answer = await this.#ask(id, isWanted)
    if (answer?.status === 409) return this.#offer(chosen())
    return this.#tell(answer)
  }

  /** Have a chosen note `id` before the group's others. */
  async putFirst(id) {
    this.#note = id
    return this.#tell(await this.#ask(id, true, "", "1"))
  }

  async #ask(note, isWanted, insteadOf = "", first = "") {
    const token = this.querySelector("[name=csrf_token]").value
    const body = new URLSearchParams({ csrf_token: token, note_id: note, lifted: isWanted ? "1" : "0", instead_of: insteadOf, first })
    try {
      return await fetch(this.dataset.address, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) })
    } catch {
      return null
    }
  }

  async #tell(answer) {
    if (!answer) return toast(t("There is no connection just now. Try again when you are online."))
    if (!answer.ok) return toast(t("The note could not be chosen. Wait until it is saved, and try again."))
    const { plenary } = await answer.json()
    return toast(plenary.includes(this.#note) ? t("The note is shown to everybody.") : t("The note is no longer shown to everybody."))
  }

  #offer(notes) {
    const template = this.querySelector("template").content
    const items = notes.map(({ id, text }) => {
      const item = template.firstElementChild.cloneNode(true)
      item.querySelector(".replace__text").textContent = text
      item.querySelector("[data-do=replace]").value = id
      return item
    })
    this.querySelector(".replace").replaceChildren(...items)
    this.#dialog.showModal()
  }

  #clicked = async (event) => {
    const button = event.target.closest("[data-do=replace]")
    if (!button) return
    const note = this.#note
    this.#dialog.close()
    this.#note = note
    this.#tell(await this.#ask(note, true, button.value))
  }

  #closed = () => {
    this.dispatchEvent(new CustomEvent("dialog-left", { bubbles: true, detail: { id: this.#note } }))
  }
}

customElements.define("plenary-choice", PlenaryChoice)
