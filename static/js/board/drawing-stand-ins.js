// What the server drew of notes and clusters. Each stands, to be read, until the live board has drawn its own.

export class StandIns {
  #notes
  #clusters

  /** `root` holds the columns. */
  constructor(root) {
    this.#notes = new Map([...root.querySelectorAll("[data-note]")].map((item) => [item.dataset.note, item]))
    this.#clusters = new Set(root.querySelectorAll("[data-cluster]"))
  }

  get size() { return this.#notes.size + this.#clusters.size }
  get ids() { return [...this.#notes.keys()] }
  has(id) { return this.#notes.has(id) }
  get(id) { return this.#notes.get(id) }

  /** The list item of note `id`, which is no stand-in from now on; null when there is none. */
  take(id) {
    const item = this.#notes.get(id) ?? null
    this.#notes.delete(id)
    return item
  }

  /** How many stand in each column for notes that are not among the `known`: Map(column, count). */
  unknown(known) {
    const counts = new Map()
    for (const [id, item] of this.#notes) {
      const key = item.closest("[data-column]")?.dataset.column
      if (!known.has(id)) counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return counts
  }

  /** Those of notes that are not among the `known` go: the board has them no more. */
  letGo(known) {
    for (const [id, item] of this.#notes) {
      if (known.has(id)) continue
      item.remove()
      this.#notes.delete(id)
    }
    this.clear()
  }

  /** Clusters with no note of the server's left in them go. */
  clear() {
    for (const item of this.#clusters) {
      if ([...item.querySelectorAll("[data-note]")].some(({ dataset }) => this.#notes.has(dataset.note))) continue
      item.remove()
      this.#clusters.delete(item)
    }
  }
}
