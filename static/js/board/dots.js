// One's dots on a board, counted: what the server has said, and one's own presses that are not in it yet. Knows no page.
//
// A press is one dot more or less on a topic, with a key of its own for ever. The server's word names the presses that are
// in it, so that none is counted twice, however often it was sent and whichever answer was lost.

/** What the page says, with numbers filled in: `forms` is one text, or those for one and for more. */
export function inWords(forms, values) {
  const text = values.count === 1 ? forms[0] : forms.at(-1)
  return text.replace(/\{(\w+)\}/gu, (_all, name) => String(values[name]))
}

export const STEPS = Object.freeze({ more: 1, less: -1 })

export class DotCount {
  #told = null
  #presses = new Map()

  /** What the server says: {id, open, shown, budget, most, done, members, sums, mine, keys}, or null when there are no dots. */
  get told() { return this.#told }
  get isOpen() { return this.#told?.open === true && this.#told.mine !== null }
  get isShown() { return this.#told?.shown === true }

  learn(told) {
    this.#told = told
    const isIn = new Set(told?.keys ?? [])
    for (const [key, { round }] of this.#presses) if (round !== told?.id || isIn.has(key)) this.#presses.delete(key)
  }

  /** A press that lies on this device, or is on its way: known by its key. */
  add({ key, round, topic, step }) {
    if (round === this.#told?.id && !this.#told.keys?.includes(key)) this.#presses.set(key, { round, topic, step: STEPS[step] })
  }

  /** It was refused, or could not be kept. */
  drop(key) { this.#presses.delete(key) }

  /** How many of one's own lie on a topic. */
  on(topic) {
    if (!this.isOpen) return 0
    const steps = [...this.#presses.values()].filter((press) => press.topic === topic)
    return Math.max(0, steps.reduce((sum, { step }) => sum + step, this.#told.mine[topic] ?? 0))
  }

  /** How many are left to set; what lies on topics that are no more is one's own again. */
  left(topics) { return this.isOpen ? Math.max(0, this.#told.budget - topics.reduce((sum, topic) => sum + this.on(topic), 0)) : 0 }

  /** Why a press cannot be: "spent" (all are set), "enough" (so many lie there), "none" (there is none to take back), or "". */
  whyNot(topic, step, topics) {
    if (step === "less") return this.on(topic) > 0 ? "" : "none"
    if (this.left(topics) <= 0) return "spent"
    return this.on(topic) >= this.#told.most ? "enough" : ""
  }

  /** How many of all lie on a topic, once that is shown. */
  sum(topic) { return this.isShown ? this.#told.sums[topic] ?? 0 : 0 }

  /** Those of `topics` that have dots, those with most first, others as they stand. */
  mostFirst(topics) {
    return topics.filter(({ id }) => this.sum(id) > 0).sort((one, other) => this.sum(other.id) - this.sum(one.id))
  }
}
