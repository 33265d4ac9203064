// The notes on the screen: one element for each note, changed notes collected, one flush an animation frame.

import { withPlace } from "network/board/drawing-carry.js"
import { flash, makeItem, noteOf, patchItem, setStop } from "network/board/drawing-note.js"
import { heir } from "network/board/drawing-order.js"
import { moveKeepingFocus } from "network/ui/focus.js"

export class BoardDrawing {
  #root
  #template
  #read
  #items = new Map()
  #left
  #dirty = new Set()
  #fresh = new Set()
  #frame = 0
  #columns = []
  #carried = null
  #current = null

  /** `read()` gives { notes, view(note) }: the notes in order and, for one of them, { may, writer }.
   *  `root` holds the columns, with the notes that the server drew: each stands until the model has it.
   */
  constructor({ root, template, read }) {
    this.#root = root
    this.#template = template
    this.#read = read
    this.#left = new Map([...root.querySelectorAll("[data-note]")].map((item) => [item.dataset.note, item]))
    this.#columns = this.#lists().map(({ key }) => ({ key, notes: [] }))
  }

  /** Note down that these notes changed; they are drawn together in the next frame. */
  mark(ids, { remote = false } = {}) {
    for (const id of ids) {
      this.#dirty.add(id)
      if (remote) this.#fresh.add(id)
    }
    this.#frame ||= requestAnimationFrame(() => this.flush())
  }

  markAll() {
    this.mark(this.#items.keys())
  }

  /** Draw what is dirty now. */
  flush() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const { notes, view } = this.#read()
    const before = this.#columns
    this.#patch(notes, view)
    this.#columns = this.#ordered(notes)
    this.#removeGone(notes, before)
    for (const { key, list } of this.#lists()) this.#arrange(list, this.#columns.find((one) => one.key === key).notes)
    this.#count()
    this.#keepOneStop()
    this.#dirty.clear()
    this.#fresh.clear()
  }

  /** Let go of the server's notes that the model does not have: it is up to date now. */
  settle() {
    for (const item of this.#left.values()) item.remove()
    this.#left.clear()
    this.mark([])
  }

  /** The columns as shown, a carried note where it would land: [{ key, notes: [id] }]. */
  get columns() {
    return this.#columns
  }

  get current() {
    return this.#current
  }

  /** Show note `id` at `place` although the model has it elsewhere. */
  carry(id, place, { follow = true } = {}) {
    this.#carried = { id, place }
    this.flush()
    this.note(id)?.classList.add("note--carried")
    if (follow) this.note(id)?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  /** End of carrying: the note is shown where the model has it. */
  release() {
    if (!this.#carried) return
    this.note(this.#carried.id)?.classList.remove("note--carried")
    this.#carried = null
    this.flush()
  }

  note(id) {
    const item = this.#items.get(id)
    return item ? noteOf(item) : null
  }

  /** Put the focus on note `id`, drawing it first when it is new. */
  focus(id) {
    if (!this.#items.has(id)) this.flush()
    const note = this.note(id)
    if (!note) return false
    this.stopAt(id)
    note.focus({ preventScroll: true })
    note.scrollIntoView({ block: "nearest", inline: "nearest" })
    return true
  }

  /** Make `id` the one note in the tab order. */
  stopAt(id) {
    if (id === this.#current && this.#items.has(id)) return
    if (this.#items.has(this.#current)) setStop(this.#items.get(this.#current), false)
    this.#current = id
    if (this.#items.has(id)) setStop(this.#items.get(id), true)
  }

  close() {
    cancelAnimationFrame(this.#frame)
  }

  #patch(notes, view) {
    for (const note of notes) {
      const isNew = !this.#items.has(note.id)
      if (!isNew && !this.#dirty.has(note.id)) continue
      if (isNew) this.#items.set(note.id, makeItem(this.#template, note.id))
      patchItem(this.#items.get(note.id), note, view(note))
      if (this.#fresh.has(note.id) && !this.#left.has(note.id)) flash(this.#items.get(note.id))
      this.#left.get(note.id)?.remove()
      this.#left.delete(note.id)
    }
  }

  #ordered(notes) {
    const columns = this.#lists().map(({ key }) => ({ key, notes: [] }))
    const byKey = new Map(columns.map((one) => [one.key, one.notes]))
    for (const note of notes) (byKey.get(note.column) ?? columns[0].notes).push(note.id)
    if (!this.#carried || !notes.some((note) => note.id === this.#carried.id)) return columns
    return withPlace(columns, this.#carried.id, this.#carried.place)
  }

  #removeGone(notes, before) {
    const here = new Set(notes.map((note) => note.id))
    for (const [id, item] of this.#items) {
      if (here.has(id)) continue
      const next = heir(before, id)
      const hadFocus = item.contains(document.activeElement)
      item.remove()
      this.#items.delete(id)
      if (id === this.#current) this.#current = next
      if (hadFocus && this.#items.has(next)) noteOf(this.#items.get(next)).focus({ preventScroll: true })
      else if (hadFocus) this.#root.dispatchEvent(new CustomEvent("board-emptied", { bubbles: true }))
    }
  }

  // One pass down the list. When the next one is right, the one before it has left: it is put away last.
  #arrange(list, ids) {
    let at = list.firstElementChild
    for (const id of ids) {
      const item = this.#items.get(id)
      if (at && at !== item && at.nextElementSibling === item) {
        moveKeepingFocus(list, at, null)
        at = item
      }
      if (at === item) at = item.nextElementSibling
      else moveKeepingFocus(list, item, at)
    }
  }

  #count() {
    const scope = this.#root.closest("board-app") ?? this.#root
    for (const { key, notes } of this.#columns) {
      const waiting = [...this.#left.values()].filter((item) => item.closest("[data-column]")?.dataset.column === key)
      const count = String(notes.length + waiting.length)
      scope.querySelector(`[data-column="${CSS.escape(key)}"]`).toggleAttribute("data-empty", count === "0")
      for (const place of scope.querySelectorAll(`[data-count="${CSS.escape(key)}"]`)) {
        if (place.textContent !== count) place.textContent = count
      }
    }
  }

  // A box that scrolls must be reachable by keys also while there is no note in it.
  #keepOneStop() {
    if (this.#items.size > 0) this.#root.removeAttribute("tabindex")
    else this.#root.tabIndex = 0
    if (this.#items.has(this.#current)) return setStop(this.#items.get(this.#current), true)
    const first = this.#columns.flatMap((one) => one.notes)[0] ?? null
    this.#current = null
    return this.stopAt(first)
  }

  #lists() {
    return [...this.#root.querySelectorAll("[data-column]")].map((column) => ({
      key: column.dataset.column,
      list: column.querySelector(".column__notes"),
    }))
  }
}
