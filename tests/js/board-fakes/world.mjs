// A small world for the board's tests: a clock that is moved by hand, a network that can be cut, tabs that die, and a server of the
// public wire protocol on real Yjs (server.mjs). Everything happens when the test says so: nothing sleeps.
import { openBoard } from "network/board/model.js"
import { Store } from "network/offline/store.js"
import { MemoryTables } from "network/offline/memory.js"
import { openTab } from "network/offline/tabs.js"
import { FakeServer } from "./server.mjs"

export class Clock {
  time = 1_000_000
  #timers = new Map()
  #next = 1
  now = () => this.time
  setTimeout = (run, wait = 0) => { this.#timers.set(this.#next, { at: this.time + wait, run }); return this.#next++ }
  clearTimeout = (id) => { this.#timers.delete(id) }

  /** Runs what is due until then, in order. */
  async pass(milliseconds, settle) {
    await settle()
    const end = this.time + milliseconds
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at)[0]
      if (!due) break
      const [id, { at, run }] = due
      this.#timers.delete(id)
      this.time = Math.max(this.time, at)
      run()
      await settle()
    }
    this.time = end
    await settle()
  }
}

/** Web Locks as far as the tabs use them. */
export class FakeLocks {
  #queues = new Map()

  request(name, options, act) {
    const run = act ?? options
    const queue = this.#queues.get(name) ?? []
    this.#queues.set(name, queue)
    return new Promise((resolve, reject) => {
      const entry = { run: async () => { try { resolve(await run()) } catch (error) { reject(error) } finally { this.#leave(name, entry) } } }
      options?.signal?.addEventListener("abort", () => { this.#leave(name, entry); reject(Object.assign(new Error("over"), { name: "AbortError" })) })
      queue.push(entry)
      if (queue.length === 1) entry.run()
    })
  }

  /** The tab's page is gone: all that it held is free. */
  bury(tab) { const name = `samling-tab-${tab}`; const [holder] = this.#queues.get(name) ?? []; if (holder) this.#leave(name, holder) }

  #leave(name, entry) {
    const queue = this.#queues.get(name)
    const at = queue.indexOf(entry)
    if (at < 0) return
    queue.splice(at, 1)
    if (at === 0 && queue.length > 0) queue[0].run()
  }
}

export class FakeLink extends EventTarget {
  isOpen = false
  transport = "websocket"
  isDeaf = () => false
  sent = []
  #world
  #words = new Map()
  connection = null

  constructor(world) { super(); this.#world = world }

  send(word, ...data) {
    if (!this.isOpen) return
    this.sent.push([word, ...data])
    const { connection } = this
    this.#world.later(() => { if (connection.isOpen) this.#world.server.hear(connection, word, data) })
  }

  on(word, hear) {
    const heard = this.#words.get(word) ?? new Set()
    this.#words.set(word, heard.add(hear))
    return () => heard.delete(hear)
  }

  open(person) {
    const connection = { isOpen: true, person, boards: new Map(), close: () => this.cut(), send: (word, ...data) => this.#world.later(() => {
      if (!connection.isOpen || this.isDeaf(word)) return
      for (const hear of this.#words.get(word) ?? []) hear(...data)
    }) }
    this.connection = connection
    this.isOpen = true
    this.dispatchEvent(new Event("open"))
  }

  /** The network is gone: what is under way in either direction is lost. */
  cut() {
    if (!this.isOpen) return
    this.connection.isOpen = false
    this.isOpen = false
    this.#world.server.leave(this.connection)
    this.dispatchEvent(new Event("close"))
  }
}

export class World {
  clock = new Clock()
  server = new FakeServer()
  #queue = []

  later(act) { this.#queue.push(act) }

  /** Delivers messages and finishes storing until nothing is left to do. */
  settle = async () => {
    for (let calm = 0; calm < 8;) {
      const act = this.#queue.shift()
      if (act) act()
      if (this.server.isQuick) this.server.commit()
      await new Promise((resolve) => setImmediate(resolve))
      calm = act || this.#queue.length > 0 ? 0 : calm + 1
    }
  }

  pass(milliseconds) { return this.clock.pass(milliseconds, this.settle) }

  /** A person's device: her tables and her tabs outlive a page. */
  device({ tables = new MemoryTables({ isPersistent: true }), locks = new FakeLocks() } = {}) { return { tables, locks } }

  /** Opens the board in a new page. */
  async page(name, { device = this.device(), isOnline = true, random, bottoms, page: window = null } = {}) {
    const link = new FakeLink(this)
    const person = { key: `key-${name}`, name, municipality: "Nordvik" }
    if (isOnline) link.open(person)
    const tab = openTab({ locks: device.locks })
    const store = new Store({ tables: device.tables, now: this.clock.now })
    const model = openBoard({ board: this.server.board, person, link, store, now: this.clock.now, timers: this.clock, page: window, tab, bottoms, ...(random && { random }) })
    const told = []
    for (const type of ["change", "denied", "recovered"]) model.addEventListener(type, ({ detail }) => told.push([type, detail]))
    const page = {
      model, link, told, device, person,
      texts: () => model.notes().filter((note) => !note.deleted).map((note) => note.text),
      connect: () => link.open(person),
      /** The page is gone without a word, as by a crash. */
      die: () => { link.cut(); device.locks.bury(tab.id); model.dispatchEvent = () => true },
    }
    await this.settle()
    return page
  }
}
