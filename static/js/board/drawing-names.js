// How much a board tells of who wrote, on the page: the line that says so, and one's own notes kept open beside a board that says of
// nobody what she wrote.

import { announcePolitely } from "network/ui/announce.js"

export class BoardNames {
  #app
  #host
  #own = null

  /** app: the element. host: {open(): the model of one's own notes, changed(change), status(), denied(refusal), inherit(own, {isLost})} */
  constructor({ app, host }) {
    this.#app = app
    this.#host = host
  }

  get isApart() { return this.#own !== null }

  /** Words go to one's own notes while the board is on the page and tells nothing. */
  follow(model, { isAlone }) {
    const { names, canWrite } = model.status
    this.#show(names)
    const isWanted = names === "nobody" && !isAlone
    if (isWanted && canWrite && !this.#own) this.keep(model, this.#host.open())
    else if (!isWanted && this.#own) this.keep(model, null)
  }

  keep(model, own) {
    if (own === null && this.#own === null) return
    this.#own?.close()
    this.#own = own
    model.writeThrough(own)
    if (own) this.#listen(own)
  }

  #listen(own) {
    const { changed, status, denied, inherit } = this.#host
    const whileKept = (hear) => (event) => { if (this.#own === own) hear(event?.detail) }
    own.addEventListener("change", whileKept((change) => changed({ ...change, remote: false, added: [] })))
    own.addEventListener("status", whileKept(() => status()))
    own.addEventListener("denied", whileKept(denied))
    own.addEventListener("recovered", whileKept(() => inherit(own, { isLost: true })))
    own.ready.then(whileKept(() => inherit(own, { isLost: false })))
  }

  close() {
    this.#own?.close()
    this.#own = null
  }

  #show(names) {
    if (names === this.#app.dataset.names) return
    this.#app.dataset.names = names
    for (const line of this.#app.querySelectorAll("[data-level]")) line.hidden = line.dataset.level !== names
    announcePolitely(this.#app.querySelector(`[data-level=${names}]`).textContent.trim())
  }
}
