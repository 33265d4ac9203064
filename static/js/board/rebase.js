// Coming back when a copy cannot simply go on: `resync`, `deny`, a server that lacks what was seen here, a board begun anew.
// Always the same: a fresh document from the server, own unacknowledged acts done again, what only we have seen added again under the
// same id, the rest kept as drafts. Plain values in, plain values out; board/recovery.js carries it out on documents.
import { addition, after, touched } from "network/board/acts.js"
import { placeAfter } from "network/board/position.js"
import { LIMITS } from "network/board/shape.js"

/**
 * Did others change the words of a note, or the name of a cluster, that we changed too, offline? `before`, `now`: {notes, clusters} of
 * ours without and with their changes.
 */
export function isContested({ rows, before, now }) {
  return rows.some(({ act }) => {
    if (act.kind === "rename") return now.clusters.get(act.id)?.title !== before.clusters.get(act.id)?.title
    if (act.kind !== "edit") return false
    const theirs = now.notes.get(act.id)
    return theirs !== undefined && (theirs.deleted || theirs.text !== before.notes.get(act.id)?.text)
  })
}

/**
 * What to do with a fresh document.
 *
 * server: {notes, clusters} as the server has them. seen: with what only we have seen. rows: own unacknowledged rows in order.
 * isStored(row): the server knows it. isStale(row): made for another history of the board. refused: the server refused the first
 * row that it does not know. draftsOnly: send nothing again,
 * what the server knows least of all: it is there already, and it may be what the server stumbles over.
 * Gives {keep: rows to send again as they are (for their acknowledgement), redo: acts to do on the fresh document,
 *        drafts, missing: notes to add again if nobody else does, lostTexts: [{id, text, base}] likewise}.
 */
export function plan({ server, seen, rows, isStored, isStale = () => false, refused = false, draftsOnly = false, newId, random = Math.random }) {
  const keep = draftsOnly ? [] : rows.filter((row) => !isStale(row) && isStored(row))
  const open = rows.filter((row) => isStale(row) || !isStored(row))
  const givenUp = new GivenUp(seen.notes)
  const redo = new Redo({ server, seen, newId, random, givenUp })
  const firstRefused = refused ? open.find((row) => !isStale(row)) : undefined
  for (const row of open) {
    if (draftsOnly || isStale(row) || row === firstRefused || givenUp.holds(row.act)) givenUp.add(row.act)
    else redo.take(row.act)
  }
  const own = new Set(rows.flatMap((row) => touched(row.act)))
  return { keep, redo: redo.acts, drafts: givenUp.drafts(), ...onlySeen(server.notes, seen.notes, own) }
}

function onlySeen(server, seen, own) {
  const missing = []
  const lostTexts = []
  for (const note of seen.values()) {
    if (own.has(note.id) || note.deleted) continue
    const theirs = server.get(note.id)
    if (!theirs) missing.push(note)
    else if (theirs.text !== note.text) lostTexts.push({ id: note.id, text: note.text, base: theirs.text })
  }
  return { missing, lostTexts }
}

/** Acts done again, one after the other, on what the server has. */
class Redo {
  acts = []
  #view
  #clusters
  #seen
  #seenClusters
  #names = new Map()
  #newId
  #random
  #givenUp
  #versions = new Map()

  constructor({ server, seen, newId, random, givenUp }) {
    this.#view = new Map(server.notes)
    this.#clusters = new Map(server.clusters)
    this.#seen = seen.notes
    this.#seenClusters = seen.clusters
    this.#newId = newId
    this.#random = random
    this.#givenUp = givenUp
  }

  take(made) {
    // A further edit of words that became a second version belongs to that version.
    const act = made.kind === "edit" ? { ...made, id: this.#versions.get(made.id) ?? made.id } : made
    if (act.kind === "sort") return this.#sort(act)
    if (act.kind === "rename") return this.#rename(act)
    if (act.kind === "shift") return this.#clusters.has(act.id) ? this.#do(act) : undefined
    if (act.kind === "add") return this.#view.has(act.id) ? undefined : this.#do(this.#atHome(act))
    const note = this.#view.get(act.id)
    if (!note) return this.#onMissing(act)
    if (act.kind === "edit") return this.#edit(note, act)
    if (!isSame(note, after(note, act))) this.#do(act)
  }

  /** An act on a note that the server lacks: the note comes back with it, if we have seen it. */
  #onMissing(act) {
    const seen = this.#seen.get(act.id)
    if (!seen) return this.#givenUp.add(act)
    this.#do(this.#atHome(addition(act.kind === "delete" ? seen : after(seen, act))))
    if (act.kind === "delete" && act.deleted) this.#do(act)
  }

