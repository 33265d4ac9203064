// Moving a note by choosing: column and place. Gives "note-moved" { id, place: { column, after } }.

import { quoted } from "network/board/drawing-words.js"
import { t } from "network/ui/text.js"

export class MoveDialog extends HTMLElement {
  #note = null
  #columns = []

  get #dialog() {
    return this.querySelector("dialog")
  }

  connectedCallback() {
    this.addEventListener("change", this.#changed)
    this.addEventListener("click", this.#clicked)
    this.addEventListener("submit", this.#submitted)
    this.#dialog.addEventListener("close", this.#closed)
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.#changed)
    this.removeEventListener("click", this.#clicked)
    this.removeEventListener("submit", this.#submitted)
    this.#dialog.removeEventListener("close", this.#closed)
  }

  /** Ask where `note` is to lie. `columns` is [{ key, title, notes: [{ id, text }] }]. */
  open(note, columns, { isCluster = false } = {}) {
    this.querySelector("[data-for=note]").hidden = isCluster
    this.querySelector("[data-for=cluster]").hidden = !isCluster
    this.#note = note
    this.#columns = columns
    this.querySelector("[data-quote]").textContent = quoted(note.text)
    this.#field("column").replaceChildren(...columns.map(({ key, title }) => new Option(title, key)))
    this.#field("column").value = note.column
    this.#offerPlaces()
    this.#dialog.showModal()
  }

  #field(name) {
    return this.querySelector(`[name=${name}]`)
  }

  #changed = (event) => {
    if (event.target.name === "column") this.#offerPlaces()
  }

  // Options count from 0 = top; the value is an index, so that a note's id never has to be told from a word.
  #offerPlaces() {
    const others = this.#others()
    const places = [new Option(t("At the top"), "0")]
    others.forEach(({ text }, index) => places.push(new Option(t("After {note}", { note: quoted(text) }), String(index + 1))))
    if (others.length > 0) places.splice(1, 0, new Option(t("At the bottom"), String(others.length)))
    this.#field("place").replaceChildren(...places)
    this.#field("place").value = "0"
  }

  #others() {
    const column = this.#columns.find((one) => one.key === this.#field("column").value)
    return column.notes.filter((one) => one.id !== this.#note.id)
  }

  #submitted = () => {
    const after = this.#others()[Number(this.#field("place").value) - 1]?.id ?? null
    const place = { column: this.#field("column").value, after }
    this.dispatchEvent(new CustomEvent("note-moved", { bubbles: true, detail: { id: this.#note.id, place } }))
  }

  #clicked = (event) => {
    if (event.target.closest("[data-do=cancel]")) this.#dialog.close()
  }

  #closed = () => {
    this.dispatchEvent(new CustomEvent("dialog-left", { bubbles: true, detail: { id: this.#note.id } }))
  }
}

customElements.define("move-dialog", MoveDialog)
