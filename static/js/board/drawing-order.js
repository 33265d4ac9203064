// Where the arrow keys lead: plain values in, a note id out.
//
// `columns` is [{ key, notes: [id, …] }] in reading order, the same shape in all drawing modules.

/** The note that `key` leads to from note `id`, or null when there is none.
 *
 * Units: `middle(id)` is the height of the note's middle on the screen, in pixels.
 */
export function neighbour(columns, id, key, middle) {
  const column = columns.findIndex((one) => one.notes.includes(id))
  if (column < 0) return null
  const notes = columns[column].notes
  const at = notes.indexOf(id)
  if (key === "ArrowUp") return notes[at - 1] ?? null
  if (key === "ArrowDown") return notes[at + 1] ?? null
  if (key === "Home") return notes[0]
  if (key === "End") return notes.at(-1)
  if (key === "ArrowLeft") return nearest(beyond(columns, column, -1), middle(id), middle)
  if (key === "ArrowRight") return nearest(beyond(columns, column, 1), middle(id), middle)
  return null
}

/** The note to go to when `id` is about to leave the board: below, above, else any other. */
export function heir(columns, id) {
  const notes = columns.find((one) => one.notes.includes(id))?.notes ?? []
  const at = notes.indexOf(id)
  return notes[at + 1] ?? notes[at - 1] ?? columns.flatMap((one) => one.notes).find((one) => one !== id) ?? null
}

function beyond(columns, from, step) {
  let at = from + step
  while (columns[at] && columns[at].notes.length === 0) at += step
  return columns[at]?.notes ?? []
}

function nearest(notes, height, middle) {
  let best = null
  let least = Infinity
  for (const id of notes) {
    const distance = Math.abs(middle(id) - height)
    if (distance >= least) continue
    best = id
    least = distance
  }
  return best
}
