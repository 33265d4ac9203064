// Saves the case after each pause, and says where the words are: with the server, on this device, or nowhere. The form
// inside works by itself. With data-held the page shows two texts or a fault: then only the button saves.
//
// Attribute: data-key, the address of the page, under which unsent words are kept.

import { afterSave, changed, takeUp } from "network/hall/autosave.js"
import { overflowing } from "network/hall/slide-room.js"
import { openStore } from "network/offline/store.js"
import { ready, t, tn } from "network/ui/text.js"

const PAUSE_MS = 2_000
const KEEP_MS = 400
const AGAIN_MS = 15_000
const DRAFT = "form"
const NO_NETWORK = 0

export class CaseEditor extends HTMLElement {
  #ends = null
  #store = null
  #began = {}
  #saving = null
  #keeping = null
  #isStopped = false
  #isSending = false

  async connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.#began = this.#texts()
    this.addEventListener("input", this.#written, { signal })
    this.addEventListener("submit", this.#submitted, { signal })
    addEventListener("online", this.#save, { signal })
    this.#isStopped = this.hasAttribute("data-held")
    await ready
    const store = await openStore({ person: document.documentElement.dataset.person })
    if (signal.aborted) return store.close()
    this.#store = store
    return this.#isStopped ? undefined : this.#takeUp()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#saving)
    clearTimeout(this.#keeping)
    this.#store?.close()
  }

  get #form() { return this.querySelector("form") }
  get #fields() { return [...this.querySelectorAll("textarea, input[name=title]")] }

  #texts() { return Object.fromEntries(this.#fields.map((field) => [field.name, field.value])) }
  #mark(name) { return this.querySelector(`[name=mark_${name}]`) }
  #marks() { return Object.fromEntries(this.#fields.map(({ name }) => [name, this.#mark(name).value])) }

  async #takeUp() {
    const draft = (await this.#store.drafts(this.dataset.key)).find(({ key }) => key === DRAFT)
    if (!draft) return
    const { texts, marks } = takeUp(draft, this.#texts())
    this.#fill(texts, marks)
    if (Object.keys(texts).length === 0) return this.#forget()
    this.#say(t("What you wrote here last and did not send is back."), "unsaved")
    this.#soon(PAUSE_MS)
  }

  #written = ({ target }) => {
    this.#sayLong(target)
    if (changed(this.#texts(), this.#began).length === 0) return
    clearTimeout(this.#keeping)
    this.#keeping = setTimeout(this.#keep, KEEP_MS)
    if (this.#isStopped) return this.#say(t("Not saved. Press Save when you have looked at both."), "unsaved")
    this.#say(t("Not saved yet"), "unsaved")
    return this.#soon(PAUSE_MS)
  }

  // Only what she has changed: the rest may be newer when she comes back.
  #keep = async () => {
    const now = this.#texts()
    const fields = Object.fromEntries(changed(now, this.#began).map((name) => [name, now[name]]))
    const text = Object.values(fields).join("\n\n")
    if (!text) return
    await this.#store?.writeDrafts(this.dataset.key, [{ key: DRAFT, text, fields, marks: this.#marks() }])
    if (this.#store?.isPersistent && !this.#isStopped && !this.#isSending) this.#say(t("Saved on this device"), "device")
  }

  #soon(wait) {
    clearTimeout(this.#saving)
    this.#saving = setTimeout(this.#save, wait)
  }

  #save = async () => {
    if (this.#isStopped || this.#isSending || changed(this.#texts(), this.#began).length === 0) return
    const status = await this.#send()
    if (status === NO_NETWORK) this.#soon(AGAIN_MS)
  }

  /** Sends the form and takes in the answer. Gives its status, or NO_NETWORK. */
  async #send() {
    this.#isSending = true
    const sent = this.#texts()
    try {
      const response = await fetch(this.#form.action, { method: "POST", body: new FormData(this.#form), headers: { Accept: "application/json" } })
      const answer = await response.json().catch(() => ({}))
      response.ok ? await this.#saved(sent, answer) : this.#refused(response.status, answer)
      return response.status
    } catch {
      this.#say(this.#store?.isPersistent ? t("Saved on this device. It is sent when there is a network.") : t("Not saved: there is no network. Keep this page open."), "unsaved")
      return NO_NETWORK
    } finally {
      this.#isSending = false
    }
  }

  async #saved(sent, { clock, marks, theirs }) {
    const after = afterSave({ sent, now: this.#texts(), theirs, marks, oldMarks: this.#marks() })
    this.#fill(after.texts, after.marks)
    this.#began = after.began
    if (!after.isSaved) return this.#soon(PAUSE_MS)
    clearTimeout(this.#keeping)
    await this.#forget()
    return this.#say(t("Saved {clock}", { clock }), "saved")
  }

  // A server that is out of breath is asked again; what a person must look at waits for her.
  #refused(status, { message }) {
    if (status >= 500 || status === 429) {
      this.#say(t("Not saved yet. We try again by ourselves."), "unsaved")
      return this.#soon(AGAIN_MS)
    }
    this.#isStopped = status !== 422
    return this.#say(message || t("Not saved. Press Save to see why."), "unsaved")
  }

  // The button saves as a pause does, so that nothing is let go before it is stored. What a person must look at comes
  // as a page: then the form is sent as forms are.
  #submitted = async (event) => {
    event.preventDefault()
    clearTimeout(this.#saving)
    const isPreview = event.submitter?.name === "preview"
    await this.#keep()
    const status = await this.#send()
    if (status === 200) return this.#leave(isPreview)
    if (status !== NO_NETWORK && status < 500 && status !== 429) this.#form.submit()
    return undefined
  }

  #leave(isPreview) {
    if (isPreview) return location.assign(this.#form.action)
    if (this.hasAttribute("data-held")) return location.assign(this.dataset.key)
    return undefined
  }

  #forget() { return this.#store?.writeDrafts(this.dataset.key, [], [DRAFT]) }

  #fill(texts, marks) {
    for (const [name, text] of Object.entries(texts)) this.querySelector(`[name=${name}]`).value = text
    for (const [name, mark] of Object.entries(marks)) if (this.#mark(name)) this.#mark(name).value = mark
  }

  #sayLong(field) {
    const note = this.querySelector(`[data-long="${field.name}"]`)
    if (!note) return
    const slides = overflowing(field.value)
    const text = slides ? tn("There is more here than a slide has room for: in the hall it becomes {count} slide.", "There is more here than a slide has room for: in the hall it becomes {count} slides.", slides) : ""
    if (note.textContent !== text) note.textContent = text
  }

  #say(text, state) {
    const said = this.querySelector("[data-said]")
    said.hidden = false
    said.dataset.state = state
    if (said.textContent !== text) said.textContent = text
  }
}

customElements.define("case-editor", CaseEditor)
