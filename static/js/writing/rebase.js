// Coming back when a copy cannot simply go on: own words that the server lacks are written again where they stood, and what it refused
// is kept as a draft. Plain values in, plain values out.
import { applied, differences, rebased, replacement } from "network/writing/change.js"

/**
 * What to do with a fresh document.
 *
 * server: Map<key, words> as the server has them. rows: own unacknowledged rows in order, their acts {id: key, base, text}.
 * isStored(row): the server knows it. isStale(row): made for another history. refused: the server refused the first row that it does not
 * know. draftsOnly: nothing is sent again, what the server knows least of all.
 * Gives {keep: rows to send again as they are, for their acknowledgement; redo: [{key, base, text, changes}]; drafts: [{key, text, field}]}.
 */
export function plan({ server, rows, isStored, isStale = () => false, refused = false, draftsOnly = false }) {
  const keep = draftsOnly ? [] : rows.filter((row) => !isStale(row) && isStored(row))
  const open = rows.filter((row) => isStale(row) || !isStored(row))
  const firstRefused = refused ? open.find((row) => !isStale(row)) : undefined
  const view = new Map(server)
  const drafts = new Map()
  const redo = []
  for (const row of open) {
    const { id: key } = row.act
    if (draftsOnly || isStale(row) || row === firstRefused || !view.has(key)) giveUp(drafts, row)
    else again(view, redo, row.act)
  }
  return { keep, redo, drafts: [...drafts.values()] }
}

/** One draft a text: the whole of it, as its writer left it. */
function giveUp(drafts, { key, act: { id: field, text } }) {
  const draft = drafts.get(field) ?? { key: `recovered-${key}`, field, recovered: true }
  drafts.set(field, { ...draft, text })
}

function again(view, redo, { id: key, base, text: wanted }) {
  const now = view.get(key)
  const mine = replacement(base, wanted)
  if (mine === null || now === wanted) return
  const changes = rebased(mine, differences(base, now))
  const text = applied(now, changes)
  if (changes.length === 0 || text === now) return
  redo.push({ key, base: now, text, changes })
  view.set(key, text)
}
