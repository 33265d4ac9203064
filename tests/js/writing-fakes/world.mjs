// The boards' small world (clock, network, device, server of the public protocol) with a writing in it, and fields to type into.
import * as Y from "yjs"
import { Store } from "network/offline/store.js"
import { openTab } from "network/offline/tabs.js"
import { Binding } from "network/writing/binding.js"
import { openWriting } from "network/writing/model.js"
import { FakeServer } from "../board-fakes/server.mjs"
import { FakeLink, World } from "../board-fakes/world.mjs"

export class WritingServer extends FakeServer {
  board = "w.writing-fourteen"
  root = "texts"
  limits = { what: 60, step: 60 }
  /** Refuses what the program refuses: a closed text, and one that is too long. */
  judge = ({ after }) => !this.isOpen ? "closed" : Object.entries(after).some(([key, text]) => text.length > this.limits[key]) ? "full" : null

  constructor(texts = { what: "Vi prøver ", step: "" }) {
    super()
    this.begin(texts)
  }

  /** The document as the program makes it: once, and stored. */
  begin(texts) {
    const first = new Y.Doc()
    first.transact(() => { for (const [key, text] of Object.entries(texts)) first.getMap(this.root).set(key, new Y.Text(text)) })
    const update = Y.encodeStateAsUpdate(first)
    this.journal.push(update)
    Y.applyUpdate(this.doc, update)
  }

  welcome(connection) {
    const { key, name } = connection.person
    connection.send("joined", this.board, { history_id: this.history, you: { key, name }, open: this.isOpen, may: this.isOpen ? ["writing.edit"] : [], limits: this.limits })
  }

  close() {
    this.isOpen = false
    this.tell("writing:closed")
  }
}

/** A textarea as far as the binding knows it. `type` puts words in where the caret stands, as a person does. */
export class FakeField extends EventTarget {
  selectionDirection = "none"
  scrollTop = 0
  isActive = true
  #value

  constructor(defaultValue = "") {
    super()
    this.defaultValue = defaultValue
    this.#value = defaultValue
    this.selectionStart = this.selectionEnd = defaultValue.length
  }

  get value() { return this.#value }
  set value(text) {
    this.#value = text
    this.selectionStart = this.selectionEnd = text.length
  }

  setSelectionRange(start, end) {
    this.selectionStart = start
    this.selectionEnd = end
  }

  type(text, place = null) {
    if (place !== null) this.setSelectionRange(place, place)
    const { selectionStart: start, selectionEnd: end } = this
    this.#value = this.#value.slice(0, start) + text + this.#value.slice(end)
    this.selectionStart = this.selectionEnd = start + text.length
    this.dispatchEvent(new Event("input"))
  }

  rub(count = 1) {
    if (this.selectionStart === this.selectionEnd) this.selectionStart -= count
    this.type("")
  }

  /** An input method puts together a word: the field changes, and is not done. */
  compose(text) {
    this.dispatchEvent(new Event("compositionstart"))
    this.type(text)
  }

  composed() { this.dispatchEvent(new Event("compositionend")) }
}

export class WritingWorld extends World {
  server = new WritingServer()

  async page(name, { device = this.device(), isOnline = true, rendered = "Vi prøver " } = {}) {
    const link = new FakeLink(this)
    const person = { key: `key-${name}`, name }
    if (isOnline) link.open(person)
    const tab = openTab({ locks: device.locks })
    const store = new Store({ tables: device.tables, now: this.clock.now })
    const parts = { now: this.clock.now, timers: this.clock }
    const model = openWriting({ name: this.server.board, person: person.key, link, store, address: "/here", tab, page: null, ...parts })
    const field = new FakeField(rendered)
    const binding = new Binding({ field, key: "what", model, isActive: () => field.isActive, ...parts })
    const page = {
      model, link, device, person, field, binding,
      connect: () => link.open(person),
      state: () => [model.status.link, model.stateOf("what")],
      lost: () => model.drafts().filter(({ recovered }) => recovered).map(({ text }) => text),
      /** The page is gone without a word, as by a crash. */
      die: () => { link.cut(); device.locks.bury(tab.id); binding.close = () => {}; model.dispatchEvent = () => true },
    }
    await this.settle()
    return page
  }

  text(key = "what") { return this.server.doc.getMap("texts").get(key).toString() }
}
