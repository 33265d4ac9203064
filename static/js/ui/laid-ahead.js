// What is out of sight is laid out ahead, a few pieces at a time while the page has nothing to do: whoever then scrolls, or
// has the browser look for a word, finds it ready.
//
// A piece that nobody has seen yet is skipped by the browser (`content-visibility`), so that a long page opens at once.
// Scrolling would make up for it frame by frame, which takes a slow phone twice as long as it has; and what is skipped is
// not found by the browser's own search in Safari before 26 (docs/decisions/0024).

/** Marks what is laid out and stays so; each list says in its own style sheet what that means there. */
export const LAID = "laid-ahead"
/** When more than so many change at once, those out of sight are skipped again, and laid out when there is time. */
const MANY = 24
/** So many are laid out between two frames. */
const AT_ONCE = 8
/** So few come with the frame that they are made in: to wait for an idle moment would cost more than they do. */
const FEW = 2
/** Not every browser says when it has nothing to do: those are left alone for so long. */
const PAUSE_MS = 60

export class LaidAhead {
  #items
  /** Those of the last look that wait, the first one last. */
  #left = []
  /** There may be others that nobody has looked for yet. */
  #mayBeMore = false
  #letGo = null

  /** `items.values()` gives the pieces as they stand, in the order in which they are made. */
  constructor(items) {
    this.#items = items
  }

  /** So many pieces are about to change. */
  expect(count) {
    if (count <= MANY) return
    for (const item of this.#items.values()) item.classList.remove(LAID)
    this.#left = []
    this.#mayBeMore = true
  }

  /** Go on with those that are not laid out, as soon as there is time. `fresh`: whoever knows which are new, in order, spares
   *  looking through all of them. */
  plan(fresh = null) {
    const isAllElseLaid = this.#left.length === 0 && !this.#mayBeMore
    if (fresh && fresh.length <= FEW && isAllElseLaid) return lay(fresh)
    if (fresh) this.#left.unshift(...fresh.toReversed())
    else this.#mayBeMore = true
    if (this.#left.length > 0 || this.#mayBeMore) this.#letGo ??= whenIdle(() => this.#lay())
  }

  close() {
    this.#letGo?.()
    this.#letGo = null
  }

  #lay() {
    this.#letGo = null
    if (this.#left.length === 0) {
      this.#mayBeMore = false
      this.#left = [...this.#items.values()].filter((item) => !item.classList.contains(LAID)).reverse()
    }
    lay(this.#left.splice(-AT_ONCE))
    this.plan([])
  }
}

function lay(items) {
  for (const item of items) item.classList.add(LAID)
}

/**
 * Call `act` when the page has nothing to do; the answer takes it back. A frame goes by first: what was marked before it is
 * laid out then, and a busy machine has several idle moments between two frames.
 */
export function whenIdle(act) {
  let end = () => {}
  const frame = requestAnimationFrame(() => { end = idle(act) })
  return () => { cancelAnimationFrame(frame); end() }
}

function idle(act) {
  if (globalThis.requestIdleCallback) {
    const asked = requestIdleCallback(act)
    return () => cancelIdleCallback(asked)
  }
  const asked = setTimeout(act, PAUSE_MS)
  return () => clearTimeout(asked)
}
