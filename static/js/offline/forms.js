// What the elements have in common whose forms wait for no network. Each form works by itself; with a script it is kept on
// the device, sent once when there is a network, and until then said in words to wait: nothing is called stored before
// the server has it. What the server will not take comes back to the form.
//
// Attribute: data-place, the address of a page on which the form stands.

import { sender } from "network/offline/sender.js"
import { ready, t, tn } from "network/ui/text.js"

/** Neither its token, which is the page's, nor where a browser without script goes back to. */
const NOT_SENT_LATER = ["csrf_token", "back"]

/** What of a form is sent later, with the button that was pressed. */
export function fieldsOf(form, submitter = null) {
  return Object.fromEntries([...new FormData(form, submitter)].filter(([name]) => !NOT_SENT_LATER.includes(name)))
}

/** Say how much waits at an element's place. */
export function sayWaiting(element, number, isPersistent) {
  const badge = element.querySelector("[data-waiting]")
  badge.hidden = number === 0
  badge.textContent = tn("{count} waits", "{count} wait", number)
  if (number > 0 && !isPersistent) badge.textContent += ` · ${t("keep this page open")}`
}

export class WaitingForms extends HTMLElement {
  #ends = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal })
    sender.addEventListener("posts", this.#heard, { signal })
    this.begin(signal)
    this.#goOn()
  }

  disconnectedCallback() { this.#ends.abort() }

  get place() { return this.dataset.place }
  isHere = (row) => row.board === this.place

  /** What else an element listens to, as long as it stands on the page. */
  begin(_signal) {}

  /** What is kept of a form: the row as PostQueue.add takes it, without place and path; null for a form that is not ours. */
  postOf(_form, _submitter) { return null }

  /** What cannot be sent as it is, in words. */
  faultOf(_post) { return "" }

  /** The device stores nothing more: the form's own way is left, and it keeps its words until an answer comes. */
  full(form, submitter) {
    if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }))
    form.submit()
  }

  /** The device has it. */
  taken(_form, _post) {}

  /** The server has it. */
  arrived(_row, _message) {}

  /** What waits on this device is newer than what the page was made with. */
  takeUp(_row) {}

  /** What the server would not take. */
  giveBack(_row) {}

  /** Say what waits: rows, and whether they outlive the page. */
  showWaiting(rows, isPersistent) { sayWaiting(this, rows.length, isPersistent) }

  /** What is wrong, in words; "" takes them away. */
  say(text) {
    const fault = this.querySelector("[data-fault]")
    if (!fault || fault.textContent === text) return
    fault.hidden = !text
    fault.textContent = text
  }

  async #goOn() {
    const rows = await (await sender.open()).waiting()
    for (const row of rows) if (this.isHere(row) && !row.refusal) this.takeUp(row)
    sender.flush()
  }

  #submitted = async (event) => {
    const { target: form, submitter } = event
    const post = this.postOf(form, submitter)
    if (!post) return
    event.preventDefault()
    await ready
    const fault = this.faultOf(post)
    this.say(fault)
    if (!fault) await this.#add(form, submitter, post)
  }

  async #add(form, submitter, post) {
    try {
      await sender.add({ place: this.place, path: form.getAttribute("action"), ...post })
    } catch {
      return this.full(form, submitter)
    }
    return this.taken(form, post)
  }

  #heard = async ({ detail: { waiting, sent, isPersistent } }) => {
    await ready
    for (const { row, message } of sent) if (this.isHere(row)) this.arrived(row, message)
    const here = waiting.filter(this.isHere)
    for (const row of here) if (row.refusal) this.giveBack(row)
    this.showWaiting(here.filter((row) => !row.refusal), isPersistent)
  }
}

/** Why something was not taken, in the server's words when it has any. */
export const reasonOf = ({ refusal }) => (refusal === "-" ? t("This was not taken.") : refusal)
