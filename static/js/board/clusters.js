// Clusters as plain values: where a note is drawn, what lies in which, and what a cluster is called (BO-26 in docs/rules.md).
import { inOrder } from "network/board/position.js"

const START = 60

/** The note where it is drawn: in its cluster's column, or loose when there is no such cluster. */
export function settled(note, clusters) {
  if (note.cluster === null) return note
  const cluster = clusters.get(note.cluster)
  return cluster ? { ...note, column: cluster.column } : { ...note, cluster: null }
}

/** What stands on the board, in order: [{id, column, position, note}] and [{id, column, position, title, name, notes}]. */
export function topicsOf(notes, clusters) {
  const inside = new Map()
  const found = []
  for (const one of notes) {
    if (one.deleted) continue
    const note = settled(one, clusters)
    if (note.cluster === null) found.push(loose(note))
    else if (inside.has(note.cluster)) inside.get(note.cluster).push(note)
    else inside.set(note.cluster, [note])
  }
  for (const here of inside.values()) here.sort(inOrder)
  for (const [id, here] of inside) found.push({ ...clusters.get(id), name: nameOf(clusters.get(id).title, here), notes: here })
  return found.sort(inOrder)
}

/** The same topics after some notes changed: only these are put elsewhere. `changed` is Map(id, the note now, or null); the id may be
 *  a cluster's. Null where it takes looking at all of them: a cluster is about its notes. */
export function topicsWith(topics, changed) {
  const found = []
  for (const topic of topics) {
    const hasChanged = changed.has(topic.id)
    if (topic.notes && (hasChanged || topic.notes.some(({ id }) => changed.has(id)))) return null
    if (!hasChanged) found.push(topic)
  }
  for (const note of changed.values()) {
    if (!note || note.deleted) continue
    if (note.cluster !== null) return null
    const topic = loose(note)
    found.splice(placeIn(found, topic), 0, topic)
  }
  return found
}

const loose = (note) => ({ id: note.id, column: note.column, position: note.position, note })

/** How many of these, which are in order, stand before the topic. */
function placeIn(topics, topic) {
  let [low, high] = [0, topics.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (inOrder(topics[middle], topic) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** A cluster's name, or how its first note begins while it has none. */
export function nameOf(title, notes) {
  const line = title.replace(/\s+/gu, " ").trim()
  return line || beginning(notes.find(({ text }) => text.trim())?.text ?? "")
}

function beginning(text) {
  const line = text.replace(/\s+/gu, " ").trim()
  return line.length > START ? `${line.slice(0, START - 1).trimEnd()}…` : line
}
