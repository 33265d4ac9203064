// Notes that this browser has seen and the server has lost (shown, not stored, killed). Their writers are likely to come back and send
// them; we wait for that, show the notes meanwhile, and add what did not come again, under the same ids.

const PATIENCE = 10_000
const SPREAD = 5_000

export class Limbo {
  #notes = new Map()
  #texts = []
  #random
  #timers
  #timer = null
  #due

  /** `due({notes, texts})` is called when the wait is over, with what is still missing. */
  constructor({ due, random = Math.random, timers = globalThis }) {
    this.#due = due
    this.#random = random
    this.#timers = timers
  }

  get notes() { return this.#notes }
  get isEmpty() { return this.#notes.size === 0 && this.#texts.length === 0 }

  hold({ notes, texts = [] }) {
    for (const note of notes) this.#notes.set(note.id, note)
    this.#texts.push(...texts)
  }

  /** They are back, or no longer wanted. Gives those that were here. */
  release(ids) { return [...ids].filter((id) => this.#notes.delete(id)) }

  /** The wait runs only while the server could bring them: it begins anew with each joining. */
  wait() {
    this.stop()
    if (!this.isEmpty) this.#timer = this.#timers.setTimeout(() => this.#end(), PATIENCE + SPREAD * this.#random())
  }

  stop() {
    this.#timers.clearTimeout(this.#timer)
    this.#timer = null
  }

  #end() {
    const left = { notes: [...this.#notes.values()], texts: this.#texts }
    this.#notes = new Map()
    this.#texts = []
    this.#due(left)
  }
}
