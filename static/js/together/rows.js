// Yjs documents and the outbox rows that own acts on them become.
import * as Y from "yjs"

/** The outbox row of an own act. `clock`, `end`: the part of its client's clock that it takes. */
export function rowOf({ act, update, key, at, board, history, tab }) {
  const { from, to } = Y.parseUpdateMeta(update)
  const [client] = from.keys()
  return { key, at, board, history, tab, client, clock: from.get(client), end: to.get(client), touches: [act.id], act, update }
}

export const clocksOf = (vector) => Y.decodeStateVector(vector)

/** How far this document has seen each client, with what still waits for something missing: Map<client, next clock>. */
export function clocksSeen(doc) {
  // The whole document, which takes long to write, is asked only when something waits.
  return doc.store.pendingStructs !== null ? Y.parseUpdateMeta(Y.encodeStateAsUpdate(doc)).to : clocksOf(Y.encodeStateVector(doc))
}

export function copyOf(doc) {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}
