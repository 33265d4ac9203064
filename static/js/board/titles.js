// The name of one cluster as a field knows a text (writing/binding.js): letters go out as they are written, others' come in.
import { LIMITS, smallestChange } from "network/board/shape.js"

/** What a name is asked to be at most: short enough for a heading on a phone. */
const ASKED = 80

export class ClusterTitle extends EventTarget {
  #model
  #id
  #known
  #isDue = false
  #ends = new AbortController()

  constructor(model, id) {
    super()
    this.#model = model
    this.#id = id
    this.#known = this.text() ?? ""
    model.addEventListener("change", () => this.#heard(), { signal: this.#ends.signal })
  }

  text() { return this.#model.title(this.#id) }
  limit() { return Math.min(ASKED, LIMITS.title) }
  get status() { return { canWrite: this.#model.status.canMove } }

  write(_key, changes) {
    this.#known = changes.reduce((now, { at, remove, insert }) => now.slice(0, at) + insert + now.slice(at + remove), this.text())
    this.#model.sorting.rename(this.#id, this.#known)
  }

  /** A name that can no longer be given is kept among the texts that are on no board. */
  saveDraft(key, { text, recovered }) {
    if (recovered && text.trim() !== "") this.#model.saveDraft(key, { text, column: "", note: null, base: null, recovered })
  }

  drafts() { return [] }
  dropDraft() {}
  undo() { return false }
  redo() { return false }

  close() {
    this.#ends.abort()
    this.#model.history.pause()
  }

  // Who hears of it writes at once, which nobody may in the middle of a change: it would travel as another's, which is not at all.
  #heard() {
    if (this.#isDue) return
    this.#isDue = true
    queueMicrotask(() => this.#tell())
  }

  #tell() {
    this.#isDue = false
    if (this.#ends.signal.aborted) return
    const now = this.text() ?? ""
    const change = smallestChange(this.#known, now)
    this.#known = now
    if (change) this.dispatchEvent(new CustomEvent("change", { detail: { key: this.#id, changes: [change], own: false } }))
  }
}
