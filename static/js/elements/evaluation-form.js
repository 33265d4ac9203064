// The questions about the day. Each form works by itself; with a script nothing waits for the network: the answers are
// kept on the device, the last ones sent once when there is one, and the line without a name once.
//
// Attribute: data-place, the page's address. Forms carry data-kind: answers or remark.

import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { ready, t } from "network/ui/text.js"

export class EvaluationForm extends HTMLElement {
  #ends = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal })
    sender.addEventListener("posts", this.#heard, { signal })
    sender.flush()
  }

  disconnectedCallback() { this.#ends.abort() }

  get #place() { return this.dataset.place }

  #submitted = async (event) => {
    const form = event.target
    const kind = form.dataset.kind
    if (!kind) return
    event.preventDefault()
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token"))
    await ready
    if (Object.values(fields).every((value) => !value.trim())) return this.#say(kind === "remark" ? t("Write something first.") : t("Choose at least one answer first."))
    this.#say("")
    try {
      await sender.add({ place: this.#place, key: newKey(), kind, path: form.getAttribute("action"), fields, isLast: true })
    } catch {
      form.submit() // a device that is full: the form's own way is left
    }
    return undefined
  }

  #heard = async ({ detail: { waiting, sent, isPersistent } }) => {
    await ready
    const isHere = ({ board }) => board === this.#place
    const here = waiting.filter(isHere)
    this.#count(here.filter((row) => !row.refusal), isPersistent)
    for (const { row, message } of sent) if (isHere(row)) this.#arrived(row, message)
    for (const row of here) if (row.refusal) this.#giveBack(row)
  }

  #count(waiting, isPersistent) {
    const badge = this.querySelector("[data-waiting]")
    if (waiting.length === 0) {
      badge.hidden = !badge.dataset.said
      return
    }
    delete badge.dataset.said
    badge.hidden = false
    badge.textContent = isPersistent ? t("Kept on this device. It is sent when there is a network.") : t("This device stores nothing: keep this page open.")
  }

  #arrived({ act }, message) {
    const badge = this.querySelector("[data-waiting]")
    badge.dataset.said = "yes"
    badge.hidden = false
    badge.textContent = message
    announce(message)
    if (act.kind !== "remark") return
    const form = this.querySelector("form[data-kind=remark]")
    form?.replaceWith(Object.assign(document.createElement("p"), { textContent: message }))
  }

  // What was not taken stands in its field again, with the reason.
  #giveBack(row) {
    this.#say(row.refusal === "-" ? t("This was not taken.") : row.refusal)
    const field = this.querySelector("[name=text]")
    if (row.act.kind === "remark" && field && !field.value) field.value = row.act.text
    if (row.act.kind !== "remark" || field) sender.drop(row.key)
  }

  #say(text) {
    const fault = this.querySelector("[data-fault]")
    fault.hidden = !text
    fault.textContent = text
  }
}

if (!customElements.get("evaluation-form")) customElements.define("evaluation-form", EvaluationForm)
