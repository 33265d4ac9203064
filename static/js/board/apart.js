// One's own words on a board that says of nobody what she wrote: they go to one's own notes, and the server lays them on the board
// (BO-34). Until it has, one's own page shows them from there.

/** Below all that stands in a column: the server says where the note comes to stand. */
const BOTTOM = "zzzzzzzz"
const NOT_SAID = { key: "", name: "", municipality: null }

export class Apart {
  #own
  #restored = new Set()

  /** own: the model of one's own notes. */
  constructor(own) { this.#own = own }

  get own() { return this.#own }
  has(id) { return this.#own.note(id) !== null }

  /** A note of the board as its writer is to see it: in the words that she has given it, the board's when it is another's. */
  shown(note) {
    const own = this.#own.note(note.id)
    if (!own) return note
    if (!note.deleted) this.#restored.delete(note.id)
    return { ...note, mine: true, text: own.text, state: own.state, deleted: own.deleted || (note.deleted && !this.#restored.has(note.id)) }
  }

  /** Own notes that the board has not got yet. `isThere(id)` asks for one of the board's. */
  coming(isThere) { return this.#own.notes().filter((note) => !note.deleted && !isThere(note.id)).map(comes) }

  comingOne(id) {
    const note = this.#own.note(id)
    return note && comes(note)
  }

  add(note) { return this.#own.add(note) }

  /** As of a board's model. Words for a note that is not one's own, begun while it still could be changed, stand beside it. */
  edit(id, text, base, note) {
    if (this.has(id)) return this.#own.edit(id, text, base)
    if (text === base || (note?.id === id && note.text === text)) return "unchanged"
    this.#own.add({ column: note?.column ?? "", text, hue: note?.hue, versionOf: id })
    return "beside"
  }

  mark(id, deleted) {
    if (deleted) return this.#own.remove(id)
    this.#restored.add(id)
    this.#own.restore(id)
  }

  /** Whichever was done last: on the board, or in one's own notes. */
  lastOf(board, name) { return this.#own.history[name] > board[name] ? this.#own.history : board }
}

const comes = (note) => ({ ...note, position: BOTTOM + note.position, author: NOT_SAID, mine: true, lifted: false, isComing: true })
