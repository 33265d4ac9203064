// At most one run in `every` milliseconds, the first at once (leading edge), the last never forgotten.

export class Pace {
  #every
  #run
  #now
  #timers
  #last = -Infinity
  #timer = null

  constructor({ every, run, now, timers = globalThis }) {
    this.#every = every
    this.#run = run
    this.#now = now
    this.#timers = timers
  }

  /** Runs now, or as soon as the pace allows. */
  ask() {
    if (this.#timer !== null) return
    const wait = this.#last + this.#every - this.#now()
    if (wait <= 0) return this.flush()
    this.#timer = this.#timers.setTimeout(() => this.flush(), Math.min(wait, this.#every))
  }

  flush() {
    this.stop()
    this.#last = this.#now()
    this.#run()
  }

  get isWaiting() { return this.#timer !== null }

  stop() {
    if (this.#timer !== null) this.#timers.clearTimeout(this.#timer)
    this.#timer = null
  }
}
