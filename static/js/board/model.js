// A board as the page knows it: notes, people, status, and what a person can do. Works before, without and after a connection.
import { addition } from "network/board/acts.js"
import { Apart } from "network/board/apart.js"
import { settled, topicsOf, topicsWith } from "network/board/clusters.js"
import { Engine } from "network/board/engine.js"
import { History } from "network/board/history.js"
import { inOrder } from "network/board/position.js"
import { encodeEntry, People } from "network/together/presence.js"
import { beside } from "network/board/rebase.js"
import { LIMITS, newNoteId } from "network/board/shape.js"
import { Sorting } from "network/board/sorting.js"
import { Pace } from "network/live/pace.js"
import { isOwnName } from "network/offline/posts.js"
import { openTab } from "network/offline/tabs.js"

const PRESENCE_EVERY = 200
const LINK = { offline: "offline", joining: "connecting", filling: "connecting", live: "online", refused: "online" }

/** Words that no board can take; `reason` is "empty", "long" or "full". */
export class BoardLimit extends RangeError {
  constructor(reason) {
    super(`the note cannot be taken: ${reason}`)
    this.reason = reason
  }
}

/**
 * Opens a board at once; the device's copy and the connection follow by themselves (`ready` resolves when the copy is read).
 * person: {key, name}, or the key alone (the name then comes with the connection). names: the level that the page was made with. bottoms: see sorting.js. link: live/socket.js. store: offline/store.js (openStore's answer).
 */
export const openBoard = (parts) => new BoardModel(parts)

export class BoardModel extends EventTarget {
  #person
  #engine
  #random
  #link
  #people = new People()
  #presence = { client: 0, clock: 0, note: null, typing: false }
  #presencePace
  #hasTried = false
  #endListening
  #apart = null
  #made = new Map()
  #madeWith = {}
  #topics = null
  #stale = new Set()
  #isOwn
  #names

