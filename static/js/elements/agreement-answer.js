// What a delegate says to one sentence that her municipality takes home, and what she notes for a colleague. The forms work
// by themselves; with a script an answer is kept on the device until the server has it, and is said to be not sent until
// then. Of two answers of the same person the last one counts. An answer names the wording that was read: when that is no
// longer the sentence, it comes back with its line, and stands here until she has answered the new one.
//
// Attributes: data-place, the agreement's page and the sentence on it; data-wording, the wording that stands here;
// data-sentence, its words; data-gives-back: what came back is shown here. Forms carry data-kind="answer".

import { isBusy } from "network/hall/swap.js"
import { fieldsOf, reasonOf, WaitingForms } from "network/offline/forms.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

/** What is sent within this time is only said to be stored. */
const SOON_MS = 1_000

export class AgreementAnswer extends WaitingForms {
  #stored = ""
  #seen = new Set()
  #given = new Set()
  #timer = null

  disconnectedCallback() {
    clearTimeout(this.#timer)
    super.disconnectedCallback()
  }

  postOf(form, submitter) {
    if (form.dataset.kind !== "answer") return null
    const fields = fieldsOf(form, submitter)
    const kind = fields.person ? `answer ${fields.person}` : "answer"
    return { kind, fields, text: fields.line ?? "", title: `${this.#said(fields)}: ${this.dataset.sentence}`, isLast: true }
  }

  faultOf({ fields }) {
    const isBare = fields.answer === "disagree" && !fields.line.trim()
    return isBare ? t("Write in a line what you disagree with. It stands beside the agreement.") : ""
  }

  taken(form, { fields, text }) {
    this.#stored = ""
    if (fields.person) {
      form.reset()
      form.closest("details").open = false
    } else {
      this.#fill(form, text)
      // Out of the line: the page may bring another sentence.
      form.querySelector(`button[value=${fields.answer}]`).focus({ preventScroll: true })
    }
  }

  takeUp({ act: { fields, text } }) {
    if (!fields.person) this.#fill(this.#formOf(fields), text)
  }

  arrived(_row, message) {
    this.#stored = message
    announce(message)
    this.#askAnew()
  }

  giveBack(row) {
    const { fields, text } = row.act
    this.say(`${this.#said(fields)} – ${reasonOf(row)}`)
    if (this.#given.has(row.key)) return
    this.#given.add(row.key)
    const form = this.#formOf(fields)
    if (fields.person) for (const name of ["person", "answer"]) choose(form?.elements[name], fields[name])
    this.#fill(form, text)
    if (this.#seen.has(row.key) && fields.wording === this.dataset.wording) this.#askAnew()
  }

  showWaiting(rows, isPersistent) {
    for (const { key } of rows) this.#seen.add(key)
    const words = rows.map(({ act }) => t("Not sent yet: {answer}.", { answer: this.#said(act.fields) }))
    if (rows.length > 0) words.push(isPersistent ? t("It lies on this device, and is sent by itself when there is a network.") : t("This device stores nothing: keep this page open."))
    const badge = this.querySelector("[data-waiting]")
    badge.textContent = words.join(" ") || this.#stored
    badge.hidden = badge.textContent === ""
    badge.toggleAttribute("data-waits", rows.length > 0)
    const own = rows.find(({ act }) => !act.fields.person)?.act.fields.answer
    for (const button of this.querySelectorAll("button[name=answer]")) button.toggleAttribute("data-waits", button.value === own)
    this.#announceSoon(words.join(" "))
  }

  #announceSoon(words) {
    clearTimeout(this.#timer)
    if (words) this.#timer = setTimeout(announce, SOON_MS, words)
  }

  /** "Agree", or whose answer it is: "Per – Agree". */
  #said({ person, answer }) {
    const word = (name, value) => this.querySelector(`:is(button[name=${name}], select[name=${name}] > option)[value="${CSS.escape(value)}"]`)?.textContent.trim() ?? ""
    return [person && word("person", person), word("answer", answer)].filter(Boolean).join(" – ")
  }

  /** The form with a line: her own, or the one for colleagues. */
  #formOf({ person }) {
    return [...this.querySelectorAll("form")].find(({ elements }) => elements.line && Boolean(elements.person) === Boolean(person))
  }

  // Kept on the device, so it is not something that she is in the middle of: the page may change under it.
  #fill(form, text) {
    const field = form?.elements.line
    if (!field || !text || field.value !== field.defaultValue && field.value !== text) return
    field.defaultValue = text
    field.value = text
    field.closest("details").open = true
  }

  /** Its page shows it; where no hall is followed it is loaded anew, unless she is writing. */
  #askAnew() {
    if (this.closest("hall-page")) this.dispatchEvent(new CustomEvent("hall-ask", { bubbles: true }))
    else if (!isBusy(document.body)) location.reload()
  }
}

function choose(select, value) {
  for (const option of select?.options ?? []) option.defaultSelected = option.selected = option.value === value
}

if (!customElements.get("agreement-answer")) customElements.define("agreement-answer", AgreementAnswer)
