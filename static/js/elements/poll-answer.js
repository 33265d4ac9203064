// One's answer to a question to everybody. The form works by itself; with a script nothing waits for the network: the
// last answer is kept on the device and sent once when there is one, and said to be in when the server has it.
//
// Attributes: data-place, the question's address; data-title, its words; data-shown when its figures are shown, so that
// whoever has answered may see them.

import { fieldsOf, reasonOf, WaitingForms } from "network/offline/forms.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { ready, t } from "network/ui/text.js"

const NOT_ANSWERS = ["key"]

/** Whether the fields of a form hold an answer: a pressed option, a tick, a word. */
export const isAnswered = (fields) => Object.entries(fields).some(([name, value]) => !NOT_ANSWERS.includes(name) && value.trim() !== "")

export class PollAnswer extends WaitingForms {
  postOf(form, submitter) {
    if (form.dataset.kind !== "answer") return null
    const fields = { ...fieldsOf(form, submitter), key: newKey() }
    const text = Object.entries(fields).filter(([name]) => name.startsWith("word_")).map(([, value]) => value).join(" ").trim()
    return { kind: "answer", fields, text, title: this.dataset.title, isLast: true }
  }

  faultOf({ fields }) { return isAnswered(fields) ? "" : t("Choose an answer first.") }

  taken(_form, { fields }) { this.#mark(fields) }

  takeUp({ act: { fields } }) { this.#mark(fields) }

  /** What she has chosen stands as chosen: a hall that moves on must not take it for something unsent. */
  #mark(fields) {
    for (const button of this.querySelectorAll("button[name=choice]")) button.setAttribute("aria-pressed", String(button.value === fields.choice))
    for (const tick of this.querySelectorAll("input[type=checkbox]")) tick.checked = tick.defaultChecked = tick.name in fields
    for (const word of this.querySelectorAll("input[name^=word_]")) word.value = word.defaultValue = fields[word.name] ?? ""
  }

  showWaiting(waiting, isPersistent) {
    if (waiting.length === 0) return
    this.#tell(isPersistent ? t("Kept on this device. It is sent when there is a network.") : t("This device stores nothing: keep this page open."))
  }

  arrived(_row, message) {
    this.#tell(message)
    announce(message)
    if (this.hasAttribute("data-shown")) this.dispatchEvent(new Event("hall-ask", { bubbles: true }))
  }

  async giveBack(row) {
    await ready
    this.#tell("")
    this.say(reasonOf(row))
    sender.drop(row.key)
  }

  #tell(text) {
    const said = this.querySelector("[data-said]")
    if (said) said.textContent = text
  }
}

if (!customElements.get("poll-answer")) customElements.define("poll-answer", PollAnswer)