  #edit(note, act) {
    if (note.text === act.text && !note.deleted) return
    if (note.text === act.base && !note.deleted) return this.#do(act)
    const version = beside(note, act.text, { notes: this.#view.values(), newId: this.#newId, random: this.#random })
    this.#versions.set(act.id, version.id)
    this.#do(version)
  }

  /** A note comes loose when its cluster is not there. */
  #atHome(act) { return this.#clusters.has(act.note.cluster) ? act : { ...act, note: { ...act.note, cluster: null } } }

  /** What is left to do of it; a cluster that the server lacks comes again under its own id. */
  #sort(act) {
    for (const { id } of act.steps) if (!this.#view.has(id) && this.#seen.has(id)) this.#do(this.#atHome(addition(this.#seen.get(id))))
    const lacking = new Set(act.steps.map(({ cluster }) => cluster).filter((id) => id !== null && !this.#clusters.has(id)))
    const known = new Map([...[...lacking].map((id) => this.#seenClusters.get(id)).filter(Boolean), ...act.made].map((one) => [one.id, one]))
    const made = [...lacking].map((id) => known.get(id)).filter(Boolean)
    const isThere = (id) => id === null || this.#clusters.has(id) || known.has(id)
    const steps = act.steps.filter((step) => this.#view.has(step.id) && isThere(step.cluster) && this.#changes(step))
    if (steps.length > 0) this.#do({ ...act, steps, made })
  }

  #changes({ id, cluster, place }) {
    const note = this.#view.get(id)
    return note.cluster !== cluster || (place !== undefined && (note.column !== place[0] || note.position !== place[1]))
  }

  /** Of two names that were given without seeing each other both stand; letters of both in one word would be nobody's. */
  #rename(act) {
    const cluster = this.#clusters.get(act.id)
    if (!cluster) return this.#givenUp.add(act)
    if (cluster.title === act.text) return
    if (cluster.title !== act.base && !this.#names.has(act.id)) this.#names.set(act.id, cluster.title)
    const theirs = this.#names.get(act.id)
    const text = theirs ? [theirs, act.text].filter(Boolean).join(" / ").slice(0, LIMITS.title) : act.text
    if (text !== cluster.title) this.#do({ ...act, text, base: cluster.title })
  }

  #do(act) {
    this.acts.push(act)
    if (act.kind === "rename") return this.#clusters.set(act.id, { ...this.#clusters.get(act.id), title: act.text })
    if (act.kind === "shift") return undefined
    for (const cluster of act.made ?? []) this.#clusters.set(cluster.id, cluster)
    for (const id of touched(act)) this.#view.set(id, after(this.#view.get(id), act))
  }
}

const isSame = (one, other) => one.column === other.column && one.position === other.position && one.deleted === other.deleted

/** A second version of a note right behind it: both stand side by side, nobody's words are overwritten. */
export function beside(note, text, { notes, newId, random = Math.random }) {
  const position = placeAfter(notes, { column: note.column, after: note.id }, random)
  return addition({ ...note, id: newId(), text, position, versionOf: note.id })
}

/** Words that are not sent again: one draft a note, with the last of its words. */
class GivenUp {
  #notes = new Map()
  #seen
  constructor(seen) { this.#seen = seen }

  /** What follows on a note or an edit that was given up is given up with it. */
  holds(act) {
    const draft = act.kind === "sort" ? undefined : this.#notes.get(act.id)
    return draft !== undefined && (draft.isNew || act.kind === "edit")
  }

  add(act) {
    const draft = this.#notes.get(act.id)
    if (act.kind === "rename") this.#notes.set(act.id, { isNew: true, text: act.text, column: "", base: null, deleted: act.text === "" })
    else if (act.kind === "add") this.#notes.set(act.id, { isNew: true, text: act.note.text, column: act.note.column, base: null, deleted: false })
    else if (act.kind === "edit" && draft) draft.text = act.text
    else if (act.kind === "edit") this.#notes.set(act.id, { isNew: false, text: act.text, column: this.#seen.get(act.id)?.column ?? "", base: act.base, deleted: false })
    else if (act.kind === "delete" && draft) draft.deleted = act.deleted
  }

  drafts() {
    return [...this.#notes].filter(([, draft]) => !draft.deleted).map(([id, { isNew, text, column, base }]) =>
      recovered({ id, text, column, note: isNew ? null : id, base }))
  }
}

/** A draft that the program made: words that could not be sent. */
export const recovered = ({ id, text, column, note = null, base = null }) => ({ key: `recovered-${id}`, text, column, note, base, recovered: true })

/** Own notes of a board that was begun anew, which the new one lacks: stored once, so they are in no outbox. */
export function ownNotesAsDrafts({ server, seen, isMine }) {
  return [...seen.values()].filter((note) => !note.deleted && isMine(note.id) && !server.has(note.id))
    .map((note) => recovered({ id: note.id, text: note.text, column: note.column }))
}
