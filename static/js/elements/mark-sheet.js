// The sheet on which a note of this board is taken home, one for all its notes. Sent as take-home sends: kept on the
// device until there is a network, counted in words, once each; what was refused stands on top of the page (unsent-posts).
//
// Attributes: data-place, what this board's marks wait under; data-prefix, what stands before a note's id in the name of
// its mark; data-lines, JSON of note id → her line. Gives "marks-changed" when other notes are marked than before.

import { showMarked } from "network/elements/take-home.js"
import { fieldsOf, WaitingForms } from "network/offline/forms.js"
import { newKey } from "network/offline/keys.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

export class MarkSheet extends WaitingForms {
  #lines = null
  #note = null

  begin(signal) {
    this.#lines = new Map(Object.entries(JSON.parse(this.dataset.lines)))
    this.#dialog.addEventListener("close", this.#closed, { signal })
  }

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

  takeUp({ act: { fields, text } }) {
    this.#set(fields.target.slice(this.dataset.prefix.length), fields.key === undefined ? null : text)
  }

  #set(id, line) {
    if (line === null) this.#lines.delete(id)
    else this.#lines.set(id, line)
    this.dispatchEvent(new CustomEvent("marks-changed", { bubbles: true, detail: { id } }))
  }

  postOf(form, submitter) {
    const id = this.#note
    const isMarked = submitter?.value !== "removal"
    const fields = { ...fieldsOf(form), target: this.#target(id), ...(isMarked && { key: newKey() }) }
    const path = isMarked ? this.#address : `${this.#address}/removal`
    return { kind: `mark ${id}`, path, fields, text: fields.line.trim(), isLast: true }
  }

  full() { toast(t("This device stores nothing more. Your words stay here: send them when there is a network.")) }

  taken(_form, { fields: { key, target }, text }) {
    this.#set(target.slice(this.dataset.prefix.length), key === undefined ? null : text)
    this.#dialog.close()
    announce(key === undefined ? t("Taken away.") : t("You take this home."))
  }

  #closed = () => {
    this.dispatchEvent(new CustomEvent("mark-left", { bubbles: true, detail: { id: this.#note } }))
  }
}

if (!customElements.get("mark-sheet")) customElements.define("mark-sheet", MarkSheet)
