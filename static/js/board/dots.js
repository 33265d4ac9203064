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

const NOTHING = Object.freeze({ sums: new Map(), gone: 0 })

/** Shown dots on a board that may have been sorted anew since: a cluster has the dots of the notes in it too, and of clusters that
 *  were laid in it whole. As lying_on on the server (BO-24). */
function lyingOn(topics, { sums, clusters }) {
  const place = new Map(topics.flatMap(({ id, notes }) => [id, ...notes].map((one) => [one, id])))
  const lying = { sums: new Map(), gone: 0 }
  for (const [id, count] of Object.entries(sums)) {
    const places = new Set((place.has(id) ? [id] : clusters[id] ?? []).map((one) => place.get(one)).filter(Boolean))
    if (places.size !== 1) lying.gone += count
    else for (const topic of places) lying.sums.set(topic, (lying.sums.get(topic) ?? 0) + count)
  }
  return lying
}

export class DotCount {
  #told = null
  #presses = new Map()
  #lying = NOTHING

  /** What the server says: {id, open, shown, budget, most, done, members, sums, clusters, mine, keys}, or null when there are no dots. */
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

  /** What stands on the board now, [{ id, notes }] with the ids of the notes in each: shown dots lie there. */
  stand(topics) { this.#lying = this.isShown ? lyingOn(topics, this.#told) : NOTHING }

  /** How many of all lie on a topic, once that is shown, and how many on what is not on the board any more. */
  sum(topic) { return this.#lying.sums.get(topic) ?? 0 }
  get gone() { return this.#lying.gone }

  /** Those of `topics` that have dots, those with most first, others as they stand. */
  mostFirst(topics) {
    return topics.filter(({ id }) => this.sum(id) > 0).sort((one, other) => this.sum(other.id) - this.sum(one.id))
  }
}
