// What is counted while a run goes on.

const MOST_FAILURES = 5

export class Tally {
  #sentAt
  #glancedAt
  #from = Infinity
  deliveries = 0
  glances = 0
  glanceTimes = []
  editTimes = []
  storedTimes = []
  failures = []

  /** `sentAt(author, edit)` and `glancedAt(author, number)`: when it was sent, in milliseconds. */
  constructor(sentAt, glancedAt = sentAt) {
    this.#sentAt = sentAt
    this.#glancedAt = glancedAt
  }

  /** Times count for edits that are sent from now on; those under way would be cut short or favoured. */
  begin(now) { this.#from = now }

  delivered(author, edit, now, { isLive }) {
    if (!isLive) return
    this.deliveries++
    const sent = this.#sentAt(author, edit)
    if (sent >= this.#from) this.editTimes.push(now - sent)
  }

  glanced(author, number, now) {
    this.glances++
    const sent = this.#glancedAt(author, number)
    if (sent >= this.#from) this.glanceTimes.push(now - sent)
  }

  stored(author, edit, now) {
    const sent = this.#sentAt(author, edit)
    if (sent >= this.#from) this.storedTimes.push(now - sent)
  }

  failed(author, why) {
    if (this.failures.length < MOST_FAILURES) this.failures.push(`person ${author}: ${why}`)
  }
}
