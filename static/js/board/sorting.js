// Sorting a board: notes into clusters and out of them, clusters named, moved and put together. Each thing done is one step of undo.
import { topicsOf } from "network/board/clusters.js"
import { between, inOrder, isPosition, placeAfter } from "network/board/position.js"
import { LIMITS, newNoteId } from "network/board/shape.js"

/** Notes in one act: what some hundred of them are on the wire is far below what one message may be. */
const AT_ONCE = 250

export class Sorting {
  #notes
  #clusters
  #act
  #random
  #bottoms

  /** notes(), clusters(): as the document has them; act(acts): does them as one step. bottoms: column → the last position in it that
   *  the page was made with, for as long as the document has not come. */
  constructor({ notes, clusters, act, random, bottoms = {} }) {
    this.#notes = notes
    this.#clusters = clusters
    this.#act = act
    this.#random = random
    this.#bottoms = bottoms
  }

  /** Everything that stands on the board, in order; see clusters.js. */
  topics() { return topicsOf(this.#notes(), this.#clusters()) }

  /** The clusters with notes in them: [{id, title, name, column, position, notes}]. */
  clusters() { return this.topics().filter((topic) => topic.notes) }
  cluster(id) { return this.clusters().find((one) => one.id === id) ?? null }

  get isFull() { return this.#clusters().size >= LIMITS.clusters }

  /** Lays notes in a cluster that is there. Gives the ids of those that were not in it. */
  gather(ids, cluster) { return this.#clusters().has(cluster) ? this.#sort(this.#of(ids).filter((note) => note.cluster !== cluster), () => ({ cluster })) : [] }

  /** Makes a cluster of notes, where the first of them stands; gives its id, or null when there is no room or no note. */
  gatherNew(ids) {
    const [first] = this.#of(ids)
    if (!first || this.isFull) return null
    const id = newNoteId()
    const { column, position } = this.#spotOf(first)
    this.#sort(this.#of(ids), () => ({ cluster: id }), [{ id, title: "", column, position }])
    return id
  }

  /** Takes notes out of their clusters; each lies behind the cluster that it was in. Gives the ids of those that were in one. */
  takeOut(ids) {
    const taken = this.#of(ids).filter((note) => this.#clusters().has(note.cluster))
    const places = this.#placesBehind(taken)
    return this.#sort(taken, (note) => ({ cluster: null, place: places.get(note.id) }))
  }

  /** All notes of one cluster into another: the first is empty then, and is not drawn. */
  merge(from, into) { return from === into ? [] : this.gather(this.#idsIn(from), into) }
  dissolve(id) { return this.takeOut(this.#idsIn(id)) }

  /** Puts a cluster behind another topic of a column; null: at its top. */
  shift(id, { column, after }) {
    if (this.#clusters().has(id)) this.#act([{ kind: "shift", id, column, position: this.#position({ column, after, moving: id }) }])
  }

  /** Puts a note behind a topic of a column, out of its cluster if it lies in one. */
  place(note, { column, after }) {
    const position = this.#position({ column, after, moving: note.id })
    const isLoose = !this.#clusters().has(note.cluster)
    this.#act([isLoose ? { kind: "move", id: note.id, column, position } : { kind: "sort", id: note.id, made: [], steps: [{ id: note.id, cluster: null, place: [column, position] }] }])
  }

  /** Writes a cluster's name; what is written letter by letter is one step. */
  rename(id, text) {
    const base = this.#clusters().get(id)?.title
    if (base !== undefined && base !== text) this.#act([{ kind: "rename", id, text: text.slice(0, LIMITS.title), base }])
  }

  /** A position at the bottom of a column, behind the notes in its clusters too: taken out again, they come before it. */
  bottomOf(column) {
    const there = this.topics().flatMap((topic) => [topic, ...(topic.notes ?? [])])
    const drawn = isPosition(this.#bottoms[column]) ? [{ id: "", column, position: this.#bottoms[column] }] : []
    return placeAfter([...there, ...drawn], { column }, this.#random)
  }

  #idsIn(id) { return this.cluster(id)?.notes.map((note) => note.id) ?? [] }

  /** The notes with these ids that are to be seen, as the document has them, in the order in which they stand. */
  #of(ids) {
    const wanted = new Set(ids)
    const notes = new Map([...this.#notes()].map((note) => [note.id, note]))
    return this.topics().flatMap((topic) => topic.notes ?? [topic.note]).filter(({ id }) => wanted.has(id)).map(({ id }) => notes.get(id))
  }

  #spotOf(note) {
    const cluster = this.#clusters().get(note.cluster)
    if (!cluster) return note
    return { column: cluster.column, position: this.#position({ column: cluster.column, after: cluster.id }) }
  }

  #position({ column, after, moving = null }) { return placeAfter(this.topics(), { column, after, moving }, this.#random) }

  /** Several notes behind one cluster keep their order. */
  #placesBehind(notes) {
    const places = new Map()
    const last = new Map()
    const topics = this.topics()
    for (const note of notes) {
      const { id, column, position } = this.#clusters().get(note.cluster)
      const next = topics.find((topic) => topic.column === column && inOrder(topic, { id, position }) > 0 && topic.position > position)
      const made = between(last.get(id) ?? position, next?.position ?? null, this.#random)
      last.set(id, made)
      places.set(note.id, [column, made])
    }
    return places
  }

  #sort(notes, stepOf, made = []) {
    const steps = notes.map((note) => ({ id: note.id, ...stepOf(note) }))
    const acts = []
    for (let at = 0; at < steps.length; at += AT_ONCE) {
      const some = steps.slice(at, at + AT_ONCE)
      acts.push({ kind: "sort", id: some[0].id, steps: some, made: at === 0 ? made : [] })
    }
    if (acts.length > 0) this.#act(acts)
    return steps.map(({ id }) => id)
  }
}
