// What somebody wrote while a talk went on, kept on the device until the server has it, and sent once each.

/** What an answer means: "sent", "later" (try again by itself), "sign-in", or "refused" with a sentence. */
export function verdict({ status, message = "" }) {
  if (status >= 200 && status < 300) return { is: "sent" }
  if (status === 401) return { is: "sign-in" }
  if (status === 403 || status === 404 || status === 409 || status === 422) return { is: "refused", message }
  return { is: "later" }
}

export class TalkQueue {
  #store
  #place
  #send
  #now
  #sending = null

  /** `send(act)` gives {status, message}, or throws when there is no network. `place` is the page's address. */
  constructor({ store, place, send, now = Date.now }) {
    this.#store = store
    this.#place = place
    this.#send = send
    this.#now = now
  }

  /** Does what waits outlive the page? */
  get isPersistent() { return this.#store.isPersistent }

  /** What waits, oldest first: rows with {key, act: {kind, path, fields, text}}. */
  waiting() { return this.#store.rows(this.#place) }

  /** Keep something until it is sent. Of taps on the same button only the last one counts. */
  async add({ key, kind, path, fields }) {
    const rows = await this.waiting()
    const gone = kind === "more" ? rows.filter(({ act }) => act.kind === "more").map((row) => row.key) : []
    const number = Math.max(0, ...rows.map((row) => row.number)) + 1
    const act = { kind, path, fields, text: fields.text ?? "" }
    await this.#store.writeRows([{ key: `${this.#place}/${key}`, board: this.#place, number, at: this.#now(), act }], gone)
  }

  async drop(key) { await this.#store.writeRows([], [key]) }

  /**
   * Send what waits, in its order. Several calls at once are one.
   *
   * Gives {sent: rows, refused: [{row, message}], isSignedOut}; a refused row still waits until somebody drops it.
   */
  flush() {
    this.#sending ??= this.#flush().finally(() => { this.#sending = null })
    return this.#sending
  }

  async #flush() {
    const told = { sent: [], refused: [], isSignedOut: false }
    for (const row of await this.waiting()) {
      const answer = await this.#sendOne(row)
      if (answer.is === "sign-in") return { ...told, isSignedOut: true }
      if (answer.is === "later") return told
      if (answer.is === "refused") told.refused.push({ row, message: answer.message })
      if (answer.is === "sent") {
        await this.drop(row.key)
        told.sent.push(row)
      }
    }
    return told
  }

  async #sendOne({ act }) {
    try {
      return verdict(await this.#send(act))
    } catch {
      return { is: "later" }
    }
  }
}
