// Rows of an outbox against the server's state vector: what it knows, and whether we have seen what it lacks. Plain values.

/** Does the server know the changes of this row already? `theirs` is its state vector, Map<client, next clock>. */
export const isKnown = (row, theirs) => row.end <= (theirs.get(row.client) ?? 0)

/**
 * Have we seen something that the server lacks and that our rows will not bring? Then going on by state vectors would leave us apart
 * for ever, or make later changes hang on what is lost. `ours`, `theirs`: Map<client, next clock>.
 */
export function isAhead({ ours, theirs, rows }) {
  for (const [client, clock] of ours) {
    let reached = theirs.get(client) ?? 0
    for (const row of rows) if (row.client === client && row.clock <= reached && row.end > reached) reached = row.end
    if (reached < clock) return true
  }
  return false
}
