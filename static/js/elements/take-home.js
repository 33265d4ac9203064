// "Take home" on a talk, a case or a question, with a line in one's own words. Its forms work by themselves; with a
// script nothing waits for the network: the mark is kept on the device, sent once when there is one, and until then
// counted in words. Of what is pressed one thing after the other on the same thing only the last is sent.
//
// Attributes: data-place, the mark's own address; data-target, what is marked. Forms carry data-act: put or removal.

import { fieldsOf, reasonOf, WaitingForms } from "network/offline/forms.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

/** Show the parts that are for something marked, or for something that is not. */
export function showMarked(root, isMarked) {
  for (const part of root.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "marked") !== isMarked
}

export class TakeHome extends WaitingForms {
  get #line() { return this.querySelector("[name=line]") }

  postOf(form) {
    if (!form.dataset.act) return null
    const fields = fieldsOf(form)
    return { kind: "mark", fields, text: fields.line, isLast: true }
  }

  taken(form, { fields }) {
    const isMarked = form.dataset.act === "put"
    if (isMarked) form.querySelector("[name=key]").value = newKey()
    this.#fill(isMarked ? fields.line : "")
    showMarked(this, isMarked)
    const details = this.querySelector("details")
    details.open = false
    details.querySelector("summary").focus()
    announce(isMarked ? t("You take this home.") : t("Taken away."))
  }

  takeUp({ act: { text, fields } }) {
    const isMarked = fields.key !== undefined
    showMarked(this, isMarked)
    if (isMarked) this.#fill(text)
  }

  // What the server knows is not something that she is in the middle of: the page may change under it.
  #fill(text) {
    this.#line.value = text
    this.#line.defaultValue = text
  }

  // It comes back into its field; while that is in use it stands on top of the page.
  giveBack(row) {
    if (this.#line.value !== this.#line.defaultValue) return
    this.say(reasonOf(row))
    showMarked(this, false)
    this.#line.defaultValue = ""
    this.#line.value = row.act.text
    this.querySelector("details").open = true
    sender.drop(row.key)
  }
}

if (!customElements.get("take-home")) customElements.define("take-home", TakeHome)
