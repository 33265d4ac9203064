// Who is here, by name, with the note or text they look at. The server sets the identity; nothing of it is stored.
import { Reader, Writer } from "network/together/wire.js"

/** One own entry of the awareness protocol. `state` null says goodbye. */
export function encodeEntry(client, clock, state) {
  return new Writer().number(1).number(client).number(clock).words(JSON.stringify(state)).bytes()
}

/** Entries as the protocol has them: [{client, clock, state}]. Broken bytes give what could be read before them. */
export function decodeEntries(bytes) {
  const entries = []
  try {
    const reader = new Reader(bytes)
    for (let left = reader.number(); left > 0; left--) {
      entries.push({ client: reader.number(), clock: reader.number(), state: JSON.parse(reader.words()) })
    }
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error
  }
  return entries
}

const text = (value) => typeof value === "string" ? value : null
const isPerson = (state) => state !== null && typeof state === "object" && typeof state.key === "string"

/** Everybody present, latest entry a connection. */
export class People {
  #entries = new Map()

  /** Takes a presence message; true if the list changed. */
  take(bytes) {
    const before = JSON.stringify(this.list())
    for (const { client, clock, state } of decodeEntries(bytes)) {
      const known = this.#entries.get(client)
      if (known && (clock < known.clock || (clock === known.clock && state !== null))) continue
      this.#entries.set(client, { clock, state: isPerson(state) ? state : null })
    }
    return JSON.stringify(this.list()) !== before
  }

  clear() { this.#entries.clear() }

  /** One line a person, [{key, name, note, typing}] by name; of a person's several screens the one that is writing counts. */
  list({ without = null } = {}) {
    const people = new Map()
    for (const { state } of this.#entries.values()) {
      if (state === null || state.key === without) continue
      const person = { key: state.key, name: text(state.name) ?? "", note: text(state.note), typing: state.typing === true }
      const known = people.get(person.key)
      if (!known || weight(person) > weight(known)) people.set(person.key, person)
    }
    return [...people.values()].sort((one, other) => one.name.localeCompare(other.name) || (one.key < other.key ? -1 : 1))
  }
}

const weight = (person) => (person.typing ? 2 : 0) + (person.note === null ? 0 : 1)
