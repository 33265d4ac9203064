// One's own acts on a board, to be taken back and done again: several steps, and never what others have done since (BO-28).
import { inverse, touched } from "network/board/acts.js"

const SORTING = new Set(["sort", "shift", "rename", "move"])
const MOST = 100

/** Steps are counted over all documents of the page: which of two was done last. */
let count = 0

export class History {
  #done = []
  #undone = []
  #isPaused = false
  #host

  /** host: {note(id), cluster(id): as they are now, do(act)} */
  constructor(host) { this.#host = host }

  /** Does acts as one step. Of a name that is being written, all letters are one step until `pause`. */
  act(acts) {
    const entries = acts.map((act) => this.#do(act))
    const last = this.#done.at(-1)?.[0]
    const [{ act }] = entries
    const goesOn = act.kind === "rename" && last?.act.kind === "rename" && last.act.id === act.id && !this.#isPaused
    if (goesOn) last.act = { ...act, base: last.act.base }
    else this.#done.push(numbered(entries))
    this.#undone = []
    this.#isPaused = false
    if (this.#done.length > MOST) this.#done.shift()
  }

  pause() { this.#isPaused = true }

  canUndo({ sorting = false } = {}) { return this.#lastOf(this.#done, sorting) >= 0 }
  /** The number of the step that was done last, and of the one that was taken back last; 0 without any. */
  get latest() { return this.#done.at(-1)?.number ?? 0 }
  get latestUndone() { return this.#undone.at(-1)?.number ?? 0 }
  get canRedo() { return this.#undone.length > 0 }

  /**
   * Takes back the last step, or the last one of sorting. Gives null when there is none; else {kind, id, ids}, the notes and clusters
   * that went back, and kind "blocked" when others have changed all of it since.
   */
  undo({ sorting = false } = {}) { return this.#back(this.#done, this.#undone, this.#lastOf(this.#done, sorting)) }

  /** Does again what was taken back last. */
  redo() { return this.#back(this.#undone, this.#done, this.#undone.length - 1) }

  #lastOf(steps, sorting) { return sorting ? steps.findLastIndex((entries) => SORTING.has(entries[0].act.kind)) : steps.length - 1 }

  #back(from, to, at) {
    if (at < 0) return null
    const [entries] = from.splice(at, 1)
    this.#isPaused = true
    const open = entries.toReversed().map(({ act, before }) => ({ act: this.#asLeft(act), before })).filter(({ act }) => act !== null)
    if (open.length === 0) return { kind: "blocked", id: entries[0].act.id, ids: [] }
    to.push(numbered(open.map(({ act, before }) => this.#do(inverse(act, before)))))
    const [{ act }] = open
    return { kind: act.kind, id: touched(act)[0], ids: open.flatMap((entry) => touched(entry.act)) }
  }

  #do(act) {
    const { note, cluster } = this.#host
    const before = act.kind === "sort" ? new Map(act.steps.map(({ id }) => [id, note(id)])) : note(act.id) ?? cluster(act.id)
    this.#host.do(act)
    return { act, before }
  }

  /** The act, as far as things still are as it left them; null when nothing of it is. */
  #asLeft(act) {
    if (act.kind !== "sort") return this.#isAsLeft(act) ? act : null
    const steps = act.steps.filter(({ id, cluster, place }) => {
      const now = this.#host.note(id)
      return now && !now.deleted && now.cluster === cluster && (!place || isAt(now, place))
    })
    return steps.length > 0 ? { ...act, steps } : null
  }

  #isAsLeft({ kind, id, ...act }) {
    const now = kind === "rename" || kind === "shift" ? this.#host.cluster(id) : this.#host.note(id)
    if (!now) return false
    if (kind === "add") return !now.deleted && now.text === act.note.text
    if (kind === "edit") return now.text === act.text
    if (kind === "rename") return now.title === act.text
    if (kind === "delete") return now.deleted === act.deleted
    return isAt(now, [act.column, act.position])
  }
}

const numbered = (entries) => Object.assign(entries, { number: ++count })
const isAt = (now, [column, position]) => now.column === column && now.position === position
