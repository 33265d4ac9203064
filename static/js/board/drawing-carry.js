// A note that is picked up: where it would land. Nothing is told to the board before it is dropped.

/** Pick up note `id`: a carry is { id, home: place, place }, and a place is { column, after } or, in a cluster, { column, into }.
 *
 * `columns` are drawing's: `notes` are what stands in them by itself, loose notes and clusters; `inside` says what lies in a cluster.
 */
export function lift(columns, id) {
  const column = columns.find((one) => one.notes.includes(id))
  if (!column) return liftFromCluster(columns, id)
  const place = { column: column.key, after: column.notes[column.notes.indexOf(id) - 1] ?? null }
  return { id, home: place, place }
}

// By keys it is carried among what stands by itself: the first step leads out of its cluster.
function liftFromCluster(columns, id) {
  for (const { key, inside } of columns) {
    for (const [cluster, notes] of inside ?? []) {
      if (notes.includes(id)) return { id, home: { column: key, into: cluster, after: cluster }, place: { column: key, into: cluster, after: cluster } }
    }
  }
  return null
}

/** The carry after one key. Sideways goes to empty columns also: a note may well be the first there. */
export function shift(carry, key, columns) {
  const order = columns.map((one) => one.key)
  const at = spot(carry.place, columns, carry.id)
  const side = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0
  const column = order[order.indexOf(carry.place.column) + side] ?? carry.place.column
  const others = without(columns, column, carry.id)
  const below = carry.place.into ? at : at + 1
  const index = { ArrowUp: at - 1, ArrowDown: below, Home: 0, End: others.length }[key] ?? at
  return { ...carry, place: placeAt(column, others, index) }
}

/** Where in its column a place is, counted from 1, and how many notes the column would have. */
export function rank(place, columns, id) {
  return { number: spot(place, columns, id) + 1, of: without(columns, place.column, id).length + 1 }
}

/** Drawing's `columns` as they look while note `id` is carried to `place`. */
export function withCarried(columns, { id, place }) {
  const without = columns.map((one) => ({ ...one, inside: new Map([...one.inside].map(([cluster, notes]) => [cluster, notes.filter((other) => other !== id)])) }))
  const home = without.find(({ inside }) => place.into && inside.has(place.into))
  if (!home) return withPlace(without, id, place)
  home.inside.get(place.into).push(id)
  return without.map((one) => ({ ...one, notes: one.notes.filter((other) => other !== id) }))
}

function withPlace(columns, id, place) {
  return columns.map((one) => {
    const notes = one.notes.filter((other) => other !== id)
    if (one.key === place.column) notes.splice(spot(place, columns, id), 0, id)
    return { ...one, notes }
  })
}

export function samePlace(one, other) {
  return one.column === other.column && one.after === other.after && (one.into ?? null) === (other.into ?? null)
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
