// Where a dragged note would land, and how fast the page should scroll under it. Plain values only.

const EDGE = 64
const FASTEST = 18

/** How far a mouse moves before it is a drag and not a click, in pixels. */
export const SLACK = 6

export function isDrag(start, point) {
  return Math.hypot(point.x - start.x, point.y - start.y) >= SLACK
}

/** The place under `point`, or null outside all columns: to let go there is to cancel. On a cluster it is in that.
 *
 * Shape: `columns` is [{ key, left, right, top, bottom, notes: [{ id, top, bottom, isCluster }] }].
 * Units: pixels on the screen, for point and columns alike.
 */
export function target(point, columns, carried) {
  const column = columns.find((one) => within(point, one))
  if (!column) return null
  let after = null
  for (const note of column.notes) {
    if (note.id === carried) continue
    if (note.isCluster && point.y >= note.top && point.y < note.bottom) return { column: column.key, into: note.id, after: note.id }
    if (point.y < (note.top + note.bottom) / 2) break
    after = note.id
  }
  return { column: column.key, after }
}

/** Pixels to scroll in this frame when the pointer is near an edge of `view` ({ left, right, top, bottom }). */
export function edgeScroll(point, view) {
  return { x: pull(point.x, view.left, view.right), y: pull(point.y, view.top, view.bottom) }
}

function pull(at, low, high) {
  if (at < low + EDGE) return -Math.round(FASTEST * Math.min(1, (low + EDGE - at) / EDGE))
  if (at > high - EDGE) return Math.round(FASTEST * Math.min(1, (at - high + EDGE) / EDGE))
  return 0
}

function within(point, box) {
  return point.x >= box.left && point.x < box.right && point.y >= box.top && point.y < box.bottom
}
