// Texts that several write at once, as the page knows them: words, people, status. Works before, without and after a connection.
import { Pace } from "network/live/pace.js"
import { openTab } from "network/offline/tabs.js"
import { encodeEntry, People } from "network/together/presence.js"
import { WritingEngine } from "network/writing/engine.js"

const PRESENCE_EVERY = 200
const LINK = { offline: "offline", joining: "connecting", filling: "connecting", live: "online", refused: "online" }

/**
 * Opens a writing at once; the device's copy and the connection follow by themselves (`ready` resolves when the copy is read).
 * name: its name on the wire. person: the key of who is signed in. address: the page where unsent words can be seen to.
 */
export const openWriting = (parts) => new WritingModel(parts)

/** Events: "incoming" (others' words come now), "change" {key, changes, own}, "status", "people", "denied", "recovered". */
export class WritingModel extends EventTarget {
  #person
  #engine
  #link
  #people = new People()
  #presence = { client: 0, clock: 0, note: null, typing: false }
  #presencePace
  #hasTried = false
  #endListening

  constructor({ name, person, link, store, address = "", now = Date.now, timers = globalThis, random = Math.random, page = globalThis.window ?? null, tab = openTab() }) {
    super()
    this.#person = person
    this.#link = link
    this.#presence.client = 1 + Math.floor(random() * (2 ** 32 - 2))
    this.#presencePace = new Pace({ every: PRESENCE_EVERY, run: () => this.#sendPresence(), now, timers })
    this.#engine = new WritingEngine({ name, link, store, tab, address, now, timers, random, page }, this.#hearing())
    this.#endListening = this.#listenToLink()
    this.ready = this.#engine.open()
  }

  /** The words of a text; null until they are known here. */
  text(key) { return this.#engine.text(key) }
  limit(key) { return this.#engine.facts.limits[key] ?? Infinity }

  /** Own changes, done one after the other. */
  write(key, changes) { if (changes.length > 0) this.#engine.write(key, changes) }

  /** Takes back own words, or does them again; whether there was anything. */
  undo(key) { return this.status.canWrite && this.#engine.undo(key) }
  redo(key) { return this.status.canWrite && this.#engine.redo(key) }
  pause(key) { this.#engine.pause(key) }

  /** "waiting" (in memory alone), "device" or "saved": acknowledged, and nothing else. */
  stateOf(key) { return this.#engine.stateOf(key) }

  /** Everybody else who is at this text: [{key, name, typing}]. */
  people(key) { return this.#people.list({ without: this.#person }).filter(({ note }) => note === key) }

  /** `isJoined`: the server has said what may be done. */
  get status() {
    const { facts, phase, outbox, isStored, refusal } = this.#engine
    return {
      link: phase === "offline" && !this.#hasTried ? "connecting" : LINK[phase],
      isJoined: facts.you !== null, open: facts.open, unsent: outbox.size, stored: isStored, reason: refusal,
      canWrite: phase !== "refused" && facts.open && (facts.you === null || facts.may.includes("writing.edit")),
    }
  }

  drafts() { return this.#engine.drafts.drafts() }
  saveDraft(key, draft) { this.#engine.drafts.saveDraft(key, draft) }
  dropDraft(key) { this.#engine.drafts.dropDraft(key) }

  /** This person is at a text (null: at none), and writes. */
  focus(note, typing = false) {
    if (note === this.#presence.note && typing === this.#presence.typing) return
    Object.assign(this.#presence, { note, typing })
    this.#presencePace.ask()
  }

  #sendPresence() {
    const { client, note, typing } = this.#presence
    this.#engine.sendPresence(encodeEntry(client, ++this.#presence.clock, { note, typing }))
  }

  close() {
    this.#presencePace.stop()
    this.#engine.sendPresence(encodeEntry(this.#presence.client, ++this.#presence.clock, null))
    this.#endListening()
    this.#engine.close()
  }

  #hearing() {
    return {
      incoming: () => this.#tell("incoming"),
      changed: (change) => this.#tell("change", change),
      presence: (entries) => { if (this.#people.take(entries)) this.#tell("people") },
      phase: (name) => this.#onPhase(name),
      status: () => this.#tell("status"),
      denied: (refusal) => this.#tell("denied", refusal),
      recovered: (drafts) => this.#tell("recovered", { drafts }),
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
    on("ended", () => this.#engine.leave())
    return () => ends.abort()
  }

  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })) }
}
