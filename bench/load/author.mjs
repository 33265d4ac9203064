// One person's note in a real Y.Doc, in the product's document shape, and the edits that she makes to it.
import { createHash } from "node:crypto"
import * as Y from "yjs"
import { EDITS } from "./stamps.mjs"

const HUES = ["sun", "sky", "moss", "rose", "plum"]
const MOVES_OF_FIVE = 3
const LONGEST_TEXT = 280
const ID_LENGTH = 22

/** The id of an author's note: fixed, so that every server gets the same. */
export const noteId = (author) => createHash("sha256").update(`bench ${author}`).digest("base64url").slice(0, ID_LENGTH)

/** The author's own view: her note alone, since what others write never changes what she sends. */
export class Author {
  #number
  #columns
  #chance
  #made = null

  constructor(number, { columns, chance }) {
    this.#number = number
    this.#columns = columns
    this.#chance = chance
    this.edits = 0
    this.doc = new Y.Doc()
    this.doc.on("update", (update) => { this.#made = update })
  }

  /** Make the next edit and give back its update. Three of five move the note, two change its words; each carries a stamp. */
  edit() {
    const number = this.edits++
    const mark = EDITS.of(this.#number, number)
    this.doc.transact(() => {
      if (number === 0) this.#write(mark)
      else if (number % 5 < MOVES_OF_FIVE) this.#note().set("place", this.#place(mark))
      else this.#reword(mark)
    })
    return this.#made
  }

  #note() { return this.doc.getMap("notes").get(noteId(this.#number)) }

  #place(mark) {
    const column = this.#columns[Math.floor(this.#chance() * this.#columns.length)]
    return [column, `${Math.floor(10 + this.#chance() * 90)}${mark}`]
  }

  #write(mark) { putNote(this.doc, this.#number, this.#place(mark)) }

  /** A word more at the end; when the note is full, its first half goes. */
  #reword(mark) {
    const text = this.#note().get("text")
    if (text.length + mark.length + 1 > LONGEST_TEXT) text.delete(0, LONGEST_TEXT / 2)
    text.insert(text.length, ` ${mark}`)
  }
}

/** Note `number` of a board that is filled before a run; `id` tells it from all others. */
export const writeNote = (doc, id, number) => putNote(doc, id, ["good", `${100 + number}x`])

function putNote(doc, number, place) {
  const note = new Y.Map()
  note.set("text", new Y.Text("We could meet the young people where they are"))
  note.set("place", place)
  note.set("hue", HUES[number % HUES.length])
  note.set("cluster", null)
  note.set("deleted", false)
  note.set("version_of", null)
  doc.getMap("notes").set(noteId(number), note)
}

/** The document's notes as one string: equal for equal boards. */
export function fingerprint(doc) {
  const notes = doc.getMap("notes").toJSON()
  return JSON.stringify(Object.keys(notes).sort().map((id) => [id, Object.entries(notes[id]).sort(byName)]))
}

const byName = (one, other) => (one[0] < other[0] ? -1 : 1)

/** A document made of these updates. */
export function documentOf(updates) {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}
