// A field on a page and one text of a writing, kept in step: what is typed becomes the smallest change, what others write comes in
// around the caret. While a word is being composed (IME), and while there is too much in the field, the field is left alone.
import { Pace } from "network/live/pace.js"
import { applied, differences, movedSelection, normal, rebased, replacement } from "network/writing/change.js"

const WRITE_EVERY = 120

export class Binding {
  #field
  #key
  #model
  #told
  #pace
  #limit
  #isActive
  #shown = null
  #held = []
  #isComposing = false
  #isLong = false
  #ends = new AbortController()

  /** `field`: a textarea. `told()`: how it stands may have changed. `isActive(field)`: the caret is in it (setting it elsewhere would move the focus). */
  constructor({ field, key, model, limit = Infinity, told = () => {}, now = Date.now, timers = globalThis, isActive = (one) => one.ownerDocument.activeElement === one }) {
    this.#field = field
    this.#key = key
    this.#model = model
    this.#told = told
    this.#limit = limit
    this.#isActive = isActive
    this.#pace = new Pace({ every: WRITE_EVERY, run: () => this.flush(), now, timers })
    this.#listen()
    this.#begin()
  }

  /** The text is known here. */
  get isBound() { return this.#shown !== null }

  /** There are words in the field that are not in the outbox. */
  get isBehind() { return normal(this.#field.value) !== (this.#shown ?? normal(this.#field.defaultValue)) }

  /** How many characters too many. */
  get tooMany() { return Math.max(0, -this.left) }

  /** How many more there is room for. */
  get left() { return this.limit - normal(this.#field.value).length }
  get limit() { return Math.min(this.#limit, this.#model.limit(this.#key)) }

  get #begun() { return `begun-${this.#key}` }

  #listen() {
    const { signal } = this.#ends
    const on = (target, type, hear) => target.addEventListener(type, hear, { signal })
    on(this.#field, "input", () => this.#typed())
    on(this.#field, "compositionstart", () => { this.#isComposing = true })
    on(this.#field, "compositionend", () => { this.#isComposing = false; this.flush() })
    on(this.#field, "blur", () => this.flush())
    on(this.#model, "incoming", () => this.#flushIfFree())
    on(this.#model, "change", ({ detail }) => this.#heard(detail))
  }

  /** The text is known: words that were typed before that, here or on this page before it was reloaded, go in. */
  #begin() {
    const words = this.#model.text(this.#key)
    if (words === null) return
    const draft = this.#model.drafts().find(({ key }) => key === this.#begun)
    const { text, base } = this.#typedBefore(words, draft)
    this.#shown = base
    this.#held = differences(base, words)
    if (this.#field.value !== text) this.#field.value = text
    this.flush()
  }

  #typedBefore(words, draft) {
    const value = normal(this.#field.value)
    if (value === words && !draft) return { text: words, base: words }
    const rendered = normal(this.#field.defaultValue)
    if (value !== rendered) return { text: value, base: rendered }
    return draft ? { text: draft.text, base: draft.base } : { text: rendered, base: rendered }
  }

  #typed() {
    this.#told()
    if (!this.isBound) return this.#keepBegun(normal(this.#field.defaultValue))
    if (!this.#isComposing) this.#pace.ask()
  }

  /** Words that cannot go into the document yet are kept on the device as they stand. */
  #keepBegun(base) { this.#model.saveDraft(this.#begun, { text: normal(this.#field.value), base, field: this.#key }) }

  #flushIfFree() { if (this.isBound && !this.#isComposing) this.flush() }

  /** Writes what is in the field, and shows what others wrote. */
  flush() {
    this.#pace.stop()
    if (!this.isBound || this.#model.text(this.#key) === null) return
    const value = normal(this.#field.value)
    const caret = this.#isActive(this.#field) ? this.#field.selectionEnd : undefined
    const mine = replacement(this.#shown, value, caret)
    if (mine && !this.#write(mine)) return
    this.#show(value, mine === null)
  }

  /** False: it cannot be taken up now. */
  #write(mine) {
    if (!this.#model.status.canWrite) return this.#giveBack()
    const changes = rebased(mine, this.#held)
    const now = this.#model.text(this.#key)
    const { length } = applied(now, changes)
    this.#isLong = length > this.limit && length > now.length
    if (this.#isLong) {
      this.#keepBegun(this.#shown)
      this.#told()
      return false
    }
    this.#model.write(this.#key, changes)
    return true
  }

  /** It was closed under her hands: the words are a draft. */
  #giveBack() {
    this.#model.saveDraft(`recovered-${this.#key}-${Date.now()}`, { text: normal(this.#field.value), field: this.#key, recovered: true })
    return true
  }

  #show(value, isUntouched) {
    const words = this.#model.text(this.#key)
    const changes = isUntouched ? this.#held : [replacement(value, words)].filter(Boolean)
    this.#held = []
    this.#shown = words
    this.#isLong = false
    this.#model.dropDraft(this.#begun)
    if (words !== value) this.#fill(words, changes)
    this.#told()
  }

  #fill(words, changes) {
    const field = this.#field
    const { selectionStart: start, selectionEnd: end, selectionDirection: direction, scrollTop } = field
    field.value = words
    if (!this.#isActive(field)) return
    const selection = movedSelection({ start, end }, changes)
    field.setSelectionRange(selection.start, selection.end, direction)
    field.scrollTop = scrollTop
  }

  #heard({ key, changes, own }) {
    if (key !== this.#key || own) return
    if (!this.isBound) return this.#begin()
    this.#held.push(...changes)
    if (!this.#isComposing) this.flush()
  }

  /** Own last words go, or come again; the caret goes where that was. Whether there was anything. */
  undo() { return this.#back(() => this.#model.undo(this.#key)) }
  redo() { return this.#back(() => this.#model.redo(this.#key)) }

  #back(go) {
    if (!this.isBound || this.#isComposing || this.#isLong) return false
    this.flush()
    const before = this.#field.value
    if (!go()) return false
    const change = replacement(before, this.#field.value)
    const place = change ? change.at + change.insert.length : this.#field.selectionEnd
    if (this.#isActive(this.#field)) this.#field.setSelectionRange(place, place)
    return true
  }

  /** The page goes: what is in the field goes where it lasts, also a word half composed. */
  close() {
    this.flush()
    this.#pace.stop()
    this.#ends.abort()
  }
}
