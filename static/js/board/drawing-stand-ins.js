// What stands for notes until the live board has drawn its own: what the server drew of them, to be read meanwhile; a link to
// those that it left out of its page (data-rest); and an empty place for each that there was no time for yet.

/** The ids of all notes that the server's page tells of. */
export function idsTold(root) {
  return [...root.querySelectorAll("[data-note]")].map(({ dataset }) => dataset.note).concat(...restsIn(root).map(idsOf))
}

/** Takes away what the server drew: what is shown from now on is another sheet. */
export function clearDrawn(root) {
  for (const item of root.querySelectorAll("[data-note], [data-cluster], [data-rest]")) item.remove()
}

export class StandIns {
  #notes
  #places = new Set()
  #clusters
  #rests

  /** `root` holds the columns. */
  constructor(root) {
    this.#notes = new Map([...root.querySelectorAll("[data-note]")].map((item) => [item.dataset.note, item]))
    this.#clusters = new Set(root.querySelectorAll("[data-cluster]"))
    this.#rests = new Map(restsIn(root).map((link) => [link, new Set(idsOf(link))]))
  }

  get size() { return this.#notes.size + this.#clusters.size + this.#rests.size }
  get ids() { return [...this.#notes.keys()] }
  has(id) { return this.#notes.has(id) }
  get(id) { return this.#notes.get(id) }

  /** The list item of note `id`, which is no stand-in from now on; null when there is none. */
  take(id) {
    const item = this.#notes.get(id) ?? null
    this.#notes.delete(id)
    this.#places.delete(id)
    return item
  }

  /** A place for a note that is drawn later. */
  hold(id, item) {
    item.dataset.note = id
    this.#notes.set(id, item)
    this.#places.add(id)
  }

  /** How many stand in each column, or are told to, for notes that are not among the `known`: Map(column, count). */
  unknown(known) {
    const counts = new Map()
    const count = (id, key) => { if (!known.has(id)) counts.set(key, (counts.get(key) ?? 0) + 1) }
    for (const [id, item] of this.#notes) count(id, columnOf(item))
    for (const [link, ids] of this.#rests) for (const id of ids) count(id, columnOf(link))
    return counts
  }

  /** The `known` are on the page now: a place whose note is gone goes, and so does a link that leads to nothing more. When the
   *  focus was on that one, gives the first of the notes that it led to, or the last before it; else null. */
  follow(known) {
    for (const id of this.#places) if (!known.has(id)) this.#drop(id)
    this.#clearClusters()
    let next = null
    for (const [link, ids] of this.#rests) {
      for (const id of ids) if (known.has(id)) ids.delete(id)
      if (ids.size > 0) continue
      if (link.contains(document.activeElement)) next = idsOf(link).find((id) => known.has(id)) ?? lastBefore(link)
      link.remove()
      this.#rests.delete(link)
    }
    return next
  }

  /** Those of notes that are not among the `known` go: the board has them no more. follow() is to be called next. */
  letGo(known) {
    for (const id of this.ids) if (!known.has(id)) this.#drop(id)
    for (const ids of this.#rests.values()) for (const id of ids) if (!known.has(id)) ids.delete(id)
  }

  // Clusters with no note of the server's left in them go.
  #clearClusters() {
    for (const item of this.#clusters) {
      if ([...item.querySelectorAll("[data-note]")].some(({ dataset }) => this.#notes.has(dataset.note))) continue
      item.remove()
      this.#clusters.delete(item)
    }
  }

  #drop(id) {
    this.#notes.get(id).remove()
    this.take(id)
  }
}

const restsIn = (root) => [...root.querySelectorAll("[data-rest]")]
const idsOf = (link) => link.dataset.rest.split(" ")
const lastBefore = (link) => [...link.parentElement.querySelectorAll("[data-note]")].at(-1)?.dataset.note ?? null
const columnOf = (item) => item.closest("[data-column]")?.dataset.column
