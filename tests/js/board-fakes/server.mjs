// A server of the public wire protocol in memory, on real Yjs: its rules are those of docs/protocol.md, its faults are made by the test.
import * as Y from "yjs"
import { joined, liveUpdate, readFrame, rejoinUpdate, step1, presenceMessage } from "network/together/wire.js"
import { decodeEntries, encodeEntry } from "network/together/presence.js"

const MAY = ["note.create", "note.edit", "note.move", "plenary.create"]

export class FakeServer {
  board = "board-of-sixteen"
  /** The one map that its documents fill. */
  root = "notes"
  history = "history-1"
  isOpen = true
  /** Stores at once; switched off, the test says when by commit(). */
  isQuick = true
  /** Takes part in nothing; a test may refuse acts: ({before, after, connection, changed}) → reason | null. */
  judge = () => null
  /** The same for clusters: (changed) → reason | null. */
  judgeClusters = () => null
  doc = new Y.Doc()
  journal = []
  #waiting = []
  #connections = new Set()
  known = {}
  plenary = []
  /** More of what is told on joining. */
  facts = {}
  heard = { updates: 0, repeats: 0, resyncs: 0, denials: 0 }

  notes() { return this.doc.getMap(this.root).toJSON() }
  texts() { return Object.values(this.notes()).filter((note) => !note.deleted).map((note) => note.text).sort() }

  hear(connection, word, [board, ...data]) {
    if (board !== this.board) throw new Error("another board")
    if (word === "join") return this.#join(connection)
    if (word === "y") return this.#frame(connection, data[0])
    throw new Error(`no word of the protocol: ${word}`)
  }

  leave(connection) { connection.place = null; this.#connections.delete(connection) }

  #join(connection) {
    connection.place = { stored: 0, clients: new Set() }
    this.#connections.add(connection)
    this.welcome(connection)
  }

  welcome(connection) {
    connection.send("joined", this.board, { history_id: this.history, you: { key: connection.person.key, name: connection.person.name }, open: this.isOpen, late: !this.isOpen, may: MAY, plenary: this.plenary, ...this.facts })
    connection.send("notes:known", this.board, structuredClone(this.known))
  }

  /** The server writes: a note of somebody's own comes to the board, or becomes what it is there. */
  lay(id, { text, place, hue, deleted, version_of }) {
    const before = Y.encodeStateVector(this.doc)
    const notes = this.doc.getMap(this.root)
    if (notes.has(id)) {
      const note = notes.get(id)
      const words = note.get("text")
      if (words.toString() !== text) { words.delete(0, words.length); words.insert(0, text) }
      if (note.get("deleted") !== deleted) note.set("deleted", deleted)
    } else notes.set(id, new Y.Map(Object.entries({ text: new Y.Text(text), place, hue, cluster: null, deleted, version_of })))
    this.known[id] = { key: "", name: "", municipality: "", late: false }
    this.tell("y", liveUpdate(Y.encodeStateAsUpdate(this.doc, before)))
    this.tell("notes:known", { [id]: this.known[id] })
  }

  /** Somebody chose, by a form: everybody who is here is told. */
  lift(...ids) {
    this.plenary = ids
    for (const connection of this.#connections) connection.send("board:plenary", this.board, ids)
  }

  #frame(connection, bytes) {
    if (!(bytes instanceof Uint8Array)) throw new Error("bytes alone")
    for (const { kind, bytes: inner } of readFrame(bytes)) {
      if (kind === "step1") connection.send("y", this.board, joined([rejoinUpdate(Y.encodeStateAsUpdate(this.doc, inner)), step1(Y.encodeStateVector(this.doc))]))
      else if (kind === "presence") this.#present(connection, inner)
      else if (!this.#take(connection, inner)) return
    }
  }

  #present(connection, bytes) {
    for (const { client, clock, state } of decodeEntries(bytes)) {
      const { key, name } = connection.person
      const entry = encodeEntry(client, clock, state && { key, name, note: state.note, typing: state.typing })
      for (const other of this.#connections) other.send("y", this.board, presenceMessage(entry))
    }
  }

  #take(connection, update) {
    const { place } = connection
    if (!place) return this.#resync(connection)
    const { from } = Y.parseUpdateMeta(update)
    if (from.size > 1) throw new Error("an update has one client")
    const [client] = from.keys()
    const next = Y.decodeStateVector(Y.encodeStateVector(this.doc)).get(client) ?? 0
    if (from.get(client) < next) {
      this.heard.repeats += 1
      this.#waiting.push({ update: null, connection, place })
      return true
    }
    if (from.get(client) > next) return this.#resync(connection)
    return this.#apply(connection, update)
  }

  #apply(connection, update) {
    const before = this.notes()
    const trial = copyOf(this.doc)
    const changed = []
    let isStale = false
    trial.getMap(this.root).observe((event) => { for (const change of event.changes.keys.values()) if (change.action === "update") isStale = true })
    trial.getMap(this.root).observeDeep((events) => { for (const { path, keys } of events) changed.push({ path: [...path], keys: [...keys.keys()] }) })
    const sorted = []
    trial.getMap("clusters").observeDeep((events) => { for (const { path, keys } of events) sorted.push({ path: [...path], keys: [...keys.keys()] }) })
    Y.applyUpdate(trial, update)
    if (trial.store.pendingStructs || trial.store.pendingDs || isStale) return this.#resync(connection)
    const after = trial.getMap(this.root).toJSON()
    const reason = this.judge({ before, after, changed, connection }) ?? (sorted.length > 0 ? this.judgeClusters(sorted) : null)
    if (reason) {
      this.heard.denials += 1
      connection.send("deny", this.board, reason, `refused: ${reason}`)
      return false
    }
    this.heard.updates += 1
    this.doc = trial
    for (const id of Object.keys(after)) if (!(id in before)) this.#learn(id, connection)
    for (const other of this.#connections) if (other !== connection) other.send("y", this.board, liveUpdate(update))
    this.#waiting.push({ update, connection, place: connection.place })
    return true
  }

  #learn(id, { person: { key, name, municipality } }) {
    this.known[id] = { key, name, municipality, late: !this.isOpen }
    for (const other of this.#connections) other.send("notes:known", this.board, { [id]: this.known[id] })
  }

  #resync(connection) {
    this.heard.resyncs += 1
    connection.send("resync", this.board, "gap")
    return false
  }

  commit() {
    for (const { update, connection, place } of this.#waiting.splice(0)) {
      if (update) this.journal.push(update)
      place.stored += 1
      if (connection.place === place) connection.send("a", this.board, place.stored)
    }
  }

  /** kill -9: what is not in the journal is gone, connections are cut. */
  kill() {
    this.#waiting = []
    for (const connection of [...this.#connections]) connection.close()
    this.doc = new Y.Doc()
    for (const update of this.journal) Y.applyUpdate(this.doc, update)
    this.known = Object.fromEntries(Object.entries(this.known).filter(([id]) => id in this.notes()))
  }

  /** The board is begun anew, with these notes. */
  reseed(history) {
    this.kill()
    this.history = history
    this.doc = new Y.Doc()
    this.journal = []
    this.known = {}
  }

  tell(word, ...data) { for (const connection of this.#connections) connection.send(word, this.board, ...data) }
}

function copyOf(doc) {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}
