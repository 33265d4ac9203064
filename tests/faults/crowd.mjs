// Several people's browsers in one process of Node: the board's own modules over the real socket, with storage in memory.
// Told what to do by lines of JSON on stdin; answers each with one line: {answer} or {fault}.
import { createInterface } from "node:readline"
import { io } from "socket.io-client"
import * as Y from "yjs"
import { openBoard } from "network/board/model.js"
import { openLink } from "network/live/socket.js"
import { Outbox } from "network/live/outbox.js"
import { MemoryTables } from "network/offline/memory.js"
import { Store } from "network/offline/store.js"
import { openTab } from "network/offline/tabs.js"

const MOST_NOTES = 500
const pages = new Map()
const devices = new Map()
/** What was written, what was said to be saved, what somebody else saw: note id → number of its latest words. */
const ledger = { sent: {}, acknowledged: {}, seen: {}, recovered: 0, denied: [], ended: [] }

const wordsOf = (text) => Number(/#(\d+)$/.exec(text)?.[1] ?? 0)
const oneOf = (list) => list[Math.floor(Math.random() * list.length)]
const enter = (book, id, text) => { book[id] = Math.max(book[id] ?? 0, wordsOf(text)) }

class Page {
  /** `follows`: goes over with its group between own notes and the board that they share. */
  constructor({ name, url, secret, key, board, device = name, follows = false }) {
    this.name = name
    this.window = new EventTarget()
    this.device = devices.get(device) ?? devices.set(device, new MemoryTables({ isPersistent: true })).get(device)
    const connect = (address, options) => this.socket = io(address, { ...options, forceNew: true, extraHeaders: { cookie: `session=${secret}` } })
    this.link = openLink({ url, page: this.window, connect })
    this.store = new Store({ tables: this.device })
    this.board = board
    this.person = { key, name }
    this.follows = follows
    this.own = new Set()
    this.count = 0
    this.#open(board)
  }

  #open(board) {
    this.model = openBoard({ board, person: this.person, link: this.link, store: this.store, page: null, tab: openTab() })
    this.#listen()
    if (this.follows) this.model.addEventListener("status", () => this.#follow(board))
  }

  /** What the board's page does (elements/board-app.js): the one before stays open until all of it has arrived. */
  #follow(board) {
    const { alone, link } = this.model.status
    const isAlone = board.startsWith("own.")
    if (this.at !== board && this.at !== undefined || link !== "online" || alone === null || alone === isAlone) return
    const before = this.model
    this.at = alone ? `own.${board}` : board.slice("own.".length)
    this.before = before
    this.#open(this.at)
    this.model.ready.then(() => this.model.inherit(before))
  }

  get unsent() { return this.model.status.unsent + (this.before?.status.unsent ?? 0) }

  #listen() {
    this.model.addEventListener("change", ({ detail }) => { for (const id of detail.ids) this.#look(id, detail.remote) })
    this.model.addEventListener("recovered", ({ detail }) => { ledger.recovered += detail.drafts.length })
    this.link.addEventListener("ended", () => ledger.ended.push(this.name))
    this.model.addEventListener("denied", ({ detail }) => ledger.denied.push([this.name, detail.reason]))
  }

  #look(id, isRemote) {
    const note = this.model.note(id)
    if (!note) return
    if (this.own.has(id) && note.state === "saved") enter(ledger.acknowledged, id, note.text)
    if (!this.own.has(id) && isRemote) enter(ledger.seen, id, note.text)
  }

  add(text, column = "what") {
    const id = this.model.add({ column, text })
    this.#note(id, text)
    return id
  }

  edit(id, text) {
    const { text: base } = this.model.note(id)
    const outcome = this.model.edit(id, text, base)
    this.#note(id, text)
    return outcome
  }

  #note(id, text) {
    this.own.add(id)
    enter(ledger.sent, id, text)
  }

  /** One act: a new note, other words for an own one, or anybody's note moved. */
  act() {
    const dice = Math.random()
    const text = `${this.name} #${++this.count}`
    const all = Object.keys(ledger.sent)
    if (dice < 0.6 && all.length < MOST_NOTES) return this.add(text)
    // What the server lost may be out of sight for a moment, until its writer's page has sent it again.
    const id = oneOf(dice < 0.8 ? [...this.own] : all)
    if (!id || !this.model.note(id)) return null
    if (dice < 0.8) return this.edit(id, text)
    return this.model.move(id, { column: oneOf(["why", "who"]), after: null })
  }

  keepWriting(every) {
    this.stopWriting()
    this.timer = setInterval(() => this.act(), every * (0.7 + 0.6 * Math.random()))
  }

  stopWriting() { clearInterval(this.timer) }

  async vector() {
    const [record] = await this.device.all("boards", this.board)
    return record ? Object.fromEntries(Y.decodeStateVector(Y.encodeStateVectorFromUpdate(record.state))) : null
  }

  lose() { this.socket.disconnect() }
  find() { this.socket.connect() }

  /** The page is gone without a word. */
  die() {
    this.stopWriting()
    this.link.close()
    this.model.dispatchEvent = () => true
  }
}

