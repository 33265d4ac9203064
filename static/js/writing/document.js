// A writing's Yjs document: its texts by key, own changes as updates to send, and what others did as plain changes.
import * as Y from "yjs"
import { clocksSeen } from "network/together/rows.js"
import { replacement } from "network/writing/change.js"

const ROOT = "texts"
const OWN = Symbol("own words")
const MARK = Symbol("the mark of a deletion")
const KEPT = Symbol("from this device")
/** Put in and taken out again with a pure deletion, which would move no clock: then nobody could tell that it is missing somewhere. */
const TRACE = "\u2060"
const UNDO_GATHERS_MS = 600

export class WritingDocument {
  #doc = new Y.Doc()
  #fresh = null
  #undo = new Map()
  #news = []
  #changed
  #unwatch

  /** `changed({key, changes, own})` after each change of a text. `own`: by `write`, so whoever wrote it has it already. */
  constructor({ changed }) {
    this.#changed = changed
    this.#watch()
  }

  get client() { return this.#doc.clientID }
  state() { return Y.encodeStateAsUpdate(this.#doc) }
  vector() { return Y.encodeStateVector(this.#fresh ?? this.#doc) }
  clocks() { return clocksSeen(this.#doc) }

  /** Key → words. A key that the document has not got (yet) is absent. */
  texts() { return textsOf(this.#doc) }
  freshTexts() { return textsOf(this.#fresh) }
  text(key) { return wordsOf(this.#doc.getMap(ROOT).get(key)) }

  /** Does own changes, one after the other; gives their one update. */
  write(key, changes) {
    const text = this.#doc.getMap(ROOT).get(key)
    const isDeletion = changes.every(({ insert }) => insert === "")
    return this.#update(() => this.#doc.transact(() => {
      for (const { at, remove, insert } of changes) {
        if (remove) text.delete(at, remove)
        if (insert) text.insert(at, insert)
      }
      if (isDeletion) leaveTrace(text, changes.at(-1).at)
    }, OWN))
  }

  /** Takes back one's own last words, or does them again; what others wrote stays. Gives the update, or null when there is nothing. */
  undo(key) { return this.#back(key, (manager) => manager.undo()) }
  redo(key) { return this.#back(key, (manager) => manager.redo()) }

  #back(key, go) {
    const manager = this.#undo.get(key)
    const text = this.#doc.getMap(ROOT).get(key)
    if (!manager || !text) return null
    const update = this.#update(() => go(manager))
    if (update === null || Y.parseUpdateMeta(update).to.size > 0) return update
    return Y.mergeUpdates([update, this.#update(() => this.#doc.transact(() => leaveTrace(text, 0), MARK))])
  }

  /** Has words count as one step of undo by themselves. */
  pause(key) { this.#undo.get(key)?.stopCapturing() }

  take(update) { Y.applyUpdate(this.#fresh ?? this.#doc, update) }
  takeKept(update) { Y.applyUpdate(this.#doc, update, KEPT) }

  /** From now on the server fills a fresh document; the old one stays on the page until `swap`. */
  startAfresh() {
    this.#fresh?.destroy()
    this.#fresh = new Y.Doc()
  }

  /** The fresh document takes the old one's place. `writes` [{key, changes}] are done on it first; gives their updates. */
  swap(writes) {
    const before = this.texts()
    this.#stopWatching()
    this.#doc.destroy()
    this.#doc = this.#fresh
    this.#fresh = null
    const updates = writes.map(({ key, changes }) => this.write(key, changes))
    this.#watch()
    for (const [key, words] of this.texts()) {
      const change = replacement(before.get(key) ?? "", words)
      if (change) this.#changed({ key, changes: [change], own: false })
    }
    return updates
  }

  destroy() {
    this.#stopWatching()
    this.#doc.destroy()
    this.#fresh?.destroy()
  }

  /** The one update that this makes; null when it makes none. */
  #update(act) {
    const made = []
    const take = (update) => made.push(update)
    this.#doc.on("update", take)
    act()
    this.#doc.off("update", take)
    return made.length > 0 ? Y.mergeUpdates(made) : null
  }

  #watch() {
    const root = this.#doc.getMap(ROOT)
    const heard = (events, { origin }) => { for (const event of events) this.#heard(event, origin) }
    // Who hears of a change may write at once, which she must not in the middle of it.
    const tell = () => { for (const change of this.#news.splice(0)) this.#changed(change) }
    root.observeDeep(heard)
    this.#doc.on("afterAllTransactions", tell)
    this.#unwatch = () => root.unobserveDeep(heard)
    for (const key of root.keys()) this.#remember(key)
  }

  #stopWatching() {
    this.#unwatch()
    for (const manager of this.#undo.values()) manager.destroy()
    this.#undo.clear()
  }

  #heard(event, origin) {
    const own = origin === OWN || origin === MARK
    if (event.target instanceof Y.Text) return this.#news.push({ key: String(event.path[0]), changes: changesIn(event.delta), own })
    for (const key of event.keys.keys()) {
      this.#remember(key)
      this.#news.push({ key, changes: [{ at: 0, remove: 0, insert: this.text(key) ?? "" }], own: false })
    }
  }

  #remember(key) {
    const text = this.#doc.getMap(ROOT).get(key)
    if (!(text instanceof Y.Text)) return
    this.#undo.get(key)?.destroy()
    this.#undo.set(key, new Y.UndoManager(text, { trackedOrigins: new Set([OWN]), captureTimeout: UNDO_GATHERS_MS }))
  }
}

function leaveTrace(text, at) {
  text.insert(at, TRACE)
  text.delete(at, TRACE.length)
}

const wordsOf = (value) => value instanceof Y.Text ? value.toString() : null

function textsOf(doc) {
  const texts = new Map()
  for (const [key, value] of doc.getMap(ROOT)) if (value instanceof Y.Text) texts.set(key, value.toString())
  return texts
}

/** Yjs' delta as changes, each of the text that the ones before it left. */
export function changesIn(delta) {
  const changes = []
  let at = 0
  for (const { retain, insert, delete: remove } of delta) {
    if (retain) at += retain
    if (remove) changes.push({ at, remove, insert: "" })
    if (typeof insert === "string") {
      changes.push({ at, remove: 0, insert })
      at += insert.length
    }
  }
  return changes
}
