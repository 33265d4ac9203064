// "Take home" on a talk, a case or a question, with a line in one's own words. Its forms work by themselves; with a
// script nothing waits for the network: the mark is kept on the device, sent once when there is one, and until then
// counted in words. Of what is pressed one thing after the other on the same thing only the last is sent.
//
// Attributes: data-place, the mark's own address; data-target, what is marked. Forms carry data-act: put or removal.

import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { ready, t, tn } from "network/ui/text.js"

/** What of a form is sent later: neither its token, which is the page's, nor where a browser without script goes back to. */
export const fieldsOf = (form) => Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "back"))

/** Show the parts that are for something marked, or for something that is not. */
export function showMarked(root, isMarked) {
  for (const part of root.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "marked") !== isMarked
}

/** Say how much waits at an element's place. */
export function sayWaiting(element, { waiting, isPersistent }) {
  const number = waiting.filter((row) => row.board === element.dataset.place && !row.refusal).length
  const badge = element.querySelector("[data-waiting]")
  badge.hidden = number === 0
  badge.textContent = tn("{count} waits", "{count} wait", number)
  if (number > 0 && !isPersistent) badge.textContent += ` · ${t("keep this page open")}`
}

export class TakeHome extends HTMLElement {
  #ends = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal })
    sender.addEventListener("posts", this.#heard, { signal })
    this.#goOn()
  }

  disconnectedCallback() { this.#ends.abort() }

  get #place() { return this.dataset.place }
  get #line() { return this.querySelector("[name=line]") }
  #isHere = (row) => row.board === this.#place

  /** What waits on this device is newer than what the page was made with. */
  async #goOn() {
    const rows = await (await sender.open()).waiting()
    for (const row of rows.filter((one) => this.#isHere(one) && !one.refusal)) this.#show(row.act)
    sender.flush()
  }

  #show({ text, fields }) {
    const isMarked = fields.key !== undefined
    showMarked(this, isMarked)
    if (isMarked) this.#fill(text)
  }

  // What the server knows is not something that she is in the middle of: the page may change under it.
  #fill(text) {
    this.#line.value = text
    this.#line.defaultValue = text
  }

  #submitted = async (event) => {
    const form = event.target
    const { act } = form.dataset
    if (!act) return
    event.preventDefault()
    const fields = fieldsOf(form)
    const post = { place: this.#place, key: fields.key ?? newKey(), kind: "mark", path: form.getAttribute("action"), fields, text: fields.line ?? "", isLast: true }
    try {
      await sender.add(post)
    } catch {
      // A device that is full: the form's own way is left.
      return form.submit()
    }
    await ready
    return this.#taken(form, act, fields)
  }

  #taken(form, act, fields) {
    const isMarked = act === "put"
    if (isMarked) form.querySelector("[name=key]").value = newKey()
    this.#say("")
    this.#fill(isMarked ? fields.line : "")
    showMarked(this, isMarked)
    const details = this.querySelector("details")
    details.open = false
    details.querySelector("summary").focus()
    announce(isMarked ? t("You take this home.") : t("Taken away."))
  }

  #heard = async ({ detail }) => {
    await ready
    for (const row of detail.waiting) if (this.#isHere(row) && row.refusal) this.#giveBack(row)
    sayWaiting(this, detail)
  }

  // What the server will not take comes back into its field; while that is in use it stands on top of the page.
  #giveBack(row) {
    if (this.#line.value !== this.#line.defaultValue) return
    this.#say(row.refusal === "-" ? t("This was not taken.") : row.refusal)
    showMarked(this, false)
    this.#line.defaultValue = ""
    this.#line.value = row.act.text
    this.querySelector("details").open = true
    sender.drop(row.key)
  }

  #say(text) {
    const fault = this.querySelector("[data-fault]")
    fault.hidden = !text
    fault.textContent = text
  }
}

if (!customElements.get("take-home")) customElements.define("take-home", TakeHome)
