// An own template while it is written: columns come, go and change places without the page being fetched, and the
// preview follows each letter. Without a script the same buttons send the form, which comes back with all that was typed.
//
// Attributes: data-most (columns), data-moved and data-removed (what is said; __n__ is the column's number).

import { announcePolitely } from "network/ui/announce.js"

const ID = "__id__"
const WITH_ID = ["id", "for", "aria-describedby"]
const NUMBER = /__n__/g
const NOTHING = "…"
const SHOWN_MS = 150

export class TemplateEditor extends HTMLElement {
  #ends = null
  #made = 0
  #timer = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("click", this.#pressed, { signal })
    this.addEventListener("input", this.#typed, { signal })
    this.#made = this.#rows.length
    this.#settle()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#timer)
  }

  get #list() { return this.querySelector(".editor__columns") }
  get #rows() { return [...this.#list.children] }

  #pressed = (event) => {
    const button = event.target.closest("button[data-act]")
    if (!button) return
    event.preventDefault()
    const row = button.closest("[data-column]")
    if (button.dataset.act === "add") this.#add()
    else if (button.dataset.act === "remove") this.#remove(row)
    else this.#move(row, button)
  }

  #typed = () => {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#draw(), SHOWN_MS)
  }

  #add() {
    if (this.#rows.length >= Number(this.dataset.most)) return
    const row = this.querySelector("template[data-row]").content.firstElementChild.cloneNode(true)
    this.#name(row, this.#made++)
    this.#list.append(row)
    this.#settle()
    row.querySelector("[name=column_title]").focus()
  }

  /** Its fields' ids, none of which is used twice, whatever has been taken away meanwhile. */
  #name(row, number) {
    for (const name of WITH_ID) {
      for (const part of row.querySelectorAll(`[${name}*=${ID}]`)) part.setAttribute(name, part.getAttribute(name).replace(ID, number))
    }
  }

  #remove(row) {
    if (this.#rows.length < 2) return
    const next = row.nextElementSibling ?? row.previousElementSibling
    row.remove()
    this.#settle()
    next.querySelector("[name=column_title]").focus()
    announcePolitely(this.dataset.removed)
  }

  #move(row, button) {
    const isUp = button.dataset.act === "up"
    const other = isUp ? row.previousElementSibling : row.nextElementSibling
    if (!other) return
    if (isUp) other.before(row)
    else other.after(row)
    this.#settle()
    const still = button.hidden ? row.querySelector(`[data-act=${isUp ? "down" : "up"}]`) : button
    still.focus()
    announcePolitely(this.dataset.moved.replace(NUMBER, this.#rows.indexOf(row) + 1))
  }

  /** Numbers, and which buttons there are, as they would be on a page that was fetched now. */
  #settle() {
    const rows = this.#rows
    for (const [place, row] of rows.entries()) {
      const legend = row.querySelector("legend")
      legend.textContent = legend.dataset.words.replace(NUMBER, place + 1)
      for (const button of row.querySelectorAll("button[data-act]")) {
        const { act, words } = button.dataset
        button.value = `${act}-${place}`
        button.setAttribute("aria-label", words.replace(NUMBER, place + 1))
        button.hidden = { up: place === 0, down: place === rows.length - 1, remove: rows.length === 1 }[act]
      }
    }
    this.querySelector("[data-act=add]").hidden = rows.length >= Number(this.dataset.most)
    this.#draw()
  }

  #draw() {
    const value = (name, root = this) => root.querySelector(`[name=${name}]`).value.trim()
    const columns = this.#rows.map((row) => ({ title: value("column_title", row) || NOTHING, prompt: value("column_prompt", row) }))
    for (const place of this.querySelectorAll("[data-shows=heading]")) place.textContent = value("title") || NOTHING
    for (const place of this.querySelectorAll("[data-shows=help]")) {
      place.textContent = value("help")
      place.hidden = !value("help")
    }
    for (const list of this.querySelectorAll(".preview__columns")) list.replaceChildren(...columns.map((one) => this.#column(one)))
    this.querySelector(".preview__chips").replaceChildren(...columns.map(({ title }) => chip(title)))
    this.#count(value)
  }

  #column(texts) {
    const column = this.querySelector("template[data-preview-column]").content.firstElementChild.cloneNode(true)
    for (const [name, text] of Object.entries(texts)) column.querySelector(`[data-shows=${name}]`).textContent = text
    return column
  }

  #count(value) {
    let all = 0
    for (const item of this.querySelectorAll(".preview__phases [data-phase]")) {
      const typed = value(`phase_${item.dataset.phase}`)
      const minutes = /^\d{1,5}$/.test(typed) ? Number(typed) : 0
      item.querySelector("b").textContent = minutes
      item.hidden = minutes === 0
      all += minutes
    }
    const total = this.querySelector("[data-total]")
    total.textContent = total.dataset.words.replace(NUMBER, all)
  }
}

function chip(title) {
  const made = document.createElement("span")
  made.textContent = title
  return made
}

if (!customElements.get("template-editor")) customElements.define("template-editor", TemplateEditor)
