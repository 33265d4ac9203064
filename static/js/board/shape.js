// What lies in a board's document: reading it into plain notes and writing it. Says nothing about people, links or storage.
// Reading is tolerant: whatever a document holds, a note is read with sound fields or left out, and the page lives.
import * as Y from "yjs"
import { inOrder, isPosition } from "network/board/position.js"

export const HUES = ["sun", "sky", "moss", "rose", "plum"]
export const LIMITS = { notes: 2000, text: 2000, clusters: 200, title: 200, boardBytes: 5_000_000 }

const text = (value) => typeof value === "string" ? value : null
const rootOf = (doc) => doc.getMap("notes")
const clustersOf = (doc) => doc.getMap("clusters")

/** 128 random bits, base64url: 22 characters. */
export function newNoteId(random = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = random(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

function readText(value) {
  if (value instanceof Y.Text) return value.toString()
  return text(value)
}

function readPlace(value) {
  const [column, position] = Array.isArray(value) ? value : []
  return { column: text(column) ?? "", position: isPosition(position) ? position : "" }
}

/** One note as plain values, or null for what is no note. */
export function readNote(id, map) {
  if (!(map instanceof Y.Map)) return null
  const words = readText(map.get("text"))
  if (words === null) return null
  const hue = map.get("hue")
  return {
    id, text: words, ...readPlace(map.get("place")),
    hue: HUES.includes(hue) ? hue : HUES[0],
    cluster: text(map.get("cluster")), deleted: map.get("deleted") === true, versionOf: text(map.get("version_of")),
  }
}

/** All notes by id, in the order of their places. */
export function readNotes(doc) {
  const notes = []
  for (const [id, map] of rootOf(doc)) {
    const note = readNote(id, map)
    if (note) notes.push(note)
  }
  // Whoever puts them in order again after each edit finds them nearly so.
  return new Map(notes.sort(inOrder).map((note) => [note.id, note]))
}

export const readOne = (doc, id) => readNote(id, rootOf(doc).get(id))

/** One cluster as plain values, or null for what is none: its notes then lie loose. */
export function readCluster(id, map) {
  if (!(map instanceof Y.Map)) return null
  const place = readPlace(map.get("place"))
  return place.column === "" ? null : { id, title: readText(map.get("title")) ?? "", ...place }
}

/** All clusters by id, the emptied ones too. */
export function readClusters(doc) {
  const clusters = new Map()
  for (const [id, map] of clustersOf(doc)) {
    const cluster = readCluster(id, map)
    if (cluster) clusters.set(id, cluster)
  }
  return clusters
}

export const readOneCluster = (doc, id) => readCluster(id, clustersOf(doc).get(id))

const isLowSurrogate = (unit) => unit >= 0xdc00 && unit <= 0xdfff

/** How far both strings are equal from the start, never ending inside a surrogate pair. */
function sharedStart(from, to) {
  const most = Math.min(from.length, to.length)
  let length = 0
  while (length < most && from[length] === to[length]) length++
  return isLowSurrogate(from.charCodeAt(length)) || isLowSurrogate(to.charCodeAt(length)) ? Math.max(0, length - 1) : length
}

function sharedEnd(from, to, start) {
  const most = Math.min(from.length, to.length) - start
  let length = 0
  while (length < most && from[from.length - 1 - length] === to[to.length - 1 - length]) length++
  return length > 0 && isLowSurrogate(from.charCodeAt(from.length - length)) ? length - 1 : length
}

/**
 * The smallest single replacement that makes `from` into `to`: {at, remove, insert}, in UTF-16 units; null if they are equal.
 * It always inserts: a pure deletion would leave no mark on the clocks by which server and browsers see that something is missing,
 * so one neighbouring character is written again. (Only an empty `to` inserts nothing; the model never writes one.)
 */
export function smallestChange(from, to) {
  if (from === to) return null
  let start = sharedStart(from, to)
  let end = sharedEnd(from, to, start)
  if (to.length - start - end === 0 && to.length > 0) {
    if (start > 0) start -= isLowSurrogate(to.charCodeAt(start - 1)) && start > 1 ? 2 : 1
    else end -= isLowSurrogate(to.charCodeAt(to.length - end + 1)) ? 2 : 1
  }
  return { at: start, remove: from.length - start - end, insert: to.slice(start, to.length - end) }
}

export function writeNote(doc, note) {
  const map = new Y.Map()
  map.set("text", new Y.Text(note.text))
  map.set("place", [note.column, note.position])
  map.set("hue", note.hue ?? HUES[0])
  map.set("cluster", note.cluster ?? null)
  map.set("deleted", false)
  map.set("version_of", note.versionOf ?? null)
  rootOf(doc).set(note.id, map)
}

export const writeText = (doc, id, words) => reword(rootOf(doc).get(id).get("text"), words)

function reword(shared, words) {
  const change = smallestChange(shared.toString(), words)
  if (!change) return
  if (change.remove) shared.delete(change.at, change.remove)
  if (change.insert) shared.insert(change.at, change.insert)
}

export function writeCluster(doc, { id, title, column, position }) {
  if (clustersOf(doc).has(id)) return
  const map = new Y.Map()
  map.set("title", new Y.Text(title))
  map.set("place", [column, position])
  clustersOf(doc).set(id, map)
}

/** A name may be taken away whole: one character is then put in and taken out again, so that the clocks tell of it. */
export function writeTitle(doc, id, words) {
  const shared = clustersOf(doc).get(id)?.get("title")
  if (!(shared instanceof Y.Text) || shared.toString() === words) return
  if (words !== "") return reword(shared, words)
  shared.insert(0, " ")
  shared.delete(0, shared.length)
}

export const writeClusterPlace = (doc, id, column, position) => { clustersOf(doc).get(id)?.set("place", [column, position]) }
export const writeGathered = (doc, id, cluster) => { rootOf(doc).get(id)?.set("cluster", cluster) }

export const writePlace = (doc, id, column, position) => { rootOf(doc).get(id).set("place", [column, position]) }
export const writeDeleted = (doc, id, deleted) => { rootOf(doc).get(id).set("deleted", deleted) }

/** Calls `changed(ids, transaction)` after each transaction that touched notes. Gives back the function that ends it. */
export const watchNotes = (doc, changed) => watch(rootOf(doc), changed)
export const watchClusters = (doc, changed) => watch(clustersOf(doc), changed)

function watch(root, changed) {
  const heard = (events, transaction) => {
    const ids = new Set()
    for (const event of events) {
      if (event.path.length > 0) ids.add(String(event.path[0]))
      else for (const id of event.keys.keys()) ids.add(id)
    }
    changed(ids, transaction)
  }
  root.observeDeep(heard)
  return () => root.unobserveDeep(heard)
}
