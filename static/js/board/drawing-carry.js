// A note that is picked up: where it would land. Nothing is told to the board before it is dropped.

/** Pick up note `id`: a carry is { id, home: place, place }, and a place is { column, after }. */
export function lift(columns, id) {
  const column = columns.find((one) => one.notes.includes(id))
  if (!column) return null
  const place = { column: column.key, after: column.notes[column.notes.indexOf(id) - 1] ?? null }
  return { id, home: place, place }
}

/** The carry after one key. Sideways goes to empty columns also: a note may well be the first there. */
export function shift(carry, key, columns) {
  const order = columns.map((one) => one.key)
  const at = spot(carry.place, columns, carry.id)
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0
  const column = order[order.indexOf(carry.place.column) + side] ?? carry.place.column
  const others = without(columns, column, carry.id)
  const index = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: others.length }[key] ?? at
  return { ...carry, place: placeAt(column, others, index) }
}

/** Where in its column a place is, counted from 1, and how many notes the column would have. */
export function rank(place, columns, id) {
  return { number: spot(place, columns, id) + 1, of: without(columns, place.column, id).length + 1 }
}

/** `columns` as they look with note `id` lying at `place`. */
export function withPlace(columns, id, place) {
  return columns.map((one) => {
    const notes = one.notes.filter((other) => other !== id)
    if (one.key === place.column) notes.splice(spot(place, columns, id), 0, id)
    return { key: one.key, notes }
  })
}

export function samePlace(one, other) {
  return one.column === other.column && one.after === other.after
}

function without(columns, key, id) {
  return columns.find((one) => one.key === key)?.notes.filter((other) => other !== id) ?? []
}

// The note it should lie after may have been moved away by somebody: then it goes last.
function spot(place, columns, id) {
  const others = without(columns, place.column, id)
  if (place.after === null) return 0
  const at = others.indexOf(place.after)
  return at < 0 ? others.length : at + 1
}

function placeAt(column, others, index) {
  const at = Math.max(0, Math.min(index, others.length))
  return { column, after: others[at - 1] ?? null }
}