const plain = ({ id, text, column, position, hue, deleted, versionOf }) => ({ id, text, column, position, hue, deleted, versionOf })
const page = (name) => pages.get(name) ?? fail(`no page ${name}`)
const fail = (why) => { throw new Error(why) }

const COMMANDS = {
  open: async ({ page: name, ...who }) => { pages.set(name, new Page(who)); await page(name).model.ready },
  add: ({ page: name, text, column }) => page(name).add(text, column),
  edit: ({ page: name, id, text }) => page(name).edit(id, text),
  focus: ({ page: name, note }) => page(name).model.focus(note, true),
  write: ({ every }) => { for (const one of pages.values()) one.keepWriting(every) },
  rest: () => { for (const one of pages.values()) one.stopWriting() },
  hurry: () => { for (const one of pages.values()) one.window.dispatchEvent(new Event("online")) },
  lose: ({ page: name }) => page(name).lose(),
  find: ({ page: name }) => page(name).find(),
  seen: () => [...pages.values()].map((one) => ({ name: one.name, link: one.model.status.link, alone: one.model.status.alone, unsent: one.unsent, texts: one.model.notes().filter((note) => !note.deleted).map((note) => note.text).sort() })),
  statuses: () => [...pages.values()].map(({ name, model: { status } }) => ({ name, link: status.link, unsent: status.unsent })),
  status: ({ page: name }) => { const { link, unsent, transport, canWrite, reason } = page(name).model.status; return { link, unsent, transport, canWrite, reason } },
  people: ({ page: name }) => page(name).model.people().map((person) => person.name),
  note: ({ page: name, id }) => page(name).model.note(id),
  notes: ({ page: name }) => page(name).model.notes().map(plain),
  state: ({ page: name, id }) => page(name).model.note(id)?.state ?? null,
  vector: ({ page: name }) => page(name).vector(),
  isKept: async ({ page: name }) => (await page(name).device.all("boards", page(name).board)).length > 0,
  drafts: ({ page: name }) => page(name).model.drafts().map((draft) => draft.text),
  /** Whether all pages of each board show the same. */
  agree: () => {
    const boards = new Map()
    for (const { board, model } of pages.values()) boards.set(board, (boards.get(board) ?? new Set()).add(JSON.stringify(model.notes().map(plain))))
    return [...boards.values()].every((shown) => shown.size === 1)
  },
  ledger: () => ledger,
  close: ({ page: name }) => { page(name).stopWriting(); page(name).model.close(); page(name).link.close(); pages.delete(name) },
  die: ({ page: name }) => { page(name).die(); pages.delete(name) },
  /** A control: an outbox that sends nothing again. */
  forgetOutbox: () => { Outbox.prototype.unsent = () => [] },
}

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...rest } = JSON.parse(line)
  try {
    say({ answer: (await COMMANDS[command](rest)) ?? null })
  } catch (error) {
    say({ fault: String(error.stack ?? error) })
  }
}
process.exit(0)
