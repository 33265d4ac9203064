// A board model that lives in the page alone: the same words and events as board/model.js, no network and no storage.
// Its notes come from window.fakeBoard, so that a test can make any board, and it can play the others.

const now = () => window.fakeBoard ?? {}

export class FakeModel extends EventTarget {
  #notes = new Map()
  #drafts = new Map()
  #people = now().people ?? []
  #undo = null
  ready = Promise.resolve()
  state = { link: "online", transport: "websocket", unsent: 0, canWrite: true, canMove: true, stored: true, open: true, late: false, reason: null, canDelete: (id) => this.note(id)?.mine ?? false, ...now().status }
  said = []

  constructor() {
    super()
    for (const note of now().notes ?? []) this.#notes.set(note.id, { deleted: false, versionOf: null, state: "saved", late: false, mine: false, hue: "sun", author: null, ...note })
    for (const draft of now().drafts ?? []) this.#drafts.set(draft.key, draft)
    window.fakeModel = this
  }

  get status() {
    return this.state
  }

  notes() {
    return [...this.#notes.values()]
  }

  note(id) {
    return this.#notes.get(id) ?? null
  }

  add({ column, text, hue }) {
    const id = `new-${this.#notes.size}`
    this.#notes.set(id, { id, column, text, hue, deleted: false, versionOf: null, state: "device", late: false, mine: true, author: { key: "me", name: "Anna Nordvik", municipality: "Nordvik" } })
    this.#tell([id], { added: [{ id, column }] })
    return id
  }

  edit(id, text, base) {
    if (text === base) return "unchanged"
    const note = this.#notes.get(id)
    if (note.text !== base) {
      this.add({ column: note.column, text, hue: note.hue })
      return "beside"
    }
    this.#change(id, { text })
    return "saved"
  }

  move(id, { column, after }) {
    const note = this.#notes.get(id)
    this.#notes.delete(id)
    const rest = [...this.#notes.values()]
    note.column = column
    const at = after === null ? rest.findIndex((one) => one.column === column) : rest.findIndex((one) => one.id === after) + 1
    rest.splice(at < 0 ? rest.length : at, 0, note)
    this.#notes = new Map(rest.map((one) => [one.id, one]))
    this.#tell([id])
  }

  remove(id) {
    this.#undo = id
    this.#change(id, { deleted: true })
  }

  restore(id) {
    this.#change(id, { deleted: false })
  }

  undo() {
    const id = this.#undo
    this.#undo = null
    if (id) this.restore(id)
    return id && { kind: "delete", id }
  }

  people() {
    return this.#people
  }

  focus(note, typing) {
    this.said.push(["focus", note, typing])
  }

  drafts() {
    return [...this.#drafts.values()]
  }

  saveDraft(key, draft) {
    this.#drafts.set(key, { key, ...draft })
  }

  dropDraft(key) {
    this.#drafts.delete(key)
  }

  close() {
    this.said.push(["close"])
  }

  /** Somebody else changes a note, or adds it. */
  others(id, change) {
    const isNew = !this.#notes.has(id)
    if (isNew) this.#notes.set(id, { id, deleted: false, versionOf: null, state: "saved", late: false, mine: false, hue: "sky", author: null, column: "ideas", text: "" })
    Object.assign(this.#notes.get(id), change)
    this.#tell([id], { remote: true, added: isNew ? [{ id, column: this.#notes.get(id).column }] : [] })
  }

  othersMove(id, place) {
    this.move(id, place)
  }

  become(state) {
    Object.assign(this.state, state)
    this.dispatchEvent(new Event("status"))
  }

  meet(people) {
    this.#people = people
    this.dispatchEvent(new Event("people"))
  }

  recover(drafts) {
    for (const draft of drafts) this.#drafts.set(draft.key, draft)
    this.dispatchEvent(new CustomEvent("recovered", { detail: { drafts } }))
  }

  deny(message) {
    this.dispatchEvent(new CustomEvent("denied", { detail: { message } }))
  }

  #change(id, change) {
    Object.assign(this.#notes.get(id), change)
    this.#tell([id])
  }

  #tell(ids, { remote = false, added = [] } = {}) {
    this.dispatchEvent(new CustomEvent("change", { detail: { ids: new Set(ids), remote, added } }))
  }
}

export function openBoard() {
  return new FakeModel()
}
