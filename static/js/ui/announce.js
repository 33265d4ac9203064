// What a screen reader hears. One's own acts at once; what others do, counted and seldom.

const QUIET_MS = 20_000

/** Say something now: the result of what this person just did. */
export function announce(text) {
  say(document.getElementById("announce-assertive"), text)
}

/** Say something when there is a pause. */
export function announcePolitely(text) {
  say(document.getElementById("announce-polite"), text)
}

function say(region, text) {
  if (!region) return
  region.textContent = ""
  // A region that gets the same text twice is silent the second time; an empty moment between makes it new.
  requestAnimationFrame(() => {
    region.textContent = text
  })
}

/**
 * Collects what others do and tells it at most every 20 seconds.
 *
 * `summary(counts)` makes the sentence from a Map of key to number, or returns "" for silence.
 */
export class Digest {
  #counts = new Map()
  #timer
  #summary
  #speak
  #quietMs
  muted = false

  constructor(summary, { speak = announcePolitely, quietMs = QUIET_MS } = {}) {
    this.#summary = summary
    this.#speak = speak
    this.#quietMs = quietMs
  }

  add(key, count = 1) {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count)
    this.#timer ??= setTimeout(() => this.#tell(), this.#quietMs)
  }

  close() {
    clearTimeout(this.#timer)
  }

  #tell() {
    this.#timer = undefined
    const counts = this.#counts
    this.#counts = new Map()
    const text = this.muted ? "" : this.#summary(counts)
    if (text) this.#speak(text)
  }
}
