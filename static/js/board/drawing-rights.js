// Which controls a person gets on a note, and the words for why not. The server judges again; this only spares taps.

/** What may be done with `note` now: { move, edit, delete, more }.
 *
 * Shape: `status` is the model's; `canDelete` says what it says for this note.
 * After a board has closed, only one's own text can be mended, and only while the model still takes it.
 */
export function rightsOn(note, status) {
  const isOpen = status.open !== false
  const edit = status.canWrite && (isOpen || note.mine)
  const remove = status.canWrite && isOpen && status.canDelete(note.id)
  return { move: status.canWrite && isOpen, edit, delete: remove, more: edit || remove }
}

/** Why the board is as it is: "open", "late" (closed, own text still taken), "closed" or "reader". */
export function footing(status) {
  const isOpen = status.open !== false
  if (isOpen) return status.canWrite ? "open" : "reader"
  return status.canWrite ? "late" : "closed"
}
