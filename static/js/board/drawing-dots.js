// Dots between the board's model, its notes on the screen, and the tray that counts them.

export class BoardDots {
  #model
  #drawing
  #tray
  #ends = new AbortController()

  constructor({ model, drawing, tray }) {
    this.#model = model
    this.#drawing = drawing
    this.#tray = tray
    tray.addEventListener("dots-changed", () => drawing.markAll(), { signal: this.#ends.signal })
  }

  /** What can be given dots, in the board's order: each note. */
  get #topics() { return this.#model.notes().filter(({ deleted }) => !deleted) }

  /** Tell the tray how the board stands now. */
  show() {
    const before = this.#marks()
    const { dots, canLift } = this.#model.status
    this.#tray.stand({ told: dots, notes: this.#topics, canLift })
    if (this.#marks() !== before) this.#drawing.markAll()
  }

  #marks() { return JSON.stringify(this.#topics.map((note) => this.#tray.on(note))) }

  on(note) { return this.#tray.on(note) }

  press(id, step) { this.#tray.press(id, step) }

  close() { this.#ends.abort() }
}
