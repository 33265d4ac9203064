// Dragging, as an extra on top of the buttons: the mouse anywhere on a note, finger and pen only by the handle.

import { lift, samePlace } from "network/board/drawing-carry.js"
import { edgeScroll, isDrag, target } from "network/board/drawing-target.js"

/** Listens on the columns until close(). `root` is the box that scrolls sideways. */
export class BoardDrag {
  #root
  #drawing
  #acts
  #start = null
  #point = null
  #carry = null
  #ghost = null
  #frame = 0

  constructor({ root, drawing, acts }) {
    this.#root = root
    this.#drawing = drawing
    this.#acts = acts
    root.addEventListener("pointerdown", this.#pressed)
  }

  close() {
    this.#end()
    this.#root.removeEventListener("pointerdown", this.#pressed)
  }

  #pressed = (event) => {
    if (event.button !== 0 || !event.isPrimary || this.#start) return
    const note = event.target.closest(".note[data-movable]")
    const grips = event.pointerType === "mouse" ? !event.target.closest("button") : event.target.closest("[data-handle]")
    if (!note || !grips) return
    const box = note.getBoundingClientRect()
    this.#start = { x: event.clientX, y: event.clientY, dx: event.clientX - box.left, dy: event.clientY - box.top, note, pointer: event.pointerId }
    window.addEventListener("pointermove", this.#moved)
    window.addEventListener("pointerup", this.#released)
    window.addEventListener("pointercancel", this.#cancelled)
    window.addEventListener("keydown", this.#escaped, true)
  }

  #moved = (event) => {
    if (event.pointerId !== this.#start.pointer) return
    this.#point = { x: event.clientX, y: event.clientY }
    if (!this.#carry && isDrag(this.#start, this.#point)) this.#begin()
    if (this.#carry) event.preventDefault()
  }

  #released = (event) => {
    if (event.pointerId !== this.#start.pointer) return
    const carry = this.#carry
    const place = carry && target({ x: event.clientX, y: event.clientY }, this.#boxes(), carry.id)
    this.#end()
    if (!carry) return
    if (!place) return this.#acts.dragCancelled(carry.id)
    if (samePlace(place, carry.home)) return
    this.#acts.drop(carry.id, place)
  }

  #cancelled = (event) => {
    if (event.pointerId === this.#start.pointer) this.#end()
  }

  #escaped = (event) => {
    if (event.key !== "Escape" || !this.#carry) return
    event.preventDefault()
    event.stopPropagation()
    const { id } = this.#carry
    this.#end()
    this.#acts.dragCancelled(id)
  }

  #begin() {
    const id = this.#start.note.closest("[data-note]").dataset.note
    this.#carry = lift(this.#drawing.columns, id)
    if (!this.#carry) return this.#end()
    this.#ghost = ghostOf(this.#start.note)
    this.#root.append(this.#ghost)
    this.#root.dataset.dragging = ""
    getSelection()?.removeAllRanges()
    this.#step()
  }

  // Each frame while dragging: the page may scroll under a pointer that stands still.
  #step = () => {
    this.#ghost.style.translate = `${this.#point.x - this.#start.dx}px ${this.#point.y - this.#start.dy}px`
    const pull = edgeScroll(this.#point, this.#view())
    if (pull.x) this.#root.scrollBy({ left: pull.x, behavior: "instant" })
    if (pull.y) window.scrollBy({ top: pull.y, behavior: "instant" })
    const place = target(this.#point, this.#boxes(), this.#carry.id) ?? this.#carry.home
    if (!samePlace(place, this.#carry.place)) this.#show(place)
    this.#frame = requestAnimationFrame(this.#step)
  }

  #show(place) {
    this.#carry = { ...this.#carry, place }
    this.#drawing.carry(this.#carry.id, place, { follow: false })
  }

  #end() {
    cancelAnimationFrame(this.#frame)
    window.removeEventListener("pointermove", this.#moved)
    window.removeEventListener("pointerup", this.#released)
    window.removeEventListener("pointercancel", this.#cancelled)
    window.removeEventListener("keydown", this.#escaped, true)
    this.#ghost?.remove()
    this.#start = this.#carry = this.#ghost = this.#point = null
    delete this.#root.dataset.dragging
    this.#drawing.release()
  }

  // The part of the window where columns can be seen: what lies under a bar is outside.
  #view() {
    const { left, right } = this.#root.getBoundingClientRect()
    const { top, bottom } = uncovered(this.#root.closest("board-app"))
    return { left: Math.max(0, left), right: Math.min(innerWidth, right), top, bottom }
  }

  #boxes() {
    const view = this.#view()
    return [...this.#root.querySelectorAll("[data-column]")].map((column) => {
      const { left, right, top, bottom } = column.getBoundingClientRect()
      const notes = [...column.querySelector(".column__notes").children].map((item) => {
        const box = item.getBoundingClientRect()
        const { note, cluster } = item.dataset
        return { id: note ?? cluster, isCluster: note === undefined, top: box.top, bottom: box.bottom }
      })
      return { key: column.dataset.column, left, right, top: Math.max(top, view.top), bottom: Math.min(bottom, view.bottom), notes }
    })
  }
}

function uncovered(app) {
  const boxes = (name) => [...app.querySelectorAll(name)].map((bar) => ({ position: getComputedStyle(bar).position, box: bar.getBoundingClientRect() }))
  const above = boxes(".board__head, .chips").filter(({ position, box }) => position === "sticky" && box.top <= 0).map(({ box }) => box.bottom)
  const below = boxes(".board-bar, .sort-bar").filter(({ position, box }) => position === "fixed" && box.height > 0).map(({ box }) => box.top)
  return { top: Math.max(0, ...above), bottom: Math.min(innerHeight, ...below) }
}

// What follows the pointer is a picture of the note: no ids, nothing to read, nothing to press.
function ghostOf(note) {
  const ghost = note.cloneNode(true)
  ghost.classList.add("note--ghost")
  ghost.setAttribute("aria-hidden", "true")
  ghost.inert = true
  for (const element of [ghost, ...ghost.querySelectorAll("[id]")]) element.removeAttribute("id")
  ghost.style.width = `${note.offsetWidth}px`
  return ghost
}
