// A form of choices that is sent at each choice, and says where they are: with the server, or not. It works by itself as
// a form; with a script its Save button is not shown. Texts that several write at once are not its business.

import { ready, t } from "network/ui/text.js"

const AGAIN_MS = 5_000

export class SavedForm extends HTMLElement {
  #ends = null
  #timer = null
  #isSending = false
  #isDue = false

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("change", this.#chosen, { signal })
    this.addEventListener("submit", this.#submitted, { signal })
    addEventListener("online", this.#again, { signal })
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#timer)
  }

  get #form() { return this.querySelector("form") }

  #chosen = ({ target }) => {
    if (!target.closest("shared-text")) this.#save()
  }

  #submitted = (event) => {
    event.preventDefault()
    this.#save()
  }

  #again = () => { if (this.#isDue) this.#save() }

  async #save() {
    this.#isDue = true
    if (this.#isSending) return
    this.#isSending = true
    await ready
    try {
      while (this.#isDue) {
        this.#isDue = false
        if (!await this.#send()) break
      }
    } finally {
      this.#isSending = false
    }
  }

  /** Whether the server answered, so that the next choice may follow at once. */
  async #send() {
    const body = new FormData(this.#form)
    for (const text of this.querySelectorAll("shared-text [name]")) body.delete(text.name)
    try {
      const response = await fetch(this.#form.action, { method: "POST", body, headers: { Accept: "application/json" } })
      const answer = await response.json().catch(() => ({}))
      if (response.status >= 500 || response.status === 429) return this.#later()
      if (response.ok) this.#saved(answer)
      else this.#say(answer.message || t("Not saved. Reload the page to see how it stands."))
      return true
    } catch {
      return this.#later()
    }
  }

  #later() {
    this.#isDue = true
    this.#say(t("Not saved yet: no network. Keep this page open."))
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#again, AGAIN_MS)
    return false
  }

  #saved({ marks = {}, theirs = {} }) {
    for (const [name, mark] of Object.entries(marks)) {
      const field = this.querySelector(`[name=mark_${name}]`)
      if (field) field.value = mark
    }
    for (const [name, value] of Object.entries(theirs)) this.#fill(name, value)
    this.#settle()
    this.#say(t("Saved"))
  }

  /** What is stored is what the page begins with: a hall's page may change this part again. */
  #settle() {
    for (const option of this.querySelectorAll("option")) option.defaultSelected = option.selected
    for (const field of this.querySelectorAll("input")) [field.defaultValue, field.defaultChecked] = [field.value, field.checked]
  }

  #fill(name, value) {
    const field = this.querySelector(`[name=${name}]`)
    if (!field || field === document.activeElement) return
    if (field.type === "checkbox") field.checked = Boolean(value)
    else field.value = value
  }

  #say(words) { this.querySelector("[data-kept-words]").textContent = words }
}

if (!customElements.get("saved-form")) customElements.define("saved-form", SavedForm)
