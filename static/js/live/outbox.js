// Own acts in order until the server has stored them. Knows nothing of documents: a row has `key`, `touches` (ids), and what it sends.
//
// A row is one act and one message, for ever: it is sent again as the same bytes, so the server knows a repeat by its clock.
// States of a row: "waiting" (in memory alone), "device" (on this device's disk). What is acknowledged is gone from here.

export class Outbox {
  #rows = []
  #sent = 0
  #taken = 0
  #kept = new Set()

  get rows() { return [...this.#rows] }
  get size() { return this.#rows.length }

  add(row) { this.#rows.push(row) }

  /** Rows of an earlier life of this page: they go out before all others. Only before anything of this connection is sent. */
  addFirst(rows) {
    const known = new Set(this.#rows.map((row) => row.key))
    const fresh = rows.filter((row) => !known.has(row.key))
    this.#rows.splice(this.#sent, 0, ...fresh)
    for (const row of fresh) this.#kept.add(row.key)
    return fresh
  }

  /** These lie on the disk now. */
  kept(keys) {
    const here = new Set(this.#rows.map((row) => row.key))
    for (const key of keys) if (here.has(key)) this.#kept.add(key)
  }

  unkept() { return this.#rows.filter((row) => !this.#kept.has(row.key)) }

  /** A new connection, or a new `join` on the same: nothing counts as sent, the server counts from zero. */
  startOver() {
    this.#sent = 0
    this.#taken = 0
  }

  unsent() { return this.#rows.slice(this.#sent) }
  markSent(count) { this.#sent = Math.min(this.#rows.length, this.#sent + count) }

  /** The server has stored `count` of this connection's messages since its last join. Gives the rows that are done with. */
  acknowledge(count) {
    const fresh = Math.min(Math.max(0, count - this.#taken), this.#sent)
    this.#taken += fresh
    this.#sent -= fresh
    const done = this.#rows.splice(0, fresh)
    for (const row of done) this.#kept.delete(row.key)
    return done
  }

  /** Other rows instead of all there are. Gives the rows that went. Those that stay keep their state. */
  replace(rows) {
    const staying = new Set(rows.map((row) => row.key))
    const gone = this.#rows.filter((row) => !staying.has(row.key))
    for (const row of gone) this.#kept.delete(row.key)
    this.#rows = [...rows]
    this.startOver()
    return gone
  }

  /** "waiting", "device" or, when nothing here touches it, "saved". */
  stateOf(id) {
    const touching = this.#rows.filter((row) => row.touches.includes(id))
    if (touching.length === 0) return "saved"
    return touching.every((row) => this.#kept.has(row.key)) ? "device" : "waiting"
  }
}
