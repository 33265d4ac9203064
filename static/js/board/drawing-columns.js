// The columns as they stand on the page: what lies in which, in which order, and how many notes each has.

import { notesOf } from "network/board/drawing-cluster.js"
import { moveKeepingFocus } from "network/ui/focus.js"
import { say } from "network/ui/say.js"

export class Columns {
  #lists
  #elementOf
  #arranged = new WeakMap()

  /** `root` holds the columns; `elementOf(id)` is the list item of a note or a cluster. */
  constructor(root, elementOf) {
    this.#lists = listsOf(root, root.closest("board-app") ?? root)
    this.#elementOf = elementOf
  }

  /** Topics in order (clusters.js) as columns: [{ key, notes: [id], inside: Map(cluster id, [id]) }]. What belongs in no column stands
   *  in the first. */
  ordered(topics) {
    const columns = this.#lists.map(({ key }) => ({ key, notes: [], inside: new Map() }))
    const byKey = new Map(columns.map((one) => [one.key, one]))
    for (const { id, column, notes } of topics) {
      const home = byKey.get(column) ?? columns[0]
      home.notes.push(id)
      if (notes) home.inside.set(id, notes.map((note) => note.id))
    }
    return columns
  }

  /** Put everything where it belongs. */
  arrange(columns) {
    for (const [at, { notes, inside }] of columns.entries()) {
      this.#arrangeList(this.#lists[at].list, notes)
      for (const [cluster, ids] of inside) this.#arrangeList(notesOf(this.#elementOf(cluster)), ids)
    }
  }

  /** Say how many notes each has; `unknown` is how many more stand in it: Map(column, count). */
  count(columns, unknown) {
    for (const [at, { notes, inside, key }] of columns.entries()) {
      const { column, counts } = this.#lists[at]
      const gathered = [...inside.values()].reduce((sum, { length }) => sum + length, -inside.size)
      const count = String(notes.length + gathered + (unknown.get(key) ?? 0))
      column.toggleAttribute("data-empty", count === "0")
      for (const place of counts) say(place, count)
    }
  }

  // Most lists hold after a change what they held before it, and most others differ in one place. One pass down what is between the
  // first and the last that are another. When the next one is right, the one before it has left: it is put away last.
  #arrangeList(list, ids) {
    const before = this.#arranged.get(list) ?? []
    const first = sameAtStart(before, ids)
    const last = ids.length - sameAtEnd(before, ids, first)
    if (first === last) return this.#arranged.set(list, ids)
    this.#arranged.set(list, ids)
    let at = first === 0 ? list.firstElementChild : this.#elementOf(ids[first - 1]).nextElementSibling
    for (const id of ids.slice(first, last)) {
      const item = this.#elementOf(id)
      if (at && at !== item && at.nextElementSibling === item) {
        moveKeepingFocus(list, at, null)
        at = item
      }
      if (at === item) at = item.nextElementSibling
      else moveKeepingFocus(list, item, at)
    }
  }
}

/** How many are the same in both, counted from the start; then from the end, without those. */
function sameAtStart(one, other) {
  let count = 0
  while (count < Math.min(one.length, other.length) && one[count] === other[count]) count++
  return count
}

function sameAtEnd(one, other, start) {
  let count = 0
  while (count < Math.min(one.length, other.length) - start && one.at(-1 - count) === other.at(-1 - count)) count++
  return count
}

/** The columns as they stand on the page, and the places in `scope` that say how many notes each has. */
function listsOf(root, scope) {
  return [...root.querySelectorAll("[data-column]")].map((column) => ({
    key: column.dataset.column, column, list: column.querySelector(".column__notes"), counts: scope.querySelectorAll(`[data-count="${CSS.escape(column.dataset.column)}"]`),
  }))
}
