// Notes out of sight are laid out ahead, a few at a time while the page has nothing to do: whoever then scrolls finds them ready.
//
// A note that nobody has seen yet is skipped by the browser (`content-visibility`), so that a long board opens at once.
// Scrolling would make up for it frame by frame, which takes a slow phone twice as long as it has.

/** So many are laid out between two frames. */
const AT_ONCE = 8
/** When more than so many change at once, those out of sight are skipped again, and laid out when there is time. */
const MANY = 24
/** Not every browser says when it has nothing to do: those are left alone for so long. */
const PAUSE_MS = 60
const LAID = "column__item--laid"

export class LaidAhead {
  #items
  #left = new Set()
  #letGo = null

  /** `items` are the list items of the notes by id, in the order in which they are made. */
  constructor(items) {
    this.#items = items
  }

  /** This list item is new, and not laid out yet. */
  add(item) {
    this.#left.add(item)
  }

  /** So many notes are about to change. */
  expect(count) {
    if (count <= MANY) return
    for (const item of this.#items.values()) item.classList.remove(LAID)
    this.#left = new Set(this.#items.values())
  }

  /** Go on with those that are not laid out, as soon as there is time. */
  plan() {
    if (this.#left.size > 0) this.#letGo ??= whenIdle(() => this.#lay())
  }

  close() {
    this.#letGo?.()
  }

  #lay() {
    this.#letGo = null
    for (const item of [...this.#left].slice(0, AT_ONCE)) {
      item.classList.add(LAID)
      this.#left.delete(item)
    }
    this.plan()
  }
}

/** Call `act` when the page has nothing to do; the answer takes it back. */
function whenIdle(act) {
  if (globalThis.requestIdleCallback) {
    const asked = requestIdleCallback(act)
    return () => cancelIdleCallback(asked)
  }
  const asked = setTimeout(act, PAUSE_MS)
  return () => clearTimeout(asked)
}
