// What is kept of a document on this device: the bytes it was made of. They lie here anyhow; to write all of it anew takes a
// slow phone 50 ms for 300 notes, and each time that somebody else has written.

/** When so many updates came, or as many bytes as the state before them has and at least so many, all is written anew, once. */
const MOST = 200
const LEAST_BYTES = 16_384

export class Copy {
  #state = null
  #since = []
  #bytes = 0

  /** The document took this update, from wherever it came. */
  add(update) {
    // An update is a piece of the message that it came in, and a piece is kept with all that it was cut from.
    const own = update.slice()
    if (this.#state === null) this.#state = own
    else {
      this.#since.push(own)
      this.#bytes += own.length
    }
  }

  /** To be stored: { state, since }. `whole()` writes all of the document. */
  kept(whole) {
    if (this.#state === null || this.#since.length > MOST || this.#bytes > Math.max(LEAST_BYTES, this.#state.length)) {
      this.#state = whole()
      this.#since = []
      this.#bytes = 0
    }
    return { state: this.#state, since: [...this.#since] }
  }
}
