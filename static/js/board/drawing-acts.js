// What a person does on a board, by whichever way: each act tells the model, then the person what happened.

import { rightsOn } from "network/board/drawing-rights.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

export class BoardActs {
  #model
  #drawing
  #parts
  #titles

  /** `parts` are the elements { sheet, mover, keyList, chips }; `titles` a Map from column key to title. */
  constructor({ model, drawing, parts, titles }) {
    this.#model = model
    this.#drawing = drawing
    this.#parts = parts
    this.#titles = titles
  }

  say(text) {
    announce(text)
  }

  titleOf(column) {
    return this.#titles.get(column) ?? column
  }

  mayMove(id) {
    return this.#rights(id).move
  }

  /** Say why a control that a key asked for is not there. */
  explain() {
    toast(this.reason())
  }

  reason() {
    return this.#model.status.reason || t("You can read this board, but not change it.")
  }

  keys() {
    this.#parts.keyList.open()
  }

  async add(column) {
    if (!this.#model.status.canWrite) return this.explain()
    const draft = await this.#draft("new")
    return this.#parts.sheet.write({ column: column ?? this.#parts.chips.current, draft })
  }

  async open(id) {
    const note = this.#model.note(id)
    if (!note) return undefined
    if (!this.#rights(id).edit) return this.explain()
    return this.#parts.sheet.edit({ note, draft: await this.#draft(id) })
  }

  /** Take a new note from the sheet. Returns whether it was taken. */
  written({ column, text, again, key = "new" }) {
    if (!this.#model.status.canWrite) return this.#refuse()
    const id = this.#model.add({ column, text, hue: this.#hueOf(column) })
    this.#model.dropDraft(key)
    this.say(t("Added to {column}.", { column: this.titleOf(column) }))
    this.#drawing.flush()
    if (!again) this.#drawing.stopAt(id)
    return true
  }

  edited({ id, text, base }) {
    if (!this.#model.status.canWrite) return this.#refuse()
    const outcome = this.#model.edit(id, text, base)
    this.#model.dropDraft(id)
    if (outcome === "beside") this.#beside()
    else if (outcome === "saved") this.say(t("The note is changed."))
    return true
  }

  move(id) {
    const note = this.#model.note(id)
    if (!note) return
    if (!this.mayMove(id)) return this.explain()
    const columns = this.#drawing.columns.map(({ key, notes }) => ({
      key, title: this.titleOf(key), notes: notes.map((other) => ({ id: other, text: this.#model.note(other)?.text ?? "" })),
    }))
    return this.#parts.mover.open(note, columns)
  }

  /** Lay note `id` at `place`, { column, after }. */
  drop(id, place, { quiet = false } = {}) {
    if (!this.#model.note(id)) return this.say(t("Somebody has deleted the note meanwhile."))
    if (!this.mayMove(id)) return this.explain()
    this.#model.move(id, place)
    this.#drawing.flush()
    if (!quiet) this.say(t("Moved to {column}.", { column: this.titleOf(place.column) }))
    return undefined
  }

  dragCancelled() {
    this.say(t("Cancelled. The note lies where it lay."))
  }

  remove(id) {
    if (!this.#model.note(id)) return
    if (!this.#rights(id).delete) return this.#explainDeletion()
    this.#model.remove(id)
    this.#drawing.flush()
    toast(t("The note is deleted."), { act: { label: t("Undo"), run: () => this.restore(id) } })
    return undefined
  }

  restore(id) {
    this.#model.restore(id)
    this.#drawing.flush()
    this.#drawing.focus(id)
    this.say(t("The note is back."))
  }

  undo() {
    this.#model.undo()
    this.#drawing.flush()
    this.say(t("Undone."))
  }

  #refuse() {
    this.#parts.sheet.tell(this.reason())
    this.#parts.sheet.canSend = false
    return false
  }

  #explainDeletion() {
    toast(this.mayMove(this.#drawing.current) ? t("Only the one who wrote the note can delete it.") : this.reason())
  }

  #beside() {
    toast(t("Somebody changed the note while you were writing. Both texts now stand on the board."))
  }

  #rights(id) {
    return rightsOn(this.#model.note(id) ?? {}, this.#model.status)
  }

  async #draft(key) {
    return (await this.#model.drafts()).find((draft) => draft.key === key) ?? null
  }

  // A colour for each column, in turn: it helps the eye, and says nothing that the heading does not say.
  #hueOf(column) {
    const hues = ["sun", "sky", "moss", "rose", "plum"]
    return hues[Math.max(0, [...this.#titles.keys()].indexOf(column)) % hues.length]
  }
}
