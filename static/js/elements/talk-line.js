// The private line and the two buttons while somebody speaks. Each form works by itself; with a script nothing waits
// for the network: it is kept on the device, sent once when there is one, and until then counted in words.
//
// Attribute: data-place, the address of the talk. Forms carry data-kind: line, question or more.

import { TalkQueue } from "network/hall/talk-queue.js"
import { openStore } from "network/offline/store.js"
import { announce } from "network/ui/announce.js"
import { ready, t, tn } from "network/ui/text.js"

const AGAIN_MS = 15_000
const KEY_BYTES = 12

export class TalkLine extends HTMLElement {
  #ends = null
  #queue = null
  #store = null
  #timer = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal })
    addEventListener("online", this.#flush, { signal })
    document.addEventListener("visibilitychange", this.#flush, { signal })
    this.#queue = this.#open()
    this.#flush()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#timer)
    this.#store?.close()
  }

  async #open() {
    await ready
    this.#store = await openStore({ person: document.documentElement.dataset.person })
    return new TalkQueue({ store: this.#store, place: this.dataset.place, send: (act) => this.#post(act) })
  }

  #submitted = async (event) => {
    const form = event.target
    const kind = form.dataset.kind
    if (!kind) return
    event.preventDefault()
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "back"))
    if (kind !== "more" && !fields.text.trim()) return this.#say(t("Write something first."))
    const queue = await this.#queue
    await queue.add({ key: fields.key ?? "more", kind, path: form.getAttribute("action"), fields })
    this.#taken(form, kind)
    await this.#flush()
  }

  // What was taken leaves the form, which gets a new key: the next words are another line.
  #taken(form, kind) {
    this.#say("")
    if (kind === "more") return this.#turn(form)
    form.querySelector("[name=text]").value = ""
    form.querySelector("[name=key]").value = newKey()
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

  async #post({ path, fields }) {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    body.append("csrf_token", this.querySelector("[name=csrf_token]")?.value ?? "")
    const response = await fetch(path, { method: "POST", body, headers: { Accept: "application/json" } })
    const { message } = await response.json().catch(() => ({}))
    return { status: response.status, message }
  }

  #flush = async () => {
    clearTimeout(this.#timer)
    const queue = await this.#queue
    const { sent, refused, isSignedOut } = await queue.flush()
    if (!this.isConnected) return
    for (const row of sent) this.#arrived(row)
    for (const { row, message } of refused) await this.#giveBack(queue, row, message)
    if (isSignedOut) this.#say(t("You are signed out. What you wrote is kept here until you sign in again."))
    const rows = await queue.waiting()
    this.#count(rows.length, queue.isPersistent)
    if (rows.length > 0 && !isSignedOut) this.#timer = setTimeout(this.#flush, AGAIN_MS)
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

  // What the server will not take comes back into its field; if that is in use it stays and waits.
  async #giveBack(queue, row, message) {
    this.#say(message)
    const form = this.querySelector(`form[data-kind=${row.act.kind}]`)
    const field = form?.querySelector("[name=text]")
    if (row.act.kind === "more") return queue.drop(row.key)
    if (!field || field.value) return undefined
    field.value = row.act.text
    const details = form.closest("details")
    if (details) details.open = true
    return queue.drop(row.key)
  }

  #count(number, isPersistent) {
    const badge = this.querySelector("[data-waiting]")
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

// Not randomUUID: that exists on https alone.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) => byte.toString(16).padStart(2, "0")).join("")

if (!customElements.get("talk-line")) customElements.define("talk-line", TalkLine)
