// Sorting by taps: notes are chosen, and what is to become of them is said on a bar (BO-27). Whatever is done says what it did.

import { quoted } from "network/board/drawing-words.js"
import { announce } from "network/ui/announce.js"
import { t, tn } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

export class BoardSorting {
  #app
  #model
  #drawing
  #acts
  #parts
  #picked = new Set()
  #isOn = false

  /** `parts` are the elements { sortBar, clusterList, clusterName, mover }. */
  constructor({ app, model, drawing, acts, parts }) {
    this.#app = app
    this.#model = model
    this.#drawing = drawing
    this.#acts = acts
    this.#parts = parts
  }

  get isOn() { return this.#isOn }
  get count() { return this.#picked.size }

  /** Whether a note is chosen; null while nobody is choosing. */
  isPicked(id) { return this.#isOn ? this.#picked.has(id) : null }

  toggleMode() { return this.#isOn ? this.leave() : this.#enter() }

  #enter() {
    if (!this.#acts.mayMove(this.#drawing.current)) return this.#acts.explain()
    this.#isOn = true
    this.#app.toggleAttribute("data-sorting", true)
    this.#show()
    this.#parts.sortBar.open()
    return announce(t("Choose the notes that belong together. Space chooses a note."))
  }

  leave({ quiet = false } = {}) {
    if (!this.#isOn) return
    this.#isOn = false
    this.#picked.clear()
    this.#app.toggleAttribute("data-sorting", false)
    this.#show()
    if (quiet) return
    this.#app.querySelector(".board__sort").focus()
    announce(t("Sorting is over."))
  }

  /** Dots are set from now on. Who has nothing in her hand is not kept at sorting: what chooses a note looks like a vote. */
  giveWay() { if (this.count === 0 && !document.querySelector("dialog[open]")) this.leave() }

  pick(id) {
    if (!this.#model.note(id) || this.#model.note(id).deleted) return
    if (!this.#picked.delete(id)) this.#picked.add(id)
    this.#drawing.mark([id])
    this.#showBar()
    announce(this.#chosen())
  }

  /** Notes or clusters have changed, perhaps by others: what is gone is no longer chosen. */
  follow() {
    if (!this.#isOn) return
    for (const id of this.#picked) if (this.#model.note(id)?.deleted !== false) this.#picked.delete(id)
    this.#showBar()
  }

  /** What the bar asks for. */
  act(what) {
    const doing = {
      into: () => this.#askWhere([...this.#picked]),
      new: () => this.#gatherNew([...this.#picked]),
      out: () => this.#takeOut([...this.#picked]),
      none: () => { this.#clear(); this.#parts.sortBar.open(); announce(this.#chosen()) },
      undo: () => this.#undo(),
      redo: () => this.#tellBack(againOf(this.#model.redo())),
      close: () => this.leave(),
    }
    if (["into", "new", "out"].includes(what) && this.count === 0) return this.#say(t("Choose one or more notes first."))
    return doing[what]()
  }

  /** What the menu of a note or a cluster asks for. */
  one(id, act) {
    if (!this.#acts.mayMove(id)) return this.#acts.explain()
    if (act === "gather") return this.#askWhere([id])
    if (act === "ungather") return this.#takeOut([id])
    if (act === "name") return this.#name(id)
    if (act === "merge") return this.#askMerge(id)
    if (act === "dissolve") return this.#dissolve(id)
    return this.#acts.move(id)
  }

  /** The chosen notes into this cluster. */
  here(id) { if (this.count > 0) this.#gather([...this.#picked], id) }

  /** What was chosen in the list of clusters: { job, ids, from, cluster: id, or null for a new one }. */
  listed({ job, ids, from, cluster }) {
    if (job === "merge") return this.#merge(from, cluster)
    return cluster === null ? this.#gatherNew(ids) : this.#gather(ids, cluster)
  }

  #undo() { this.#tellBack(undoneOf(this.#model.undo({ sorting: true }))) }

  /** Say what was taken back, or done again. */
  #tellBack(words) {
    this.#drawing.flush()
    this.follow()
    this.#say(words)
  }

  #askWhere(ids) {
    const clusters = this.#model.sorting.clusters()
    if (clusters.length === 0) return this.#gatherNew(ids)
    return this.#parts.clusterList.open({ job: "gather", ids, clusters, titleOf: this.#acts.titleOf, mayMake: true })
  }

  #askMerge(from) {
    const clusters = this.#model.sorting.clusters().filter(({ id }) => id !== from)
    if (clusters.length === 0) return this.#say(t("There is no other cluster yet."))
    return this.#parts.clusterList.open({ job: "merge", from, clusters, titleOf: this.#acts.titleOf, name: this.#nameOf(from) })
  }

  #gather(ids, id) {
    if (this.#model.title(id) === null) return
    const { length } = this.#model.sorting.gather(ids, id)
    this.#done(tn("{count} note laid in {cluster}.", "{count} notes laid in {cluster}.", length, { cluster: this.#nameOf(id) }))
  }

  #gatherNew(ids) {
    const id = this.#model.sorting.gatherNew(ids)
    if (id === null) return this.#say(t("The board has as many clusters as it can hold: 200."))
    this.#done(tn("A new cluster of {count} note.", "A new cluster of {count} notes.", ids.length))
    return this.#name(id)
  }

  #takeOut(ids) {
    const { length } = this.#model.sorting.takeOut(ids)
    if (length === 0) return this.#say(t("None of the notes lies in a cluster."))
    return this.#done(tn("{count} note taken out of its cluster.", "{count} notes taken out of their clusters.", length))
  }

  #merge(from, into) {
    const [one, other] = [this.#nameOf(from), this.#nameOf(into)]
    this.#model.sorting.merge(from, into)
    this.#done(t("{one} and {other} are one cluster now.", { one, other }))
    this.#drawing.focus(into)
  }

  #dissolve(id) {
    const notes = this.#model.sorting.dissolve(id)
    this.#done(tn("{count} note taken out of its cluster.", "{count} notes taken out of their clusters.", notes.length))
    if (notes.length > 0) this.#drawing.focus(notes[0])
  }

  #name(id) {
    const cluster = this.#model.sorting.cluster(id)
    if (cluster) this.#parts.clusterName.open(cluster, this.#model)
  }

  #done(words) {
    this.#clear()
    this.#drawing.flush()
    this.#say(words, { label: t("Undo"), run: () => this.#undo() })
  }

  // On the bar "Undo" stands all the time: there a message needs no button of its own.
  #say(words, act) {
    if (this.#isOn || !act) return this.#isOn ? this.#parts.sortBar.say(words) : toast(words)
    return toast(words, { act })
  }

  #clear() {
    this.#drawing.mark(this.#picked)
    this.#picked.clear()
    this.#showBar()
  }

  #show() {
    this.#drawing.markAll()
    this.#drawing.flush()
    this.#showBar()
  }

  #showBar() {
    const { history } = this.#model
    this.#parts.sortBar.show({ isOn: this.#isOn, words: this.#chosen(), isAny: this.count > 0, canUndo: history.canUndo({ sorting: true }), canRedo: history.canRedo })
    this.#drawing.mark([])
  }

  #chosen() { return this.count === 0 ? t("No notes chosen") : tn("{count} note chosen", "{count} notes chosen", this.count) }
  #nameOf(id) { return quoted(this.#model.sorting.cluster(id)?.name ?? "") }
}

/** What is said of a step that was done again; see board/history.js. */
export function againOf(done) {
  if (!done) return t("There is nothing to do again.")
  return done.kind === "blocked" ? undoneOf(done) : t("Done again.")
}

/** What is said of a step that was taken back. */
export function undoneOf(done) {
  if (!done) return t("There is nothing to undo.")
  if (done.kind === "blocked") return t("Others have changed this since. Nothing is undone.")
  if (done.kind === "sort") return tn("Undone. {count} note lies where it lay.", "Undone. {count} notes lie where they lay.", done.ids.length)
  return t("Undone.")
}
