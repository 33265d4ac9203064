// CA-10: a page follows the presenter until its reader goes somewhere herself.
import assert from "node:assert/strict"
import { test } from "node:test"
import { offersFollow, slideAfter, slideInView, step } from "network/hall/deck.js"

const START = { isFollowing: true, live: null }

/** The state after these steps, and all slides that it went to. */
function play(...steps) {
  const went = []
  const state = steps.reduce((before, [what, live]) => {
    const { goTo, ...after } = step(before, what, live)
    if (goTo) went.push(goTo)
    return after
  }, START)
  return { ...state, went }
}

test("a page goes where the presenter goes, and not twice to the same slide", () => {
  assert.deepEqual(play(["live", 1], ["live", 1], ["live", 2]), { isFollowing: true, live: 2, went: [1, 2] })
})

test("whoever scrolls herself is left alone and offered the way back", () => {
  const away = play(["live", 1], ["moved"], ["live", 2], ["live", 3])

  assert.deepEqual([away.went, offersFollow(away)], [[1], true])
})

test("the way back leads to the slide that is shown now", () => {
  const back = play(["live", 1], ["moved"], ["live", 4], ["follow"], ["live", 5])

  assert.deepEqual([back.went, offersFollow(back)], [[1, 4, 5], false])
})

test("while nothing is shown one may look around, and follows when it begins", () => {
  assert.deepEqual(play(["moved"], ["live", 1]).went, [1])
})

test("when the slides leave the big screen nobody is moved", () => {
  assert.deepEqual(play(["live", 3], ["live", null]), { isFollowing: true, live: null, went: [3] })
})

test("the keys of a deck, and no others", () => {
  const from2 = ["ArrowDown", "PageDown", "ArrowRight", "ArrowUp", "PageUp", "ArrowLeft", "Home", "End", "a", " "]

  assert.deepEqual(from2.map((key) => slideAfter(key, 2, 9)), [3, 3, 3, 1, 1, 1, 1, 9, null, null])
  assert.deepEqual([slideAfter("ArrowUp", 1, 9), slideAfter("PageDown", 9, 9)], [1, 9])
})

test("the slide in view is the one that holds the middle of the screen", () => {
  assert.deepEqual([[0, 800, 1600], [-500, 300, 1100], [-900, -100, 700], [20, 900]].map((tops) => slideInView(tops, 800)), [1, 2, 2, 1])
})