  constructor({ board, person, names = "names", bottoms = {}, link, store, now = Date.now, timers = globalThis, random = Math.random, page = globalThis.window ?? null, tab = openTab() }) {
    super()
    this.#person = typeof person === "string" ? { key: person, name: "" } : person
    this.#isOwn = isOwnName(board)
    this.#names = names
    this.#link = link
    this.#random = random
    this.#presence.client = 1 + Math.floor(random() * (2 ** 32 - 2))
    this.#presencePace = new Pace({ every: PRESENCE_EVERY, run: () => this.#sendPresence(), now, timers })
    this.#engine = new Engine({ board, person: this.#person, link, store, tab, now, timers, random, page }, this.#hearing())
    this.history = new History({ note: (id) => this.#engine.note(id), cluster: (id) => this.#engine.clusters().get(id), do: (act) => this.#engine.do(act) })
    this.sorting = new Sorting({ notes: () => this.#engine.notes(), clusters: () => this.#engine.clusters(), act: (acts) => this.history.act(acts), random, bottoms })
    this.#endListening = this.#listenToLink()
    this.ready = this.#engine.open()
  }

  // Reading

  /** All notes in order, the deleted ones too. */
  notes() {
    this.#forgetOtherFacts()
    const there = this.#engine.notes().map((note) => this.#shown(note))
    const coming = this.#apart?.coming((id) => this.#engine.note(id) !== undefined) ?? []
    return [...there, ...coming].sort(inOrder)
  }

  /** The notes that are to be seen and the clusters, in the order in which they stand; see clusters.js. */
  topics() {
    // One's own notes apart may be others at any time, and say so to nobody here.
    if (this.#apart) return topicsOf(this.notes(), this.#engine.clusters())
    this.#forgetOtherFacts()
    this.#topics &&= topicsWith(this.#topics, new Map([...this.#stale].map((id) => [id, this.note(id)])))
    this.#stale.clear()
    return this.#topics ??= topicsOf(this.notes(), this.#engine.clusters())
  }

  /** The name that a cluster was given, "" while it has none, null when there is no such cluster. */
  title(id) { return this.#engine.clusters().get(id)?.title ?? null }

  note(id) {
    this.#forgetOtherFacts()
    const note = this.#engine.note(id)
    return note ? this.#shown(note) : this.#apart?.comingOne(id) ?? null
  }

  /** What was made with other facts is made anew. */
  #forgetOtherFacts() {
    const { plenary, mine, you, names } = this.#engine.facts
    const facts = this.#madeWith
    if (plenary === facts.plenary && mine === facts.mine && you === facts.you && names === facts.names) return
    this.#made.clear()
    this.#topics = null
    this.#madeWith = { plenary, mine, you, names }
  }

  #shown(note) {
    const known = this.#engine.facts.known[note.id]
    let made = this.#made.get(note.id)
    if (made?.note !== note || made.known !== known) this.#made.set(note.id, made = { note, known, shown: this.#make(note, known) })
    return this.#apart?.shown(made.shown) ?? made.shown
  }

  #make(note, known) {
    const { plenary, mine } = this.#engine.facts
    const own = this.#engine.isOwnNew(note.id)
    const author = known ?? (own ? this.#herself() : null)
    return {
      ...settled(note, this.#engine.clusters()), state: this.#engine.stateOf(note.id), late: known?.late === true, lifted: plenary.includes(note.id), mine: own || this.#isOwn || known?.key === this.#person.key || mine.includes(note.id),
      author: author && { key: author.key, name: author.name, municipality: author.municipality ?? null, writer: author.typed_by ?? "" },
    }
  }

  /** What was made of these notes is made anew when it is next asked for; of all, when a cluster is another. */
  #forget({ ids, clusters }) {
    if (clusters?.size > 0) {
      this.#made.clear()
      this.#topics = null
    }
    for (const id of ids) {
      this.#made.delete(id)
      this.#stale.add(id)
    }
  }

  #herself() { return this.names === "names" ? { ...this.#person, ...this.#engine.facts.you } : { key: "", name: "" } }

  /** How much is told of who wrote: "names", "municipality" or "nobody". */
  get names() { return this.#engine.facts.names ?? this.#names }

  /** From now on one's own words go to `own`, the model of one's own notes (see apart.js); null: to the board again. */
  writeThrough(own) {
    this.#apart = own && new Apart(own)
    this.#tell("change", { ids: new Set((own ?? this).notes().map(({ id }) => id)), remote: false, added: [] })
    this.#tell("status")
  }

  /** What others did, without what the server did here for one's own words. */
  #ofOthers(change) {
    if (!this.#apart) return change
    const isOthers = (id) => !this.#apart.has(id)
    return { ...change, remote: change.remote && ([...change.ids].some(isOthers) || change.clusters?.size > 0), added: change.added.filter(({ id }) => isOthers(id)) }
  }

  /** The notes that the group shows to everybody, first first; those that are deleted left out. */
  lifted() { return this.#engine.facts.plenary.map((id) => this.note(id)).filter((note) => note && !note.deleted) }

  /** Everybody else who is here. */
  people() { return this.#people.list({ without: this.#person.key }) }

  get status() {
    const { facts, phase, outbox, isStored, refusal } = this.#engine
    const mayWrite = facts.may.includes("note.create") && phase !== "refused"
    const mayLift = facts.may.includes("plenary.create") && (facts.open || facts.late)
    return {
      link: phase === "offline" && !this.#hasTried ? "connecting" : LINK[phase],
      transport: this.#link.transport, unsent: outbox.size + (this.#apart?.own.status.unsent ?? 0), open: facts.open, late: facts.late, alone: facts.alone, names: this.names, written: facts.written, dots: facts.dots, photos: facts.photos,
      isOfNow: phase !== "offline" && phase !== "joining",
      canWrite: mayWrite && (facts.open || facts.late),
      canMove: mayWrite && facts.open,
      mayLift, canLift: mayLift && phase === "live",
      canDelete: (id) => mayWrite && facts.open && (facts.may.includes("note.delete") || this.note(id)?.mine === true),
      stored: isStored && (this.#apart?.own.status.stored ?? true), reason: refusal,
    }
  }

  // Acting

  /** Adds a note at the bottom of a column; gives its id. Throws BoardLimit. */
  add({ column, text, hue, versionOf = null }) {
    if (this.#apart) return this.#apart.add({ column, text, hue })
    this.#checkText(text)
    this.#checkRoom()
    const position = this.sorting.bottomOf(column)
    return this.#act(addition({ id: newNoteId(), text, column, position, hue, versionOf }))
  }

  /**
   * Saves words that were written with `base` before one's eyes. "saved"; "beside" when the note has become another meanwhile: then
   * the words are a note of their own beside it; "unchanged" when there is nothing to save. Throws BoardLimit.
   */
  edit(id, text, base) {
    if (this.#apart) return this.#apart.edit(id, text, base, this.note(id) ?? this.notes()[0])
    const note = this.#engine.note(id)
    if (text === base || (text === note?.text && !note.deleted)) return "unchanged"
    this.#checkText(text)
    if (note && note.text === base && !note.deleted) {
      this.#act({ kind: "edit", id, text, base })
      return "saved"
    }
    this.#checkRoom()
    this.#act(beside(note ?? { id, column: this.#engine.notes()[0]?.column ?? "" }, text, { notes: this.#engine.notes(), newId: newNoteId, random: this.#random }))
    return "beside"
  }

  /** Puts a note behind another topic of a column (a loose note, a cluster); null: at its top. A note in a cluster leaves it. */
  move(id, place) {
    const note = this.#engine.note(id)
    if (note) this.sorting.place(note, place)
  }

  remove(id) { this.#mark(id, true) }
  restore(id) { this.#mark(id, false) }

  #mark(id, deleted) {
    if (this.#apart?.has(id)) return this.#apart.mark(id, deleted)
    if (this.#engine.note(id)?.deleted === !deleted) this.#act({ kind: "delete", id, deleted })
  }

  /** Takes back one's own last act, or does it again; see history.js. */
  undo(which) { return (which?.sorting ? this.history : this.#lastOf("latest")).undo(which) }
  redo() { return this.#lastOf("latestUndone").redo() }
  #lastOf(name) { return this.#apart?.lastOf(this.history, name) ?? this.history }

  #act(act) {
    this.history.act([act])
    return act.id
  }

  #checkText(text) {
    if (text.trim() === "") throw new BoardLimit("empty")
    if (text.length > LIMITS.text) throw new BoardLimit("long")
  }

  #checkRoom() { if (this.#engine.notes().filter((note) => !note.deleted).length >= LIMITS.notes) throw new BoardLimit("full") }

  // Drafts: words that are no note yet, or could not become one

  drafts() { return this.#engine.drafts.drafts() }
  saveDraft(key, draft) { this.#engine.drafts.saveDraft(key, draft) }
  dropDraft(key) { this.#engine.drafts.dropDraft(key) }

  // Presence

  focus(note, typing = false) {
    if (note === this.#presence.note && typing === this.#presence.typing) return
    Object.assign(this.#presence, { note, typing })
    this.#presencePace.ask()
  }

  #sendPresence() {
    const { client } = this.#presence
    // Where one looks and whether one writes would say whose a note is. The server takes it away as well.
    const { note, typing } = this.names === "names" ? this.#presence : { note: null, typing: false }
    this.#engine.sendPresence(encodeEntry(client, ++this.#presence.clock, { note, typing }))
  }

  close() {
    this.#presencePace.stop()
    this.#engine.sendPresence(encodeEntry(this.#presence.client, ++this.#presence.clock, null))
    this.#endListening()
    this.#engine.close()
  }

  // Hearing

  #hearing() {
    return {
      changed: (change) => { this.#forget(change); if (change.ids.size > 0 || change.clusters?.size > 0) this.#tell("change", this.#ofOthers(change)) },
      presence: (entries) => { if (this.#people.take(entries)) this.#tell("people") },
      phase: (name) => this.#onPhase(name),
      status: () => this.#tell("status"),
      known: (ids) => { this.#forget({ ids }); this.#tell("known", { ids: new Set(ids) }) },
      said: (words) => this.#tell("said", { words }),
      denied: (refusal) => this.#tell("denied", refusal),
      recovered: (drafts) => this.#tell("recovered", { drafts }),
    }
  }

  /** Takes over what somebody was writing on another sheet of the same board. */
  inherit(other) {
    for (const { key, ...draft } of other.drafts()) {
      if (this.drafts().some((own) => own.key === key)) continue
      this.saveDraft(key, draft)
      other.dropDraft(key)
    }
  }

  #onPhase(name) {
    if (name === "live") return this.#presencePace.flush()
    this.#people.clear()
    this.#tell("people")
  }

  #listenToLink() {
    const ends = new AbortController()
    const on = (type, hear) => this.#link.addEventListener(type, hear, { signal: ends.signal })
    on("close", () => { this.#hasTried = true; this.#tell("status") })
    on("transport", () => this.#tell("status"))
    on("ended", () => this.#engine.leave())
    return () => ends.abort()
  }

  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })) }
}
