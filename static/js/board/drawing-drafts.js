// Texts that are no notes yet: what one was writing is offered again, what could not be sent is shown to be saved.

import { tn } from "network/ui/text.js"

/** Drafts sorted: `lost` has no note to go back to, `begun` is what somebody was writing. `has(id)` asks for a live note. */
export function sorted(drafts, has) {
  const written = drafts.filter((draft) => draft.text.trim())
  const isLost = (draft) => draft.recovered === true || (draft.key !== "new" && !has(draft.note))
  return { lost: written.filter(isLost), begun: written.filter((draft) => !isLost(draft)) }
}

export class KeptTexts {
  #app
  #model
  #acts
  #status
  #list

  constructor({ app, model, acts, status, parts }) {
    this.#app = app
    this.#model = model
    this.#acts = acts
    this.#status = status
    this.#list = parts.drafts
  }

  /** Show the lines above the board. */
  show() {
    const { lost, begun } = this.#sorted()
    const line = this.#app.querySelector("[data-lost]")
    line.hidden = lost.length === 0
    line.querySelector("span").textContent = tn("{count} text of yours is not on the board.", "{count} texts of yours are not on the board.", lost.length)
    this.#app.querySelector("[data-begun]").hidden = begun.length === 0
  }

  /** Open the list of texts that are on no board. */
  open() {
    const { lost } = this.#sorted()
    this.show()
    if (lost.length) this.#list.open(lost, { canAdd: this.#status.now.canWrite })
  }

  /** Go on with what was begun. */
  goOn() {
    const [draft] = this.#sorted().begun
    if (!draft) return this.show()
    return draft.key === "new" ? this.#acts.add(draft.column) : this.#acts.open(draft.note)
  }

  keep({ key, text, column, note, base }) {
    if (text.trim()) this.#model.saveDraft(key, { text, column, note, base })
    else this.#model.dropDraft(key)
  }

  addAgain(draft) {
    if (this.#acts.written({ column: draft.column, text: draft.text, again: true, key: draft.key })) this.#refresh()
  }

  drop(draft) {
    this.#model.dropDraft(draft.key)
    this.#refresh()
  }

  #refresh() {
    this.#list.show(this.#sorted().lost, { canAdd: this.#status.now.canWrite })
    this.show()
  }

  #sorted() {
    return sorted(this.#model.drafts(), (id) => this.#model.note(id)?.deleted === false)
  }
}
