// Holds a board's document, outbox, device copy and connection together: own acts go in here, and what happens comes out as calls.
import { addition, touched } from "network/board/acts.js"
import { BoardDocument } from "network/board/document.js"
import { recovered } from "network/board/rebase.js"
import { canGoOn, recover } from "network/board/recovery.js"
import { newNoteId } from "network/board/shape.js"
import { Outbox } from "network/live/outbox.js"
import { Keeping } from "network/together/keeping.js"
import { Limbo } from "network/together/limbo.js"
import { rowOf } from "network/together/rows.js"
import { Sync } from "network/together/sync.js"

const unknown = () => ({ open: true, late: false, alone: null, written: null, names: null, mine: [], may: [], plenary: [], you: null, known: {}, dots: undefined, photos: undefined })

export class Engine {
  outbox = new Outbox()
  facts = unknown()
  refusal = null
  #parts
  #told
  #document
  #limbo
  #keeping
  #sync = null
  #history = null
  #number = 0
  #at = 0
  #held = null
  #isClosed = false

  /** told: {changed(change), presence(entries), phase(name), status(), known(ids), denied(refusal), recovered(drafts), said(words)} */
  constructor(parts, told) {
    const { board, store, tab, now, timers, page, random } = parts
    this.#parts = parts
    this.#told = told
    this.#document = new BoardDocument({ changed: (change) => this.#changed(change) })
    this.#limbo = new Limbo({ due: (left) => this.#addAgain(left), random, timers })
    this.#keeping = new Keeping({ name: board, store, tab, outbox: this.outbox, host: this.#keepingHost(), now, timers, page })
  }

