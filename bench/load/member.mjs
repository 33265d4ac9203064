// One person on one board: she writes her own note and hears of everybody else's.
import { Arrivals } from "./stamps.mjs"
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
    this.link.update(update)
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

  storedUpTo(count) {
    const now = performance.now()
    while (this.stored < count) this.#tally.stored(this.number, this.stored++, now)
  }

  failed(why) { this.#tally.failed(this.number, why) }
}
