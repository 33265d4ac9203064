// Dots between the board's model, its notes on the screen, and the tray that counts them.

/** What can be given dots: { id, text, note, notes, lifted }. `note` is the note that speaks for it: the first of a cluster, or itself;
 *  `notes` are the ids of all in it. */
function topicOf({ id, note, notes = [note], name }) {
  const [first] = notes
  return { id, text: note ? note.text : name, note: first.id, notes: notes.map((one) => one.id), lifted: first.lifted }
}

export class BoardDots {
  #model
  #drawing
  #tray
  #topics = []
  #told = undefined
  #wasChoosing = false
  #begun
  #ends = new AbortController()

  /** `begun()` is called when dots can be set on a board that is on the page already. */
  constructor({ model, drawing, tray, begun }) {
    this.#begun = begun
    this.#model = model
    this.#drawing = drawing
    this.#tray = tray
    const { signal } = this.#ends
    tray.addEventListener("dots-changed", () => drawing.markAll(), { signal })
    tray.addEventListener("dots-asked", () => this.show(), { signal })
  }

  /** Tell the tray how the board stands now. */
  show() {
    const { dots, canLift, mayLift, link } = this.#model.status
    // Asked at every change of the board, most of the time without any dots.
    if (dots === null && this.#told === null && !this.#tray.isChoosing && !this.#wasChoosing) return
    this.#wasChoosing = this.#tray.isChoosing
    if (dots?.open && !this.#told?.open) this.#begun()
    const before = this.#marks()
    this.#topics = this.#model.topics().filter(({ note }) => !note?.isComing).map(topicOf)
    this.#tray.stand({ told: dots, topics: this.#topics, canLift, mayLift, chosen: this.#model.lifted().length, isWhole: link === "online" })
    if (dots !== this.#told || this.#marks() !== before) this.#drawing.markAll()
    this.#told = dots
  }

  #marks() { return JSON.stringify(this.#topics.map((topic) => [topic.id, this.#tray.on(topic)])) }

  /** What stands on a cluster, or on a note; null on a note in a cluster, which has the dots. */
  on({ id, cluster = null }) { return cluster === null ? this.#tray.on({ id }) : null }

  press(id, step) { this.#tray.press(id, step) }

  close() { this.#ends.abort() }
}
