// The sheet on which a note of this board is taken home, one for all its notes. Sent as take-home sends: kept on the
// device until there is a network, counted in words, once each; what was refused stands on top of the page (unsent-posts).
//
// Attributes: data-place, what this board's marks wait under; data-prefix, what stands before a note's id in the name of
// its mark; data-lines, JSON of note id → her line. Gives "marks-changed" when other notes are marked than before.

import { fieldsOf, sayWaiting, showMarked } from "network/elements/take-home.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { ready, t } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

export class MarkSheet extends HTMLElement {
  #ends = null
  #lines = null
  #note = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.#lines = new Map(Object.entries(JSON.parse(this.dataset.lines)))
    this.addEventListener("submit", this.#submitted, { signal })
    this.#dialog.addEventListener("close", this.#closed, { signal })
    sender.addEventListener("posts", this.#heard, { signal })
    this.#goOn()
    sender.flush()
  }

  disconnectedCallback() { this.#ends.abort() }

  get #dialog() { return this.querySelector("dialog") }
  get #form() { return this.querySelector("form") }
  get #address() { return this.#form.getAttribute("action") }
  #target(id) { return `${this.dataset.prefix}${id}` }

  /** Whether she takes this note home. */
  has(id) { return this.#lines.has(id) }

  /** Ask for her line on a note: { id, text, lifted }. */
  open({ id, text, lifted = false }) {
    this.#note = id
    this.querySelector("[data-quote]").textContent = text
    const parts = { "mark-line-own": lifted, "mark-line-all": !lifted }
    for (const [name, isHidden] of Object.entries(parts)) this.querySelector(`#${name}`)?.toggleAttribute("hidden", isHidden)
    this.#form.elements.line.value = this.#lines.get(id) ?? ""
    showMarked(this, this.has(id))
    this.#dialog.showModal()
    this.#form.elements.line.focus()
  }

  /** What waits on this device is newer than what the page was made with. */
  async #goOn() {
    const rows = await (await sender.open()).waiting()
    for (const { board, act, refusal } of rows) {
      if (board !== this.dataset.place || refusal) continue
      this.#set(act.fields.target.slice(this.dataset.prefix.length), act.fields.key === undefined ? null : act.text)
    }
  }

  #heard = async ({ detail }) => {
    await ready
    sayWaiting(this, detail)
  }

  #set(id, line) {
    if (line === null) this.#lines.delete(id)
    else this.#lines.set(id, line)
    this.dispatchEvent(new CustomEvent("marks-changed", { bubbles: true, detail: { id } }))
  }

  #submitted = async (event) => {
    event.preventDefault()
    const id = this.#note
    const isMarked = event.submitter?.value !== "removal"
    const fields = { ...fieldsOf(this.#form), target: this.#target(id) }
    if (isMarked) fields.key = newKey()
    const path = isMarked ? this.#address : `${this.#address}/removal`
    try {
      await sender.add({ place: this.dataset.place, key: fields.key ?? newKey(), kind: `mark ${id}`, path, fields, text: fields.line.trim(), isLast: true })
    } catch {
      // A device that is full: the words stay on the sheet.
      return toast(t("This device stores nothing more. Your words stay here: send them when there is a network."))
    }
    await ready
    this.#set(id, isMarked ? fields.line.trim() : null)
    this.#dialog.close()
    return announce(isMarked ? t("You take this home.") : t("Taken away."))
  }

  #closed = () => {
    this.dispatchEvent(new CustomEvent("mark-left", { bubbles: true, detail: { id: this.#note } }))
  }
}

if (!customElements.get("mark-sheet")) customElements.define("mark-sheet", MarkSheet)
