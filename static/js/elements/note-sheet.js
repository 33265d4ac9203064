// The sheet that notes are written on. What is written is given out on each keystroke ("draft-written"), so nothing
// that happens to the board or the page can take it away. Gives "note-written" { column, text, again } and
// "note-edited" { id, text, base }; whoever cannot take them calls preventDefault(), and the sheet stays.

import { counted } from "network/board/drawing-words.js"
import { t } from "network/ui/text.js"

/** How long a note should be; 2,000 is how long it can be, and stands in the page. */
export const ASKED_LENGTH = 280
const NEAR = 20
const TYPING_MS = 3_000

export class NoteSheet extends HTMLElement {
  #subject = { key: "new", note: null, base: "" }
  #quiet = 0
  #ends = null

  get #dialog() {
    return this.querySelector("dialog")
  }

  get #text() {
    return this.querySelector("[name=text]")
  }

  get isOpen() {
    return this.#dialog.open
  }

  /** What is on the sheet: { key, note, base, text, column }. */
  get draft() {
    return { ...this.#subject, text: this.#text.value, column: this.querySelector("[name=column]:checked")?.value ?? null }
  }

  connectedCallback() {
    this.#ends = new AbortController()
    const { signal } = this.#ends
    this.addEventListener("input", this.#written, { signal })
    this.addEventListener("submit", this.#submitted, { signal })
    this.addEventListener("click", this.#clicked, { signal })
    this.#dialog.addEventListener("close", this.#closed, { signal })
    window.visualViewport?.addEventListener("resize", this.#fit, { signal })
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#quiet)
  }

  /** A new note in `column`, going on with `draft` when there is one. */
  write({ column, draft = null }) {
    this.#open({ key: "new", note: null, base: "" }, draft?.text ?? "", Boolean(draft?.text))
    this.#choose(column ?? draft?.column)
  }

  /** Edit `note`; a draft brings its own base, the text that it was written against. */
  edit({ note, draft = null }) {
    this.#open({ key: note.id, note: note.id, base: draft?.base ?? note.text }, draft?.text ?? note.text, Boolean(draft))
  }

  /** Say something on the sheet, above the text. */
  tell(words) {
    const notice = this.querySelector("[data-notice]")
    notice.hidden = !words
    notice.textContent = words
  }

  /** Whether what is written can be sent now. It can always be copied when it cannot be sent. */
  set canSend(can) {
    for (const button of this.querySelectorAll("[type=submit]")) button.disabled = !can
    this.querySelector("[data-do=copy]").hidden = can
  }

  #open(subject, text, isDraft) {
    this.#subject = subject
    for (const part of this.querySelectorAll("[data-for]")) part.hidden = (part.dataset.for === "new") !== (subject.note === null)
    this.#text.value = text
    this.tell(isDraft ? t("You began on this earlier. We kept it for you.") : "")
    this.#fault(false)
    this.#count(false)
    this.#fit()
    if (!this.isOpen) this.#dialog.showModal()
    this.#text.focus()
    this.#text.setSelectionRange(text.length, text.length)
  }

  #choose(column) {
    const radios = [...this.querySelectorAll("[name=column]")]
    const chosen = radios.find((radio) => radio.value === column) ?? radios.find((radio) => radio.checked) ?? radios[0]
    if (chosen) chosen.checked = true
  }

  #written = (event) => {
    if (event.target === this.#text) {
      this.#fault(false)
      this.#count(true)
      this.#type()
    }
    this.#give("draft-written", this.draft)
  }

  #type() {
    clearTimeout(this.#quiet)
    this.#give("sheet-typing", { note: this.#subject.note, typing: true })
    this.#quiet = setTimeout(() => this.#give("sheet-typing", { note: this.#subject.note, typing: false }), TYPING_MS)
  }

  #submitted = (event) => {
    event.preventDefault()
    const { note, base, text, column } = this.draft
    if (!text.trim()) return this.#fault(true)
    const again = event.submitter?.value === "again"
    const isTaken = note === null
      ? this.#give("note-written", { column, text: text.trim(), again })
      : this.#give("note-edited", { id: note, text: text.trim(), base })
    if (!isTaken) return undefined
    if (!again) return this.#dialog.close()
    this.#open({ key: "new", note: null, base: "" }, "", false)
    return this.tell(t("Added. Write the next one."))
  }

  #clicked = (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do
    if (act === "cancel") this.#dialog.close()
    if (act === "copy") this.#copy()
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.#text.value)
      this.tell(t("Copied."))
    } catch {
      this.#text.select()
      this.tell(t("The text is marked: copy it yourself."))
    }
  }

  #closed = () => {
    clearTimeout(this.#quiet)
    this.#give("sheet-typing", { note: null, typing: false })
    this.#give("dialog-left", { id: this.#subject.note })
  }

  #fault(is) {
    this.querySelector("#sheet-error").hidden = !is
    if (!is) return this.#text.removeAttribute("aria-invalid")
    this.#text.setAttribute("aria-invalid", "true")
    return this.#text.focus()
  }

  #count(isTyping) {
    const left = ASKED_LENGTH - this.#text.value.length
    const words = counted(left)
    const place = this.querySelector(".sheet__count")
    place.textContent = words
    place.toggleAttribute("data-over", left < 0)
    if (isTyping && [NEAR, 0, -1].includes(left)) this.querySelector("[data-count-spoken]").textContent = words
  }

  // The keyboard of a phone covers the lower half of the window; the sheet takes what is left.
  #fit = () => {
    const height = window.visualViewport?.height ?? innerHeight
    this.#dialog.style.setProperty("--sheet-room", `${Math.round(height)}px`)
  }

  #give(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }))
  }
}

customElements.define("note-sheet", NoteSheet)