  get phase() { return this.#sync?.phase ?? "offline" }
  get isStored() { return this.#keeping.isStored }
  get drafts() { return this.#keeping }

  /** All notes, those too that only this browser has seen. */
  notes() { return [...this.#document.notes.values(), ...this.#limbo.notes.values()] }
  clusters() { return this.#document.clusters }
  note(id) { return this.#document.notes.get(id) ?? this.#limbo.notes.get(id) }

  /** "waiting", "device" or "saved". What the server has lost is not saved, whoever wrote it. */
  stateOf(id) { return this.#limbo.notes.has(id) ? "waiting" : this.outbox.stateOf(id) }
  isOwnNew(id) { return this.outbox.rows.some(({ act }) => act.kind === "add" && act.id === id) }

  /** Reads the device's copy, then connects. */
  async open() {
    const record = await this.#keeping.load()
    if (this.#isClosed) return
    if (record) this.#restore(record)
    await this.#keeping.adopt()
    if (this.#isClosed) return
    const { board, link, now, timers } = this.#parts
    this.#sync = new Sync({ name: board, link, outbox: this.outbox, host: this.#syncHost(), now, timers })
    this.#told.status()
  }

  /** Does an act of this person. Nothing is told of it before it lies in the outbox: a note never looks saved too early. */
  do(act) {
    this.#bringBack(act)
    this.#quietly(() => {
      const update = this.#document.do(act)
      if (update) this.outbox.add(this.#newRow(act, update))
    })
    this.#keeping.rowsChanged()
    this.#keeping.copyChanged()
    this.#sync?.push()
    this.#told.status()
  }

  sendPresence(entries) { this.#sync?.sendPresence(entries) }

  /** Nobody is signed in any more: nothing of the board stays on the device but unsent words. */
  leave() { return this.#keeping.leave() }

  close() {
    this.#isClosed = true
    this.#limbo.stop()
    this.#sync?.close()
    this.#keeping.close()
    this.#document.destroy()
  }

  #newRow(act, update) {
    const { board, tab, now } = this.#parts
    const number = ++this.#number
    // The order of rows outlives the page: a device whose clock is put back must not turn it round.
    this.#at = Math.max(this.#at, now())
    const row = rowOf({ act, update, key: `${tab.id}.${number}`, at: this.#at, board, history: this.#history, tab: tab.id })
    return { ...row, number, touches: touched(act) }
  }

  /** Somebody acts on a note that the server has lost: that is worth more than waiting for its writer. */
  #bringBack(act) {
    const lost = act.kind === "add" ? [] : touched(act).map((id) => this.#limbo.notes.get(id)).filter(Boolean)
    for (const note of lost) {
      this.#limbo.release([note.id])
      this.do(this.#again(note))
    }
  }

  /** The note comes back loose when its cluster is not there. */
  #again(note) { return addition(this.clusters().has(note.cluster) ? note : { ...note, cluster: null }) }

  #quietly(work) {
    const held = this.#held = []
    try {
      return work()
    } finally {
      this.#held = null
      for (const change of held) this.#told.changed(change)
    }
  }

  #changed(change) {
    this.#limbo?.release(change.ids)
    this.#keeping?.copyChanged({ isOthers: change.remote })
    if (this.#held) this.#held.push(change)
    else this.#told.changed(change)
  }

  // The device's copy

  #keepingHost() {
    return {
      record: () => this.#record(),
      kept: (ids) => this.#told.changed({ ids, remote: false, added: [], inPlace: true }),
      adopted: (rows) => this.#adopted(rows),
      status: () => this.#told.status(),
    }
  }

  #record() {
    return { board: this.#parts.board, ...this.#document.copy(), history: this.#history, facts: { ...this.facts, dots: undefined, photos: undefined }, missing: [...this.#limbo.notes.values()] }
  }

  #restore({ state, since = [], history, facts, missing = [] }) {
    this.#history = history
    this.facts = { ...unknown(), ...facts }
    this.#document.takeKept([state, ...since])
    this.#limbo.hold({ notes: missing.filter(({ id }) => !this.#document.notes.has(id)) })
    this.#told.known([...Object.keys(this.facts.known), ...missing.map(({ id }) => id)])
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
    this.#document.takeKept(fresh.map((row) => row.update))
    this.#told.changed({ ids: new Set(rows.flatMap((row) => row.touches)), remote: false, added: [] })
    this.#sync?.rejoin()
    this.#told.status()
  }

  // The connection

  #syncHost() {
    const engine = this
    return {
      get history() { return engine.#history },
      words: ["notes:known", "notes:mine", "board:closed", "board:opened", "board:plenary", "board:alone", "board:together", "board:written", "board:dots", "board:photos", "board:put_back"],
      vector: () => this.#document.vector(),
      joined: (facts) => this.#joined(facts),
      startAfresh: () => this.#document.startAfresh(),
      fill: (answer) => this.#fill(answer),
      take: (update) => this.#document.take(update),
      presence: (entries) => this.#told.presence(entries),
      stored: (rows) => this.#stored(rows),
      denied: (refusal) => this.#told.denied(refusal),
      phase: (name, detail) => this.#phase(name, detail),
      fact: (word, data) => this.#fact(word, data),
    }
  }

  /** Gives why a fresh document is needed: the board was begun anew, or some rows were made for an earlier one. */
  #joined({ history_id: history, you, open, late = false, alone = false, names = "names", may, plenary = [] }) {
    const before = this.#history
    const isReseeded = before !== null && before !== history
    const isStale = (row) => row.history === null ? isReseeded : row.history !== history
    const isMine = this.#ownNotes()
    this.#history = history
    this.facts = { ...this.facts, you, open, late, alone, names, mine: [], may, plenary, known: isReseeded ? {} : this.facts.known }
    if (isReseeded) return { kind: "reseeded", isStale: () => true, isMine }
    return this.outbox.rows.some(isStale) ? { kind: "stale", isStale } : null
  }

  #ownNotes() {
    const { key } = this.#parts.person
    const { known, mine } = this.facts
    return (id) => known[id]?.key === key || mine.includes(id)
  }

  #fill({ diff, vector, why }) {
    if (why) {
      this.#quietly(() => this.#recover({ diff, vector, why }))
      return "live"
    }
    if (!canGoOn({ document: this.#document, rows: this.outbox.rows, diff, vector })) return "again"
    this.#document.take(diff)
    return "live"
  }

  #recover({ diff, vector, why }) {
    const { random } = this.#parts
    const { rows, drafts, missing, lostTexts } = recover({
      document: this.#document, rows: this.outbox.rows, diff, vector, why: { ...why, isClosed: !this.facts.open },
      newRow: (act, update) => this.#newRow(act, update), isMine: why.isMine, newId: newNoteId, random,
    })
    const letGo = why.kind === "reseeded" ? this.#limbo.release([...this.#limbo.notes.keys()]) : []
    this.#limbo.hold({ notes: missing, texts: lostTexts })
    const gone = this.outbox.replace(rows)
    this.#keeping.replaced(gone)
    this.#told.changed({ ids: new Set([...gone, ...rows].flatMap((row) => row.touches).concat(letGo, missing.map(({ id }) => id))), remote: false, added: [] })
    this.#keepDrafts(drafts)
  }

  #keepDrafts(drafts) {
    if (drafts.length === 0) return
    for (const { key, ...draft } of drafts) this.#keeping.saveDraft(key, draft)
    this.#told.recovered(drafts)
  }

  #stored(rows) {
    this.#keeping.rowsDone(rows)
    this.#told.changed({ ids: new Set(rows.flatMap((row) => row.touches)), remote: false, added: [], inPlace: true })
    this.#told.status()
  }

  #phase(name, { message = null } = {}) {
    this.refusal = name === "refused" ? message : name === "live" ? null : this.refusal
    if (name === "live") this.#limbo.wait()
    else this.#limbo.stop()
    if (name === "live") this.#keeping.adopt()
    this.#told.phase(name)
    this.#told.status()
  }

  #fact(word, data) {
    if (word === "notes:known") return this.#known(data)
    if (word === "notes:mine") return this.#mine(data)
    if (word === "board:plenary") return this.#lifted(data)
    if (word === "board:written") return this.#learn({ written: data })
    if (word === "board:dots") return this.#learn({ dots: data })
    if (word === "board:put_back") return this.#told.said(data)
    if (word === "board:photos") return this.#learn({ photos: data })
    if (word === "board:alone" || word === "board:together") return this.#learn({ alone: word === "board:alone" })
    const open = word === "board:opened"
    this.facts = { ...this.facts, open, late: !open }
    if (open && !this.facts.may.includes("note.create")) this.#sync.rejoin()
    this.#told.status()
  }

  /** Said of all notes at each joining: only what is news makes work. */
  #known(said) {
    const { known } = this.facts
    const news = Object.fromEntries(Object.entries(said).filter(([id, one]) => !isSame(one, known[id])))
    if (Object.keys(news).length === 0) return
    Object.assign(known, news)
    this.#keeping.copyChanged({ isOthers: true })
    this.#told.known(Object.keys(news))
  }

  #mine(ids) {
    this.facts = { ...this.facts, mine: [...new Set([...this.facts.mine, ...ids])] }
    this.#keeping.copyChanged()
    this.#told.known(ids)
  }

  #learn(facts) {
    this.facts = { ...this.facts, ...facts }
    this.#told.status()
  }

  #lifted(plenary) {
    const before = this.facts.plenary
    this.facts = { ...this.facts, plenary }
    this.#keeping.copyChanged({ isOthers: true })
    this.#told.known([...before, ...plenary])
  }

  /** The wait for notes that the server lost is over: we add them, and keep as drafts the words of others that did not come back. */
  #addAgain({ notes, texts }) {
    // Where no writer is told nobody may bring another's note back; the server stores what it lays there before it shows it.
    const mayWrite = this.facts.may.includes("note.create") && this.facts.names !== "nobody"
    this.#told.changed({ ids: new Set(notes.map(({ id }) => id)), remote: false, added: [] })
    for (const note of notes) if (mayWrite && !this.#document.notes.has(note.id)) this.do(this.#again(note))
    const lost = texts.filter(({ id, text, base }) => { const now = this.#document.notes.get(id)?.text; return now === base && now !== text })
    this.#keepDrafts(lost.map(({ id, text, base }) => recovered({ id, text, base, note: id, column: this.note(id).column })))
  }
}

const isSame = (one, other) => other !== undefined && Object.keys({ ...one, ...other }).every((key) => one[key] === other[key])
