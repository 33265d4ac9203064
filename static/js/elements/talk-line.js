// The private line and the two buttons while somebody speaks. Each form works by itself; with a script nothing waits
// for the network: it is kept on the device, sent once when there is one, and until then counted in words. What is only
// begun is kept as well, and stands in its field again when the page comes back.
//
// Attribute: data-place, the address of the talk. Forms carry data-kind: line, question or more.

import { fieldsOf, reasonOf, WaitingForms } from "network/offline/forms.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

const BETWEEN_MS = 300

export class TalkLine extends WaitingForms {
  #timer = null
  #begun = new Map()

  begin(signal) {
    this.addEventListener("input", this.#written, { signal })
    addEventListener("pagehide", this.#keep, { signal })
    document.addEventListener("visibilitychange", this.#keep, { signal })
    this.#goOn()
  }

  disconnectedCallback() {
    this.#keep()
    super.disconnectedCallback()
  }

  #field(kind) { return this.querySelector(`form[data-kind=${kind}] [name=text]`) }

  /** What she had begun on, here or on an earlier page of this device. */
  async #goOn() {
    for (const { key, text } of await sender.drafts(this.place)) {
      const field = this.#field(key)
      if (field && !field.value) this.#fill(field, text)
    }
  }

  #fill(field, text) {
    field.value = text
    const details = field.closest("details")
    if (details) details.open = true
  }

  #written = (event) => {
    const kind = event.target.closest("form[data-kind]")?.dataset.kind
    if (!kind) return
    this.#begun.set(kind, event.target.value)
    this.#timer ??= setTimeout(this.#keep, BETWEEN_MS)
  }

  #keep = () => {
    clearTimeout(this.#timer)
    this.#timer = null
    for (const [kind, text] of this.#begun) sender.keepDraft(this.place, kind, text).catch(() => {})
    this.#begun.clear()
  }

  postOf(form) {
    const { kind } = form.dataset
    return kind ? { kind, fields: fieldsOf(form), isLast: kind === "more" } : null
  }

  faultOf({ kind, fields }) {
    return kind !== "more" && !fields.text.trim() ? t("Write something first.") : ""
  }

  // What was taken leaves the form, which gets a new key: the next words are another line.
  taken(form, { kind, fields: { text } }) {
    if (kind === "more") return this.#turn(form)
    const field = this.#field(kind)
    if (field.value === text) field.value = ""
    form.querySelector("[name=key]").value = newKey()
    this.#begun.set(kind, field.value)
    this.#keep()
    if (kind === "question") form.closest("details").open = false
    return undefined
  }

  #turn(form) {
    const wanted = form.querySelector("[name=wanted]")
    const isWanted = wanted.value === "1"
    wanted.value = isWanted ? "0" : "1"
    form.querySelector("button").setAttribute("aria-pressed", String(isWanted))
    announce(isWanted ? t("Noted: you want to hear more.") : t("Taken back."))
  }

  arrived({ act }) {
    if (act.kind === "line") {
      const list = this.querySelector("[data-lines]")
      const item = Object.assign(document.createElement("li"), { className: "rows__row talk__line" })
      item.append(Object.assign(document.createElement("p"), { className: "rows__main talk__text", textContent: act.text.trim() }))
      list.append(item)
      list.hidden = false
      announce(t("Kept. Only you can see it."))
    }
    if (act.kind === "question") announce(t("Your question is in the list."))
  }

  // It comes back into its field; while that is in use it stands on top of the page.
  giveBack(row) {
    const field = this.#field(row.act.kind)
    if (!field || field.value) return
    this.say(reasonOf(row))
    this.#fill(field, row.act.text)
    this.#begun.set(row.act.kind, row.act.text)
    this.#keep()
    sender.drop(row.key)
  }
}

if (!customElements.get("talk-line")) customElements.define("talk-line", TalkLine)
