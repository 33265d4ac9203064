// The acts of a person on a board as plain values, done on a document and undone. Every own change is one of these:
//   {kind: "add", id, note} · {kind: "edit", id, text, base} · {kind: "move", id, column, position} · {kind: "delete", id, deleted}
import { writeDeleted, writeNote, writePlace, writeText } from "network/board/shape.js"

const DOING = {
  add: (doc, act) => writeNote(doc, { ...act.note, id: act.id }),
  edit: (doc, act) => writeText(doc, act.id, act.text),
  move: (doc, act) => writePlace(doc, act.id, act.column, act.position),
  delete: (doc, act) => writeDeleted(doc, act.id, act.deleted),
}

/** To be called inside a transaction of the document. */
export const perform = (doc, act) => DOING[act.kind](doc, act)

const INVERSE = {
  add: (act) => ({ kind: "delete", id: act.id, deleted: true }),
  edit: (act, before) => ({ kind: "edit", id: act.id, text: before.text, base: act.text }),
  move: (act, before) => ({ kind: "move", id: act.id, column: before.column, position: before.position }),
  delete: (act) => ({ kind: "delete", id: act.id, deleted: !act.deleted }),
}

/** The act that takes another back; `before` is the note as it was. */
export const inverse = (act, before) => INVERSE[act.kind](act, before)

/** The note after the act, as plain values. */
export function after(note, act) {
  if (act.kind === "add") return { id: act.id, deleted: false, cluster: null, versionOf: null, ...act.note }
  if (act.kind === "edit") return { ...note, text: act.text }
  if (act.kind === "move") return { ...note, column: act.column, position: act.position }
  return { ...note, deleted: act.deleted }
}

/** The act that adds this note, under its own id. */
export function addition({ id, text, column, position, hue, cluster = null, versionOf = null }) {
  return { kind: "add", id, note: { text, column, position, hue, cluster, versionOf } }
}
