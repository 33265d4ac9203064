// Slides that follow the one on the big screen: decided from plain values.

/** Keys that move, and how: a number of slides, or an end. */
export const MOVES = Object.freeze({
  ArrowDown: 1, ArrowRight: 1, PageDown: 1, ArrowUp: -1, ArrowLeft: -1, PageUp: -1, Home: "first", End: "last",
})

/** The slide that a key leads to from `now`, or null when the key is none of the deck's. */
export function slideAfter(key, now, count) {
  const move = MOVES[key]
  if (move === undefined) return null
  if (move === "first") return 1
  if (move === "last") return count
  return Math.min(count, Math.max(1, now + move))
}

/** The slide that fills most of the screen. `tops` are the slides' upper edges, in px from the top of the window. */
export function slideInView(tops, height) {
  const middle = height / 2
  const begun = tops.filter((top) => top <= middle).length
  return Math.max(1, begun)
}

/**
 * Whether a page follows, told in steps: {isFollowing, live}.
 *
 * "live" with a number: the big screen shows that slide now (null: none). "moved": the reader went somewhere herself.
 * "follow": she asked to follow again. Gives the new state and `goTo`, a slide to show now, or null.
 */
export function step(state, what, live = state.live) {
  if (what === "moved") return { ...state, isFollowing: state.live === null, goTo: null }
  if (what === "follow") return { ...state, isFollowing: true, goTo: state.live }
  const isNew = live !== state.live
  return { isFollowing: state.isFollowing, live, goTo: isNew && state.isFollowing ? live : null }
}

/** Whether to offer the way back to the one who presents. */
export const offersFollow = ({ isFollowing, live }) => !isFollowing && live !== null
