// The acts of a person on a board as plain values, done on a document and undone. Every own change is one of these:
//   {kind: "add", id, note} · {kind: "edit", id, text, base} · {kind: "move", id, column, position} · {kind: "delete", id, deleted}
//   {kind: "sort", id, steps, made} · {kind: "rename", id, text, base} · {kind: "shift", id, column, position}
//
// A sort lays notes in clusters, or takes them out: steps [{id, cluster: id | null, place: [column, position] | undefined}]; `made` are
// the clusters [{id, title, column, position}] that come with it. It is one act however many notes it is of: they arrive together.
import { readOne, writeCluster, writeClusterPlace, writeDeleted, writeGathered, writeNote, writePlace, writeText, writeTitle } from "network/board/shape.js"

const DOING = {
  add: (doc, act) => writeNote(doc, { ...act.note, id: act.id }),
  edit: (doc, act) => writeText(doc, act.id, act.text),
  move: (doc, act) => writePlace(doc, act.id, act.column, act.position),
  delete: (doc, act) => writeDeleted(doc, act.id, act.deleted),
  sort: (doc, act) => sort(doc, act),
  rename: (doc, act) => writeTitle(doc, act.id, act.text),
  shift: (doc, act) => writeClusterPlace(doc, act.id, act.column, act.position),
}

/** To be called inside a transaction of the document. */
export const perform = (doc, act) => DOING[act.kind](doc, act)

function sort(doc, { steps, made }) {
  for (const cluster of made) writeCluster(doc, cluster)
  for (const { id, cluster, place } of steps) {
    if (readOne(doc, id)?.cluster !== cluster) writeGathered(doc, id, cluster)
    if (place) writePlace(doc, id, ...place)
  }
}

/** The notes and clusters that an act is about. */
export const touched = (act) => act.kind === "sort" ? act.steps.map(({ id }) => id) : [act.id]

const INVERSE = {
  add: (act) => ({ kind: "delete", id: act.id, deleted: true }),
  edit: (act, before) => ({ kind: "edit", id: act.id, text: before.text, base: act.text }),
  move: (act, before) => ({ kind: "move", id: act.id, column: before.column, position: before.position }),
  delete: (act) => ({ kind: "delete", id: act.id, deleted: !act.deleted }),
  sort: (act, before) => ({ ...act, made: [], steps: act.steps.map((step) => backwards(step, before.get(step.id))) }),
  rename: (act, before) => ({ kind: "rename", id: act.id, text: before.title, base: act.text }),
  shift: (act, before) => ({ kind: "shift", id: act.id, column: before.column, position: before.position }),
}

const backwards = ({ id, place }, { cluster, column, position }) => ({ id, cluster, ...(place && { place: [column, position] }) })

/** The act that takes another back; `before` is the note or cluster as it was, for a sort the notes by their ids. */
export const inverse = (act, before) => INVERSE[act.kind](act, before)

/** The note after the act, as plain values. */
export function after(note, act) {
  if (act.kind === "add") return { id: act.id, deleted: false, cluster: null, versionOf: null, ...act.note }
  if (act.kind === "edit") return { ...note, text: act.text }
  if (act.kind === "move") return { ...note, column: act.column, position: act.position }
  if (act.kind === "sort") return act.steps.filter(({ id }) => id === note.id).reduce(stepped, note)
  return { ...note, deleted: act.deleted }
}

const stepped = (note, { cluster, place }) => ({ ...note, cluster, ...(place && { column: place[0], position: place[1] }) })

/** The act that adds this note, under its own id. */
export function addition({ id, text, column, position, hue, cluster = null, versionOf = null }) {
  return { kind: "add", id, note: { text, column, position, hue, cluster, versionOf } }
}
