// The board by keys. Letters work only while a note has the focus, and everything here also has a button.

import { lift, rank, samePlace, shift } from "network/board/drawing-carry.js"
import { neighbour } from "network/board/drawing-order.js"
import { t } from "network/ui/text.js"

const WAYS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"])

/** Listens on the columns until close(). `acts` does what the keys ask for; see board-app. */
export class BoardKeys {
  #root
  #drawing
  #acts
  #carry = null

  constructor({ root, drawing, acts }) {
    this.#root = root
    this.#drawing = drawing
    this.#acts = acts
    root.addEventListener("keydown", this.#pressed)
    root.addEventListener("focusin", this.#focused)
    root.addEventListener("focusout", this.#left)
  }

  close() {
    this.#root.removeEventListener("keydown", this.#pressed)
    this.#root.removeEventListener("focusin", this.#focused)
    this.#root.removeEventListener("focusout", this.#left)
  }

  #focused = (event) => {
    const id = idOf(event.target)
    if (id) this.#drawing.stopAt(id)
  }

  #left = (event) => {
    if (!this.#carry) return
    // The element may only be on its way to another place in the document, where it gets the focus back.
    queueMicrotask(() => {
      if (this.#carry && !event.target.contains(document.activeElement)) this.#cancel()
    })
  }

  #pressed = (event) => {
    const id = idOf(event.target)
    if (!id) return
    // The note that was carried has been deleted by somebody, and the focus has gone to its neighbour.
    if (this.#carry && this.#carry.id !== id) this.#cancel()
    const [onNote, onCluster] = [event.target.matches(".note"), event.target.matches(".cluster__fold")]
    if (!onNote && !onCluster && event.key === "Escape") return this.#drawing.focus(id)
    if (!onNote && !onCluster) return
    const isDone = this.#carry ? this.#carried(event.key) : this.#asked(id, event, onCluster)
    if (isDone) event.preventDefault()
  }

  #asked(id, event, onCluster) {
    const key = event.key.toLowerCase()
    if ((event.ctrlKey || event.metaKey) && (key === "y" || (key === "z" && event.shiftKey))) return this.#do(() => this.#acts.redo())
    if ((event.ctrlKey || event.metaKey) && key === "z") return this.#do(() => this.#acts.undo())
    if (event.ctrlKey || event.metaKey || event.altKey) return false
    if (WAYS.has(event.key)) return this.#walk(id, event.key)
    const act = onCluster ? this.#onCluster(id)[key] : this.#onNote(id)[event.key.length === 1 ? key : event.key]
    return act ? this.#do(act) : false
  }

  // Enter and Space are its button's own: they fold it.
  #onCluster(id) {
    return {
      m: () => this.#acts.move(id),
      s: () => this.#acts.sort(),
      "+": () => this.#acts.dot(id, "more"),
      "-": () => this.#acts.dot(id, "less"),
      "?": () => this.#acts.keys(),
    }
  }

  #onNote(id) {
    return {
      Enter: () => this.#acts.open(id),
      " ": () => (this.#acts.isSorting ? this.#acts.pick(id) : this.#lift(id)),
      m: () => this.#acts.move(id),
      s: () => this.#acts.sort(),
      n: () => this.#acts.add(columnOf(this.#drawing, id)),
      "+": () => this.#acts.dot(id, "more"),
      "-": () => this.#acts.dot(id, "less"),
      Delete: () => this.#acts.remove(id),
      "?": () => this.#acts.keys(),
    }
  }

  #do(act) {
    act()
    return true
  }

  #walk(id, key) {
    const next = neighbour(this.#drawing.lines, id, key, (other) => middle(this.#drawing.stop(other)))
    if (next) this.#drawing.focus(next)
    return true
  }

  #lift(id) {
    if (!this.#acts.mayMove(id)) return this.#acts.explain()
    this.#carry = lift(this.#drawing.columns, id)
    this.#show()
    return this.#acts.say(t("Picked up. {place}. Arrow keys move the note, Space puts it down, Escape puts it back.", { place: this.#where() }))
  }

  #carried(key) {
    if (key === "Escape") return this.#do(() => this.#cancel())
    if (key === " " || key === "Enter") return this.#do(() => this.#drop())
    if (!WAYS.has(key)) return key !== "Tab"
    this.#carry = shift(this.#carry, key, this.#drawing.columns)
    this.#show()
    this.#acts.say(this.#where())
    return true
  }

  #drop() {
    const { id, home, place } = this.#carry
    const where = this.#where()
    this.#carry = null
    if (!samePlace(home, place)) this.#acts.drop(id, place, { quiet: true })
    this.#drawing.release()
    this.#drawing.focus(id)
    this.#acts.say(t("Put down. {place}.", { place: where }))
  }

  #cancel() {
    const { id } = this.#carry
    this.#carry = null
    this.#drawing.release()
    this.#drawing.note(id)?.scrollIntoView({ block: "nearest", inline: "nearest" })
    this.#acts.say(t("Cancelled. The note lies where it lay."))
  }

  #show() {
    this.#drawing.carry(this.#carry.id, this.#carry.place)
    this.#drawing.focus(this.#carry.id)
  }

  #where() {
    const { number, of } = rank(this.#carry.place, this.#drawing.columns, this.#carry.id)
    return t("Number {number} of {of} in {column}", { number, of, column: this.#acts.titleOf(this.#carry.place.column) })
  }
}

function idOf(element) {
  return element.closest?.("[data-note]")?.dataset.note ?? element.closest?.(".cluster__head")?.closest("[data-cluster]").dataset.cluster ?? null
}

function columnOf(drawing, id) {
  return drawing.lines.find((one) => one.notes.includes(id))?.key
}

function middle(note) {
  const box = note.getBoundingClientRect()
  return (box.top + box.bottom) / 2
}
