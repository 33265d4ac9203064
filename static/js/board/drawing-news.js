// What others have done, counted for those who listen: never one message for each edit.

/** Least time between two messages about others, in milliseconds. */
export const PAUSE_MS = 20_000

export class News {
  #known
  #added = new Map()
  #changed = new Set()
  #gone = new Set()
  #toldAt = -Infinity

  /** `known` are the notes that stood on the page when it was opened: they are no news. */
  constructor(known = []) {
    this.#known = new Set(known)
  }

  /** Note down a change of others: all `ids` touched, `added` as [{ id, column }], and the ids of those that are `gone` by it. What
   *  comes and goes between two messages is no news. */
  heard(ids, added = [], gone = []) {
    for (const { id, column } of added) {
      if (!this.#known.has(id)) this.#added.set(id, column)
      this.#known.add(id)
    }
    const fresh = new Set(added.map((one) => one.id))
    for (const id of ids) {
      this.#gone.delete(id)
      if (!fresh.has(id) && !this.#added.has(id)) this.#changed.add(id)
    }
    for (const id of gone) {
      this.#changed.delete(id)
      if (!this.#added.delete(id)) this.#gone.add(id)
    }
  }

  /** Milliseconds until the next message may be told, or null when there is nothing to tell. */
  wait(now) {
    if (this.#added.size + this.#changed.size + this.#gone.size === 0) return null
    return Math.max(0, this.#toldAt + PAUSE_MS - now)
  }

  /** { added: [[column, count], …], changed: count, gone: count } when it is time, else null. It is told once. */
  take(now) {
    if (this.wait(now) !== 0) return null
    const added = new Map()
    for (const column of this.#added.values()) added.set(column, (added.get(column) ?? 0) + 1)
    const news = { added: [...added], changed: this.#changed.size, gone: this.#gone.size }
    for (const told of [this.#added, this.#changed, this.#gone]) told.clear()
    this.#toldAt = now
    return news
  }
}
