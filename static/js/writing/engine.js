// Holds a writing's document, outbox, device copy and connection together: own words go in here, and what happens comes out as calls.
import { Outbox } from "network/live/outbox.js"
import { isAhead, isKnown } from "network/together/clocks.js"
import { Keeping } from "network/together/keeping.js"
import { Limbo } from "network/together/limbo.js"
import { clocksOf, rowOf } from "network/together/rows.js"
import { Sync } from "network/together/sync.js"
import { applied } from "network/writing/change.js"
import { WritingDocument } from "network/writing/document.js"
import { plan } from "network/writing/rebase.js"

const UNKNOWN = { open: true, may: [], limits: {}, you: null }

export class WritingEngine {
  outbox = new Outbox()
  facts = UNKNOWN
  refusal = null
  #parts
  #told
  #texts
  #limbo
  #keeping
  #sync = null
  #history = null
  #number = 0
  #at = 0
  #isClosed = false

  /** told: {incoming(), changed(change), presence(entries), phase(name), status(), denied(refusal), recovered(drafts)} */
  constructor(parts, told) {
    const { name, store, tab, now, timers, page, random } = parts
    this.#parts = parts
    this.#told = told
    this.#texts = new WritingDocument({ changed: (change) => this.#changed(change) })
    this.#limbo = new Limbo({ due: ({ texts }) => this.#keepLost(texts), random, timers })
    this.#keeping = new Keeping({ name, store, tab, outbox: this.outbox, host: this.#keepingHost(), now, timers, page })
  }

