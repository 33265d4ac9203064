// BO-28: how far back one's own steps go.
import assert from "node:assert/strict"
import { test } from "node:test"
import { History } from "network/board/history.js"

const MOST = 100

/** Somebody's steps on one note, which says which of them stands. */
function after(steps) {
  const note = { id: "a", text: "0", deleted: false }
  const history = new History({ note: () => ({ ...note }), cluster: () => null, do: (act) => { note.text = act.text } })
  for (let step = 1; step <= steps; step++) history.act([{ kind: "edit", id: "a", text: String(step) }])
  return { note, history }
}

/** How many steps can be taken, until there is none. */
function taken(step) {
  for (let count = 0; ; count++) if (step() === null) return count
}

test("a hundred steps can be taken back, and all of them done again", () => {
  const { note, history } = after(MOST)

  const undone = [taken(() => history.undo()), note.text]
  const redone = [taken(() => history.redo()), note.text]

  assert.deepEqual([undone, redone], [[MOST, "0"], [MOST, String(MOST)]])
})

test("of more than a hundred the last hundred can, and what lies before them stands", () => {
  const { note, history } = after(MOST + 7)

  assert.deepEqual([taken(() => history.undo()), note.text, history.canUndo()], [MOST, "7", false])
})
