// A field that several write in at once. The textarea inside is a real one and its form works by itself; with a script what
// is typed goes out as it is typed, what others type comes in around the caret, and the line below says where the words are.
//
// Attributes: data-writing (its name on the wire), data-key (which of its texts), data-limit, data-open.

import { shareWriting } from "network/writing/shared.js"
import { Binding } from "network/writing/binding.js"
import { leftWords, peopleWords, standing, standingWords } from "network/writing/words.js"
import { announce, announcePolitely } from "network/ui/announce.js"
import { ready, t } from "network/ui/text.js"

const TYPING_MS = 3000
/** With this instead of a mark the form says: the words are sent already, as they were written. */
const LIVE = "live"

export class SharedText extends HTMLElement {
  #ends = null
  #shared = null
  #model = null
  #binding = null
  #typing = null
  #wasClosed = null

  async connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    const { writing } = this.dataset
    const { person } = document.documentElement.dataset
    if (!writing || !person) return
    const shared = this.#shared = shareWriting(writing, { person })
    const [model] = await Promise.all([shared.opened, ready])
    if (signal.aborted) return
    this.#model = model
    this.#bind(signal)
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#typing)
    this.#binding?.close()
    if (this.#model && this.#field === document.activeElement) this.#model.focus(null)
    this.#shared?.close()
  }

  get #field() { return this.querySelector("textarea") }
  get #key() { return this.dataset.key }

  #bind(signal) {
    const field = this.#field
    const on = (target, name, act) => target.addEventListener(name, act, { signal })
    this.#binding = new Binding({ field, key: this.#key, model: this.#model, limit: Number(this.dataset.limit) || Infinity, told: () => this.#show() })
    on(field, "keydown", this.#pressed)
    on(field, "beforeinput", this.#beforeInput)
    on(field, "input", () => this.#isTyping())
    on(field, "focus", () => this.#model.focus(this.#key))
    on(field, "blur", () => { clearTimeout(this.#typing); this.#model.focus(null) })
    on(window, "pagehide", () => this.#binding.flush())
    on(document, "visibilitychange", () => { if (document.visibilityState === "hidden") this.#binding.flush() })
    on(this.#model, "status", () => this.#show())
    on(this.#model, "people", () => this.#showPeople())
    on(this.#model, "recovered", () => this.#showDrafts(true))
    on(this, "click", this.#clicked)
    if (field === document.activeElement) this.#model.focus(this.#key)
    this.#show()
    this.#showPeople()
    this.#showDrafts(false)
  }

  // Undo of the browser would take back what others wrote.
  #pressed = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return
    const key = event.key.toLowerCase()
    if (key === "z") this.#goBack(event, event.shiftKey)
    if (key === "y") this.#goBack(event, true)
  }

  #beforeInput = (event) => {
    if (event.inputType === "historyUndo") this.#goBack(event, false)
    if (event.inputType === "historyRedo") this.#goBack(event, true)
  }

  #goBack(event, isForth) {
    if (!this.#binding.isBound) return
    event.preventDefault()
    if (isForth) this.#binding.redo()
    else this.#binding.undo()
  }

  #isTyping() {
    this.#model.focus(this.#key, true)
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => this.#model.focus(this.#key, false), TYPING_MS)
  }

  #show() {
    const binding = this.#binding
    if (!binding) return
    const facts = { status: this.#model.status, state: this.#model.stateOf(this.#key), isBehind: binding.isBehind, isBound: binding.isBound, tooMany: binding.tooMany }
    const stands = standing(facts)
    this.#say("[data-state]", standingWords(stands, facts), stands)
    this.#say("[data-left]", leftWords(binding.left, binding.limit))
    if (stands === "long") this.#field.setAttribute("aria-invalid", "true")
    else this.#field.removeAttribute("aria-invalid")
    this.#showClosed(["closed", "reader", "refused"].includes(stands))
    this.#tellForm(binding)
  }

  // What the page knows of the field is what is there: nobody is asked to save, or kept from a newer page, for words that are sent.
  #tellForm(binding) {
    if (!binding.isBound) return
    const base = this.querySelector("[data-base]")
    if (base) base.value = LIVE
    // In a field that nobody has touched the browser takes even the same words for new ones, and puts the caret first.
    if (!binding.isBehind && this.#field.defaultValue !== this.#field.value) this.#field.defaultValue = this.#field.value
  }

  // Until the server has said what may be done, the page's own word counts.
  #showClosed(isClosed) {
    if (isClosed === this.#wasClosed || !this.#model.status.isJoined) return
    this.#field.readOnly = isClosed
    if (this.#wasClosed === false && isClosed) announcePolitely(this.querySelector("[data-state]").textContent)
    this.#wasClosed = isClosed
    this.#showDrafts(false)
  }

  #showPeople() { this.#say("[data-people]", peopleWords(this.#model.people(this.#key))) }

  #say(part, words, state) {
    const line = this.querySelector(part)
    if (state !== undefined && line.dataset.state !== state) line.dataset.state = state
    if (line.textContent !== words) line.textContent = words
  }

  // Words that are in no text: refused, or written when it was closed.

  #drafts() { return this.#model.drafts().filter(({ field, recovered }) => recovered && field === this.#key) }

  #showDrafts(isNew) {
    const drafts = this.#drafts()
    const list = this.querySelector("[data-drafts]")
    list.replaceChildren(...drafts.map((draft) => this.#draftBlock(draft)))
    list.hidden = drafts.length === 0
    if (isNew && drafts.length > 0) announcePolitely(t("Something you wrote is not in the text. It is kept below the field."))
  }

  #draftBlock({ key, text }) {
    const block = make("div", { className: "shared-text__draft" })
    block.dataset.draft = key
    const acts = make("div", { className: "acts" })
    if (this.#model.status.canWrite) acts.append(choice("use", t("Put it in")))
    acts.append(choice("copy", t("Copy")), choice("drop", t("Throw it away")))
    block.append(make("p", { className: "quiet", textContent: t("Not in the text. Kept on this device:") }), make("p", { className: "shared-text__words", textContent: text }), acts)
    return block
  }

  #clicked = ({ target }) => {
    const act = target.closest("[data-do]")?.dataset.do
    const key = target.closest("[data-draft]")?.dataset.draft
    const draft = this.#drafts().find((one) => one.key === key)
    if (!act || !draft) return
    if (act === "copy") return this.#copy(draft.text)
    if (act === "use") this.#use(draft.text)
    this.#model.dropDraft(key)
    this.#showDrafts(false)
    this.#field.focus()
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text)
      announce(t("Copied"))
    } catch {
      announce(t("It could not be copied. Mark the text and copy it."))
    }
  }

  /** Behind what stands there: its writer sees to the rest. */
  #use(text) {
    const field = this.#field
    field.value = field.value.trim() === "" ? text : `${field.value.trimEnd()} ${text}`
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
}

const make = (name, properties) => Object.assign(document.createElement(name), properties)

function choice(act, label) {
  const button = make("button", { className: "ds-button", type: "button", textContent: label })
  button.dataset.do = act
  button.dataset.variant = "tertiary"
  button.dataset.size = "sm"
  return button
}

customElements.define("shared-text", SharedText)
