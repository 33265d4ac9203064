// Short things that somebody sends while the network comes and goes: kept on the device until the server has them, and
// sent once each, from whichever page is open when there is a network.

import { newKey } from "network/offline/keys.js"

/** What an answer means: "sent", "later" (try again by itself), "sign-in", or "refused" with a sentence. */
export function verdict({ status, message = "" }) {
  if (status >= 200 && status < 300) return { is: "sent", message }
  if (status === 401) return { is: "sign-in" }
  if (status === 403 || status === 404 || status === 409 || status === 422) return { is: "refused", message }
  return { is: "later" }
}

/** What is sent of a row. The server counts only the time between pressing and sending, so a wrong clock does no harm. */
export function bodyOf({ at, act: { fields } }, { now, token }) {
  return { ...fields, tapped_at: String(at), sent_at: String(Math.max(now, at)), csrf_token: token }
}

/** A board's rows lie in the same store; they are acts on a document, and have no path. */
const isPost = ({ act }) => act.path !== undefined

const OWN = "own."
/** What somebody writes alone goes by this name on the device and on the wire; its page is the board's. */
export const ownNameOf = (board) => OWN + board
export const isOwnName = (board) => board.startsWith(OWN)
const pageOf = ({ board }) => (isOwnName(board) ? board.slice(OWN.length) : board)

/** On its way: what is younger is about to be sent by the page that it was written on. */
const YOUNG_MS = 8_000

/**
 * What boards and texts have left unsent on this device: [{board, address, count}], with how many notes of each board; a
 * text that several write has the address of its page. Only an open page sends.
 */
export function unsentNotes(rows, now) {
  const lying = rows.filter((row) => !isPost(row) && !row.isAcknowledged && now - row.at > YOUNG_MS)
  const boards = new Map(lying.map((row) => [pageOf(row), row.address ?? ""]))
  return [...boards].map(([board, address]) => ({ board, address, count: new Set(lying.filter((row) => pageOf(row) === board).flatMap(({ touches }) => touches)).size }))
}

/**
 * The row that may simply be taken off this device: the last of `rows`, when nobody can have heard of it. Null when it
 * was tried to be sent: its answer may be what was lost, so it is undone by another.
 */
export function unheard(rows) {
  const last = rows.at(-1)
  return last && !last.isTried ? last : null
}

export class PostQueue {
  #store
  #send
  #now
  #isOffline
  #sending = null
  #calls = 0
  #changing = Promise.resolve()

  /** `send(row)` gives {status, message}, or throws when there is no network. */
  constructor({ store, send, now = Date.now, isOffline = () => globalThis.navigator?.onLine === false }) {
    this.#store = store
    this.#send = send
    this.#now = now
    this.#isOffline = isOffline
  }

  /** Does what waits outlive the page? */
  get isPersistent() { return this.#store.isPersistent }

  /**
   * All that is not sent, oldest first: rows with {key, board: the place, at, isTried?, refusal?, act: {kind, path, fields,
   * text, title}}. `text` is what somebody wrote, `title` says what the row is where no form of its own does.
   */
  async waiting() { return (await this.#store.rows()).filter(isPost) }

  /** What boards and texts have left behind; see unsentNotes. */
  async notes() { return unsentNotes(await this.#store.rows(), this.#now()) }

  /**
   * Keep something until it is sent: the same key is the same thing. Of those that are `isLast` only the last of their
   * kind counts at a place.
   */
  add({ place, kind, path, fields, key = fields.key ?? newKey(), text = fields.text ?? "", title = "", isLast = false }) {
    return this.#alone(async () => {
      const rows = await this.waiting()
      const gone = isLast ? rows.filter((row) => row.board === place && row.act.kind === kind).map((row) => row.key) : []
      const number = Math.max(0, ...rows.map((row) => row.number)) + 1
      const act = { kind, path, fields, text, title }
      const name = `${place}/${key}`
      await this.#store.writeRows([{ key: name, board: place, number, at: this.#now(), act }], gone.filter((one) => one !== name))
    })
  }

  drop(key) { return this.#alone(() => this.#store.writeRows([], [key])) }

  /**
   * Send what waits, in its order, and what comes meanwhile. Several calls at once are one.
   *
   * Gives {sent: [{row, message}], isSignedOut}. A refused row keeps its `refusal` and is not sent again; it waits until
   * somebody drops it.
   */
  flush() {
    this.#calls += 1
    this.#sending ??= this.#flush()
    return this.#sending
  }

  async #flush() {
    const sent = []
    try {
      for (;;) {
        const calls = this.#calls
        const row = await this.#next()
        // Who called while the store was read may have added what it did not show.
        if (!row && calls !== this.#calls) continue
        const { is, message } = row ? await this.#sendOne(row) : { is: "later" }
        if (is === "later" || is === "sign-in") return { sent, isSignedOut: is === "sign-in" }
        if (is === "refused") await this.#note(row, { refusal: message || "-" })
        if (is === "sent") {
          await this.#ifThere(row, () => this.#store.writeRows([], [row.key]))
          sent.push({ row, message })
        }
      }
    } finally {
      this.#sending = null
    }
  }

  async #next() { return (await this.waiting()).find((row) => row.refusal === undefined) }

  async #sendOne(row) {
    try {
      if (!row.isTried && !this.#isOffline()) await this.#note(row, { isTried: true }).catch(() => {})
      return verdict(await this.#send(row))
    } catch {
      return { is: "later" }
    }
  }

  #note(row, facts) { return this.#ifThere(row, () => this.#store.writeRows([{ ...row, ...facts }])) }

  /** What was replaced meanwhile is not written again, and what replaced it is not taken away. */
  #ifThere(row, act) {
    return this.#alone(async () => {
      const isThere = (await this.waiting()).some(({ key, number }) => key === row.key && number === row.number)
      return isThere ? act() : undefined
    })
  }

  /** One change of what lies there after the other. */
  #alone(act) {
    this.#changing = this.#changing.then(act, act)
    return this.#changing
  }
}
