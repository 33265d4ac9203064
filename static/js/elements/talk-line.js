// The private line and the two buttons while somebody speaks. Each form works by itself; with a script nothing waits
// for the network: it is kept on the device, sent once when there is one, and until then counted in words. What is only
// begun is kept as well, and stands in its field again when the page comes back.
//
// Attribute: data-place, the address of the talk. Forms carry data-kind: line, question or more.

import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { ready, t, tn } from "network/ui/text.js"

const BETWEEN_MS = 300

export class TalkLine extends HTMLElement {
  #ends = null
  #timer = null
  #begun = new Map()

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal })
    this.addEventListener("input", this.#written, { signal })
    addEventListener("pagehide", this.#keep, { signal })
    document.addEventListener("visibilitychange", this.#keep, { signal })
    sender.addEventListener("posts", this.#heard, { signal })
    this.#goOn()
    sender.flush()
  }

  disconnectedCallback() {
    this.#keep()
    this.#ends.abort()
  }

  get #place() { return this.dataset.place }
  #field(kind) { return this.querySelector(`form[data-kind=${kind}] [name=text]`) }

  /** What she had begun on, here or on an earlier page of this device. */
  async #goOn() {
    for (const { key, text } of await sender.drafts(this.#place)) {
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
    for (const [kind, text] of this.#begun) sender.keepDraft(this.#place, kind, text).catch(() => {})
    this.#begun.clear()
  }

  #submitted = async (event) => {
    const form = event.target
    const kind = form.dataset.kind
    if (!kind) return
    event.preventDefault()
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "back"))
    await ready
    if (kind !== "more" && !fields.text.trim()) return this.#say(t("Write something first."))
    const post = { place: this.#place, key: fields.key ?? newKey(), kind, path: form.getAttribute("action"), fields, isLast: kind === "more" }
    try {
      await sender.add(post)
    } catch {
      // A device that is full: the form's own way is left, and it keeps its words until an answer comes.
      return form.submit()
    }
    return this.#taken(form, kind, fields.text)
  }

  // What was taken leaves the form, which gets a new key: the next words are another line.
  #taken(form, kind, text) {
    this.#say("")
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

  #heard = async ({ detail: { waiting, sent, isPersistent } }) => {
    await ready
    const isHere = (row) => row.board === this.#place
    for (const { row } of sent) if (isHere(row)) this.#arrived(row)
    for (const row of waiting) if (isHere(row) && row.refusal) this.#giveBack(row)
    this.#count(waiting.filter((row) => isHere(row) && !row.refusal).length, isPersistent)
  }

  #arrived({ act }) {
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

  // What the server will not take comes back into its field; while that is in use it stands on top of the page.
  #giveBack(row) {
    const field = this.#field(row.act.kind)
    if (!field || field.value) return
    this.#say(row.refusal)
    this.#fill(field, row.act.text)
    this.#begun.set(row.act.kind, row.act.text)
    this.#keep()
    sender.drop(row.key)
  }

  #count(number, isPersistent) {
    const badge = this.querySelector(".talk__waiting")
    badge.hidden = number === 0
    badge.textContent = tn("{count} waits", "{count} wait", number)
    if (number > 0 && !isPersistent) badge.textContent += ` · ${t("keep this page open")}`
  }

  #say(text) {
    const fault = this.querySelector("[data-fault]")
    fault.hidden = !text
    fault.textContent = text
  }
}

if (!customElements.get("talk-line")) customElements.define("talk-line", TalkLine)
