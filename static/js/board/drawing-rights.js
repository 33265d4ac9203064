// Which controls a person gets on a note, and the words for why not. The server judges again; this only spares taps.

/** The model's status, and until it has joined what the page said when it was made: nobody waits for the network to write.
 *
 * Shape: `page` is { may: Set of action names, isOpen }; `hasJoined` says whether the model has heard from the server.
 */
export function standing(status, { hasJoined, page }) {
  const { link, transport, unsent, stored, reason, canDelete, written, alone, names } = status
  const seen = { link, transport, unsent, stored, reason, canDelete, written, alone, names }
  if (hasJoined) return { ...seen, open: status.open, canWrite: status.canWrite, canMove: status.canMove }
  const canWrite = page.isOpen && page.may.has("note.create")
  return { ...seen, open: page.isOpen, canWrite: canWrite || status.canWrite, canMove: canWrite || status.canMove }
}

/** What may be done with `note` now: { move, sort, edit, delete, take, more }. `status` is a standing, `marks` what takes a note
 * home, or null; a note of one's own that the server has not stored is not there yet to be taken.
 *
 * Where no writer is told, words are changed by their writer alone; a note that the server has not laid there yet is not sorted.
 *
 * After a board has closed, only one's own text can be mended, and only while late words are still taken.
 */
export function rightsOn(note, status, marks = null) {
  const edit = (status.canMove && status.names !== "nobody") || (status.canWrite && note.mine)
  const isThere = !note.isComing
  const remove = status.canDelete(note.id)
  const take = Boolean(marks) && note.state === "saved" && isThere
  return { move: status.canMove && isThere, sort: status.canMove && !status.alone && isThere, edit, delete: remove, take, more: edit || remove || take }
}

/** Why the board is as it is: "open", "alone" (each for herself), "quiet" (she alone, the others are done), "late" (closed,
 * own text still taken), "closed", "reader".
 */
export function footing(status, { isAlone = false, isQuiet = false } = {}) {
  if (status.open && status.canWrite) return isQuiet ? "quiet" : isAlone ? "alone" : "open"
  if (status.open) return "reader"
  return status.canWrite ? "late" : "closed"
}
