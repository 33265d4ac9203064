// A board's Yjs document with its notes as plain values beside it. Says which notes changed, and gives each own act's update.
import * as Y from "yjs"
import { perform } from "network/board/acts.js"
import { readClusters, readNotes, readOne, readOneCluster, watchClusters, watchNotes } from "network/board/shape.js"
import { Copy } from "network/together/copy.js"
import { clocksSeen, copyOf } from "network/together/rows.js"

const OWN = Symbol("own act")
const KEPT = Symbol("from this device")

export class BoardDocument {
  #doc = new Y.Doc()
  #copy = new Copy()
  #fresh = null
  #freshCopy = null
  #notes = new Map()
  #clusters = new Map()
  #changed
  #unwatch

  /**
   * `changed({ids, remote, added, inPlace})` after each change of notes; `added` are those to be seen that were not there before,
   * `inPlace` says that each stands where it stood. After one of clusters it has their ids as `clusters` too.
   */
  constructor({ changed }) {
    this.#changed = changed
    this.#watch()
  }

  get notes() { return this.#notes }
  get clusters() { return this.#clusters }
  get client() { return this.#doc.clientID }
  get isStartingAfresh() { return this.#fresh !== null }
  /** What the device keeps of it: {state, since}. */
  copy() { return this.#copy.kept(() => Y.encodeStateAsUpdate(this.#doc)) }

  /** What the server is asked to fill in: nothing is known of a fresh document. */
  vector() { return Y.encodeStateVector(this.#fresh ?? this.#doc) }

  clocks() { return clocksSeen(this.#doc) }

  /** Does an act; gives its update. Never empty: acts that change nothing are not to be asked for. */
  do(act) {
    let made = null
    const take = (update, origin) => { if (origin === OWN) made = update }
    this.#doc.on("update", take)
    this.#doc.transact(() => perform(this.#doc, act), OWN)
    this.#doc.off("update", take)
    if (made) this.#copy.add(made)
    return made
  }

  /** Takes an update of the server. */
  take(update) {
    Y.applyUpdate(this.#fresh ?? this.#doc, update)
    ;(this.#freshCopy ?? this.#copy).add(update)
  }

  /** Takes the device's copy, or own updates of an earlier life of this page: no news, and for the document that is on the page. */
  takeKept(updates) {
    this.#doc.transact(() => { for (const update of updates) Y.applyUpdate(this.#doc, update, KEPT) }, KEPT)
    for (const update of updates) this.#copy.add(update)
  }

  /** Notes and clusters as they would be with this update, without taking it. */
  with(update) { return readAndDestroy(copyOf(this.#doc), update) }

  /** From now on the server fills a fresh document; the old one stays on the page until `swap`. */
  startAfresh() {
    this.#fresh?.destroy()
    this.#fresh = new Y.Doc()
    this.#freshCopy = new Copy()
  }

  fresh() { return read(this.#fresh) }

  /** What the fresh document holds together with all that only the old document has. `vector`: what the server has. */
  united(vector) { return readAndDestroy(copyOf(this.#fresh), Y.encodeStateAsUpdate(this.#doc, vector)) }

  /** The fresh document takes the old one's place. `acts` are done on it first; gives [{act, update}]. */
  swap(acts) {
    this.#unwatch()
    this.#doc.destroy()
    this.#doc = this.#fresh
    this.#copy = this.#freshCopy
    this.#fresh = this.#freshCopy = null
    const before = { notes: this.#notes, clusters: this.#clusters }
    const made = acts.map((act) => ({ act, client: this.client, update: this.do(act) })).filter(({ update }) => update !== null)
    ;({ notes: this.#notes, clusters: this.#clusters } = read(this.#doc))
    this.#watch()
    this.#tellDifference(before)
    return made
  }

  destroy() {
    this.#unwatch()
    this.#doc.destroy()
    this.#fresh?.destroy()
  }

  #watch() {
    const isRemote = ({ origin }) => origin !== OWN && origin !== KEPT
    const ends = [
      watchClusters(this.#doc, (ids, transaction) => this.#rereadClusters(ids, isRemote(transaction))),
      watchNotes(this.#doc, (ids, transaction) => this.#reread(ids, isRemote(transaction))),
    ]
    this.#unwatch = () => { for (const end of ends) end() }
  }

  #rereadClusters(ids, remote) {
    for (const id of ids) {
      const cluster = readOneCluster(this.#doc, id)
      if (cluster) this.#clusters.set(id, cluster)
      else this.#clusters.delete(id)
    }
    this.#changed({ ids: new Set(), remote, added: [], clusters: ids })
  }

  #reread(ids, remote) {
    const added = []
    let inPlace = true
    for (const id of ids) {
      const note = readOne(this.#doc, id)
      if (note && !note.deleted && !this.#notes.has(id)) added.push({ id, column: note.column })
      inPlace &&= standsWhereItStood(this.#notes.get(id), note)
      if (note) this.#notes.set(id, note)
      else this.#notes.delete(id)
    }
    this.#changed({ ids, remote, added, inPlace })
  }

  #tellDifference(before) {
    const ids = differing(before.notes, this.#notes)
    const clusters = differing(before.clusters, this.#clusters)
    const added = [...ids].map((id) => this.#notes.get(id)).filter((note) => note && !note.deleted && !before.notes.has(note.id)).map(({ id, column }) => ({ id, column }))
    if (clusters.size > 0) this.#changed({ ids: new Set(), remote: true, added: [], clusters })
    if (ids.size > 0) this.#changed({ ids, remote: true, added })
  }
}

const read = (doc) => ({ notes: readNotes(doc), clusters: readClusters(doc) })

function readAndDestroy(doc, update) {
  Y.applyUpdate(doc, update)
  const found = read(doc)
  doc.destroy()
  return found
}

/** In a cluster a note's words may be what that is called. */
const standsWhereItStood = (before, now) => Boolean(before && now) && before.cluster === null && now.cluster === null && before.column === now.column && before.position === now.position && before.deleted === now.deleted
const differing = (before, now) => new Set([...before.keys(), ...now.keys()].filter((id) => !isEqual(before.get(id), now.get(id))))
const isEqual = (one, other) => one !== undefined && other !== undefined && Object.keys(one).every((key) => one[key] === other[key])
