// What a person does on a board, by whichever way: each act tells the model, then the person what happened.

import { rightsOn } from "network/board/drawing-rights.js"
import { againOf, undoneOf } from "network/board/drawing-sort.js"
import { quoted } from "network/board/drawing-words.js"
import { announce } from "network/ui/announce.js"
import { t, tn } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

const HUES = ["sun", "sky", "moss", "rose", "plum"]

export class BoardActs {
  #model
  #drawing
  #status
  #parts
  #titles
  #takeBack = null
  /** The mode in which notes are chosen; see drawing-sort.js. */
  sorting = null

  /** `parts` are the elements { sheet, mover, keyList, chips, dots }; `titles` a Map from column key to title. */
  constructor({ model, drawing, status, parts, titles }) {
    this.#model = model
    this.#drawing = drawing
    this.#status = status
    this.#parts = parts
    this.#titles = titles
  }

  say(text) {
    announce(text)
  }

  titleOf = (column) => this.#titles.get(column) ?? column

  rights(id) {
    const note = this.#model.note(id) ?? { id }
    return { ...rightsOn(note, this.#status.now, this.#parts.marks), isGathered: Boolean(note.cluster), lift: this.#model.status.canLift && !note.isComing, isLifted: note.lifted === true, isFirst: this.#model.lifted()[0]?.id === note.id }
  }

  mayMove(id) {
    return this.rights(id).move
  }

  get isSorting() { return this.sorting.isOn }
  sort() { this.sorting.toggleMode() }
  pick(id) { this.sorting.pick(id) }

  /** Say why a control that was asked for by key is not there. */
  explain() {
    toast(this.#status.reason)
  }

  keys() {
    this.#parts.keyList.open()
  }

  add(column) {
    if (!this.#status.now.canWrite) return this.explain()
    return this.#parts.sheet.write({ column: column ?? this.#parts.chips.current, draft: this.#draft("new") })
  }

  open(id) {
    const note = this.#note(id)
    if (!note) return this.#sayGone()
    if (!this.rights(id).edit) return this.explain()
    return this.#parts.sheet.edit({ note, draft: this.#draft(id) })
  }

  /** Take a new note from the sheet, or from the draft `key`. Returns whether it was taken. */
  written({ column, text, again, key = "new" }) {
    const target = this.#titles.has(column) ? column : this.#titles.keys().next().value
    return this.#taking(() => {
      const id = this.#model.add({ column: target, text, hue: this.#hueOf(target) })
      this.#model.dropDraft(key)
      this.#drawing.flush()
      if (!again) this.#showNew(id, target)
      this.say(t("Added to {column}.", { column: this.titleOf(target) }))
    })
  }

  /** Take the text of a note that was edited. Returns whether it was taken. */
  edited({ id, text, base }) {
    return this.#taking(() => {
      const outcome = this.#model.edit(id, text, base)
      this.#model.dropDraft(id)
      this.#drawing.flush()
      if (outcome === "saved") this.say(t("The note is changed."))
      if (outcome === "beside") toast(t("Somebody changed the note while you were writing. Both texts now stand on the board."))
    })
  }

  /** Take a note home: her own words on it, for herself. */
  take(id) {
    const note = this.#note(id)
    return note ? this.#parts.marks.open(note) : this.#sayGone()
  }

  /** One dot "more" on a note, or one "less", while they are set. */
  dot(id, step) {
    this.#parts.dots?.press(id, step)
  }

  /** Ask where a note, or a cluster, is to lie. */
  move(id) {
    const cluster = this.#model.sorting.cluster(id)
    const note = cluster ? { ...cluster, text: cluster.name } : this.#note(id)
    if (!note) return this.#sayGone()
    if (!this.mayMove(id)) return this.explain()
    const topics = this.#model.topics()
    const columns = this.#drawing.columns.map(({ key }) => ({
      key, title: this.titleOf(key), notes: topics.filter(({ column }) => column === key).map((topic) => ({ id: topic.id, text: topic.note?.text ?? topic.name })),
    }))
    return this.#parts.mover.open(note, columns, { isCluster: Boolean(cluster) })
  }

  /** Lay a note or a cluster at `place`, { column, after }; with `into` a note in that cluster. */
  drop(id, place, { quiet = false } = {}) {
    const cluster = this.#model.sorting.cluster(id)
    if (!cluster && !this.#note(id)) return this.#sayGone()
    if (!this.mayMove(id)) return this.explain()
    if (cluster) this.#model.sorting.shift(id, place)
    else if (place.into) this.#model.sorting.gather([id], place.into)
    else this.#model.move(id, place)
    this.#drawing.flush()
    if (!quiet) this.say(this.#whereItLies(place))
    return undefined
  }

  #whereItLies({ column, into }) {
    if (!into) return t("Moved to {column}.", { column: this.titleOf(column) })
    return tn("{count} note laid in {cluster}.", "{count} notes laid in {cluster}.", 1, { cluster: quoted(this.#model.sorting.cluster(into)?.name ?? "") })
  }

  dragCancelled() {
    this.say(t("Cancelled. The note lies where it lay."))
  }

  remove(id) {
    if (!this.#note(id)) return this.#sayGone()
    if (!this.rights(id).delete) return this.mayMove(id) ? toast(t("Only the one who wrote the note can delete it.")) : this.explain()
    this.#model.remove(id)
    this.#drawing.flush()
    this.#takeBack = toast(t("The note is deleted."), { act: { label: t("Undo"), run: () => this.restore(id) } })
    return undefined
  }

  restore(id) {
    this.#model.restore(id)
    this.#drawing.flush()
    this.#drawing.focus(id)
    this.say(t("The note is back."))
  }

  undo() {
    this.#takeBack?.()
    this.#back(this.#model.undo(), undoneOf)
  }

  redo() {
    this.#back(this.#model.redo(), againOf)
  }

  #back(done, saying) {
    this.#drawing.flush()
    if (done && this.#drawing.stop(done.id)) this.#drawing.focus(done.id)
    this.sorting.follow()
    this.say(saying(done))
  }

  // The model refuses a note on a full board; the words stay on the sheet.
  #taking(act) {
    if (!this.#status.now.canWrite) return this.#refuse(this.#status.reason)
    try {
      act()
      return true
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return this.#refuse(error.reason === "full" ? t("The board is full. Your text is kept here. You can copy it.") : t("The text is too long. At most 2,000 characters can be sent."))
    }
  }

  #refuse(words) {
    if (this.#parts.sheet.isOpen) this.#parts.sheet.tell(words)
    else toast(words)
    return false
  }

  #showNew(id, column) {
    this.#parts.chips.show(column)
    this.#drawing.stopAt(id)
    this.#drawing.note(id)?.scrollIntoView({ block: "nearest" })
  }

  #sayGone() {
    toast(t("Somebody has deleted the note meanwhile."))
  }

  #note(id) {
    const note = this.#model.note(id)
    return note && !note.deleted ? note : null
  }

  #draft(key) {
    return this.#model.drafts().find((draft) => draft.key === key) ?? null
  }

  // A colour for each column, in turn: it helps the eye, and says nothing that the heading does not say.
  #hueOf(column) {
    return HUES[[...this.#titles.keys()].indexOf(column) % HUES.length]
  }
}