  get phase() { return this.#sync?.phase ?? "offline" }
  get isStored() { return this.#keeping.isStored }
  get drafts() { return this.#keeping }
  text(key) { return this.#texts.text(key) }
  stateOf(key) { return this.outbox.stateOf(key) }
  pause(key) { this.#texts.pause(key) }

  /** Reads the device's copy, then connects. */
  async open() {
    const record = await this.#keeping.load()
    if (this.#isClosed) return
    if (record) this.#restore(record)
    await this.#keeping.adopt()
    if (this.#isClosed) return
    const { name, link, now, timers } = this.#parts
    this.#sync = new Sync({ name, link, outbox: this.outbox, host: this.#syncHost(), now, timers })
    this.#told.status()
  }

  /** Writes words of this person. They lie in the outbox before anything is told of them. */
  write(key, changes) {
    const base = this.text(key)
    this.#add({ id: key, base, text: applied(base, changes) }, this.#texts.write(key, changes))
  }

  undo(key) { return this.#back(key, () => this.#texts.undo(key)) }
  redo(key) { return this.#back(key, () => this.#texts.redo(key)) }

  #back(key, go) {
    const base = this.text(key)
    const update = go()
    if (update !== null) this.#add({ id: key, base, text: this.text(key) }, update)
    return update !== null
  }

  #add(act, update) {
    this.outbox.add(this.#newRow({ kind: "write", ...act }, update))
    this.#keeping.rowsChanged()
    this.#keeping.copyChanged()
    this.#sync?.push()
    this.#told.status()
  }

  sendPresence(entries) { this.#sync?.sendPresence(entries) }

  /** Nobody is signed in any more: nothing stays on the device but unsent words. */
  leave() { return this.#keeping.leave() }

  close() {
    this.#isClosed = true
    this.#limbo.stop()
    this.#sync?.close()
    this.#keeping.close()
    this.#texts.destroy()
  }

  #newRow(act, update) {
    const { name, tab, now, address } = this.#parts
    const number = ++this.#number
    // The order of rows outlives the page: a device whose clock is put back must not turn it round.
    this.#at = Math.max(this.#at, now())
    const row = rowOf({ act, update, key: `${tab.id}.${number}`, at: this.#at, board: name, history: this.#history, tab: tab.id })
    return { ...row, number, address }
  }

  #changed(change) {
    this.#keeping?.copyChanged()
    this.#told.changed(change)
  }

  // The device's copy

  #keepingHost() {
    return {
      record: () => ({ board: this.#parts.name, state: this.#texts.state(), history: this.#history, facts: this.facts }),
      kept: () => this.#told.status(),
      adopted: (rows) => this.#adopted(rows),
      status: () => this.#told.status(),
    }
  }

  #restore({ state, history, facts }) {
    this.#history = history
    this.facts = { ...UNKNOWN, ...facts }
    this.#texts.takeKept(state)
  }

  /** Rows that a dead tab, or this page before it was reloaded, did not get through. */
  #adopted(rows) {
    if (this.#isClosed) return
    const fresh = this.outbox.addFirst(rows)
    if (fresh.length === 0) return
    for (const { at, number } of fresh) {
      this.#at = Math.max(this.#at, at)
      this.#number = Math.max(this.#number, number)
    }
    this.#told.incoming()
    for (const row of fresh) this.#texts.takeKept(row.update)
    this.#sync?.rejoin()
    this.#told.status()
  }

  // The connection

  #syncHost() {
    const engine = this
    return {
      get history() { return engine.#history },
      words: ["writing:closed", "writing:opened"],
      vector: () => this.#texts.vector(),
      joined: (facts) => this.#joined(facts),
      startAfresh: () => this.#texts.startAfresh(),
      fill: (answer) => this.#fill(answer),
      take: (update) => this.#take(update),
      presence: (entries) => this.#told.presence(entries),
      stored: (rows) => { this.#keeping.rowsDone(rows); this.#told.status() },
      denied: (refusal) => this.#told.denied(refusal),
      phase: (name, detail) => this.#phase(name, detail),
      fact: (word) => this.#fact(word),
    }
  }

  /** What is typed and not yet taken up is written first: it was made on the text as it is now. */
  #take(update) {
    this.#told.incoming()
    this.#texts.take(update)
  }

  /** Gives why a fresh document is needed: the writing was begun anew, or some rows were made for an earlier one. */
  #joined({ history_id: history, you, open, may, limits = {} }) {
    const before = this.#history
    const isReseeded = before !== null && before !== history
    const isStale = (row) => row.history === null ? isReseeded : row.history !== history
    this.#history = history
    this.facts = { ...this.facts, you, open, may, limits }
    if (isReseeded) return { kind: "reseeded", isStale: () => true }
    return this.outbox.rows.some(isStale) ? { kind: "stale", isStale } : null
  }

  #fill({ diff, vector, why }) {
    if (why) {
      this.#recover({ diff, vector, why })
      return "live"
    }
    if (isAhead({ ours: this.#texts.clocks(), theirs: clocksOf(vector), rows: this.outbox.rows })) return "again"
    this.#take(diff)
    return "live"
  }

  #recover({ diff, vector, why }) {
    this.#told.incoming()
    const theirs = clocksOf(vector)
    this.#texts.take(diff)
    const isOver = !this.facts.open || !this.facts.may.includes("writing.edit")
    const { keep, redo, drafts } = plan({
      server: this.#texts.freshTexts(), rows: this.outbox.rows, isStored: (row) => isKnown(row, theirs),
      isStale: why.isStale, refused: why.kind === "deny", draftsOnly: why.isHopeless || isOver,
    })
    const before = this.#texts.texts()
    const updates = this.#texts.swap(redo)
    const again = redo.map(({ key, base, text }, index) => this.#newRow({ kind: "write", id: key, base, text }, updates[index]))
    this.#keeping.replaced(this.outbox.replace([...keep, ...again]))
    this.#keepDrafts(drafts)
    if (why.kind === "parted" || why.kind === "resync") this.#holdLost(before)
    if (why.kind === "reseeded") this.#keepLost(this.#lost(before))
    this.#told.status()
  }

  // Words that we have seen and the server has lost: their writers are likely to come back with them.

  #lost(before) {
    const isLost = ([key, text]) => text !== (this.text(key) ?? "")
    return [...before].filter(isLost).map(([key, text]) => ({ id: key, text, base: this.text(key) ?? "" }))
  }

  #holdLost(before) { this.#limbo.hold({ notes: [], texts: this.#lost(before) }) }

  #keepLost(texts) {
    const lost = texts.filter(({ id, text, base }) => (this.text(id) ?? "") === base && text.trim() !== "" && text.length > base.length)
    this.#keepDrafts(lost.map(({ id, text }) => ({ key: `recovered-${id}-${this.#parts.now()}`, field: id, text, recovered: true })))
  }

  #keepDrafts(drafts) {
    if (drafts.length === 0) return
    for (const { key, ...draft } of drafts) this.#keeping.saveDraft(key, { ...draft, address: this.#parts.address })
    this.#told.recovered(drafts)
  }

  #phase(name, { message = null } = {}) {
    this.refusal = name === "refused" ? message : name === "live" ? null : this.refusal
    if (name === "live") this.#limbo.wait()
    else this.#limbo.stop()
    if (name === "live") this.#keeping.adopt()
    this.#told.phase(name)
    this.#told.status()
  }

  #fact(word) {
    const open = word === "writing:opened"
    this.#told.incoming()
    this.facts = { ...this.facts, open }
    this.#keeping.copyChanged()
    if (open && !this.facts.may.includes("writing.edit")) this.#sync.rejoin()
    this.#told.status()
  }
}
