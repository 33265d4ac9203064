// Carries out on documents what board/rebase.js decides on plain values.
import { isContested, ownNotesAsDrafts, plan } from "network/board/rebase.js"
import { isAhead, isKnown } from "network/together/clocks.js"
import { clocksOf } from "network/together/rows.js"

/** May we take the server's answer and go on, or must we begin afresh? */
export function canGoOn({ document, rows, diff, vector }) {
  const theirs = clocksOf(vector)
  if (isAhead({ ours: document.clocks(), theirs, rows })) return false
  const unknown = rows.filter((row) => (row.act.kind === "edit" || row.act.kind === "rename") && !isKnown(row, theirs))
  return unknown.length === 0 || !isContested({ rows: unknown, before: document, now: document.with(diff) })
}

/**
 * Fills the fresh document, does own acts again on it and puts it in the old one's place.
 * why: {kind: "resync" | "deny" | "reseeded" | "parted", isHopeless, isStale(row), isClosed}. newRow(act, update) makes the outbox's row.
 * Gives {rows: the outbox from now on, drafts, missing, lostTexts}.
 */
export function recover({ document, rows, diff, vector, why, newRow, isMine, newId, random }) {
  const theirs = clocksOf(vector)
  document.take(diff)
  const server = document.fresh()
  const isAnew = why.kind === "reseeded"
  const old = { notes: document.notes, clusters: document.clusters }
  const wanted = why.kind === "deny" && why.isClosed ? withoutRefusedKinds(rows, theirs) : rows
  const made = plan({
    server, seen: isAnew ? old : document.united(vector), rows: wanted, isStored: (row) => isKnown(row, theirs),
    isStale: why.isStale, refused: why.kind === "deny", draftsOnly: why.isHopeless, newId, random,
  })
  const drafts = isAnew ? withOwnNotes(made.drafts, ownNotesAsDrafts({ server: server.notes, seen: old.notes, isMine })) : made.drafts
  const redone = document.swap(made.redo).map(({ act, update }) => newRow(act, update))
  const nothing = { missing: [], lostTexts: [] }
  return { rows: [...made.keep, ...redone], drafts, ...(isAnew ? nothing : { missing: made.missing, lostTexts: made.lostTexts }) }
}

/** A closed board takes late words, but no moves and deletions: after one refusal the others need not be asked for. */
function withoutRefusedKinds(rows, theirs) {
  const isWords = ({ act }) => act.kind === "add" || act.kind === "edit"
  const refused = rows.find((row) => !isKnown(row, theirs))
  return rows.filter((row) => row === refused || isWords(row) || isKnown(row, theirs))
}

const withOwnNotes = (drafts, notes) => [...drafts, ...notes.filter((note) => !drafts.some((draft) => draft.key === note.key))]
