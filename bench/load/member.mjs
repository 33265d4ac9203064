// One person on one board: she writes her own note and hears of everybody else's.
import { entry } from "./bytes.mjs"
import { Arrivals, GLANCES } from "./stamps.mjs"
import { Link } from "./link.mjs"

export class Member {
  #tally
  #echoMeansStored
  #heard = []

  /** `number` counts all authors of the run; `tally` is told of deliveries, storing and failures. */
  constructor({ number, seat, author, authors, Adapter, isRecorder, tally }) {
    this.number = number
    this.seat = seat
    this.author = author
    this.isRecorder = isRecorder
    this.sentAt = []
    this.glancedAt = []
    this.seen = new Int32Array(authors).fill(-1)
    this.stored = 0
    this.arrivals = new Arrivals(authors)
    this.link = null
    this.Adapter = Adapter
    this.#echoMeansStored = Adapter.echoMeansStored
    this.#tally = tally
  }

  async join(port) {
    this.link = new Link({ Adapter: this.Adapter, port, seat: this.seat }, this)
    await this.link.joined
  }

  edit() {
    const update = this.author.edit()
    this.sentAt.push(performance.now())
    this.sending(update)
    this.link.update(update)
  }

  /** Told of each update before it is sent. */
  sending() {}

  /** Look at another note and say so, with what others see of her: the peers leave that to the client. */
  glance() {
    const note = GLANCES.of(this.number, this.glancedAt.length)
    const state = { key: `person-${this.number}`, name: `Ingrid Benkeli ${this.number}`, note, typing: false }
    this.glancedAt.push(performance.now())
    this.link.presence(entry(this.author.doc.clientID, this.glancedAt.length, state))
  }

  /** The updates that a recorder heard, in order. */
  get heard() { return this.#heard }

  updated(bytes, isAnswer) {
    const now = performance.now()
    if (this.isRecorder) this.#heard.push(Buffer.from(bytes))
    this.arrivals.take(bytes, (author, edit) => {
      if (author !== this.number) this.#tally.delivered(author, edit, now, { isLive: !isAnswer })
      else if (this.#echoMeansStored) this.storedUpTo(edit + 1)
    })
  }

  /** Presence may be passed over for a later one; what comes at all is counted. */
  present(entries) {
    const now = performance.now()
    GLANCES.scan(entries, (author, number) => {
      if (author === this.number || author >= this.seen.length || number <= this.seen[author]) return
      this.seen[author] = number
      this.#tally.glanced(author, number, now)
    })
  }

  storedUpTo(count) {
    const now = performance.now()
    while (this.stored < count) this.#tally.stored(this.number, this.stored++, now)
  }

  failed(why) { this.#tally.failed(this.number, why) }
}
