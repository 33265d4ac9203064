// Everything at once, at random, the same in each run of a seed: what was ever called saved is there, nothing stands there twice.
import assert from "node:assert/strict"
import { test } from "node:test"
import { Outbox } from "network/live/outbox.js"
import { World } from "./board-fakes/world.mjs"

const numbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

const noSevens = ({ before, after }) => Object.keys(after).some((id) => !(id in before) && after[id].text.includes("7")) ? "full" : null

class Storm {
  world = new World()
  pages = []
  written = []
  stored = new Set()
  #random
  #count = 0

  constructor(seed) { this.#random = numbers(seed) }

  pick(list) { return list[Math.floor(this.#random() * list.length)] }

  async begin(names) {
    for (const name of names) this.pages.push(await this.world.page(name, { random: this.#random }))
    for (const page of this.pages) this.#follow(page)
  }

  #follow(page) {
    page.model.addEventListener("change", ({ detail: { ids } }) => {
      for (const id of ids) if (page.model.note(id)?.mine && page.model.note(id).state === "saved") this.stored.add(id)
    })
  }

  /** One thing that people, networks and servers do. */
  async happen() {
    const page = this.pick(this.pages)
    const { model, link } = page
    const notes = model.notes().filter((note) => !note.deleted)
    const note = notes.length > 0 ? this.pick(notes) : null
    const things = {
      add: () => { const text = `note ${++this.#count}`; this.written.push({ text, id: model.add({ column: "ideas", text }) }) },
      edit: () => note && model.edit(note.id, `${note.text}+`, note.text),
      move: () => note && model.move(note.id, { column: this.pick(["ideas", "wishes"]), after: null }),
      cut: () => link.cut(),
      connect: () => { if (!link.isOpen) page.connect() },
      slow: () => { this.world.server.isQuick = !this.world.server.isQuick },
      kill: () => this.world.server.kill(),
      sevens: () => { this.world.server.judge = this.world.server.judge === noSevens ? () => null : noSevens },
      reload: () => this.#reload(page),
      wait: () => this.world.pass(this.#random() * 3000),
    }
    await things[this.pick(["add", "add", "add", "edit", "edit", "move", "cut", "connect", "connect", "slow", "kill", "sevens", "reload", "wait", "wait"])]()
    await this.world.pass(this.#random() * 60)
  }

  async #reload(page) {
    await this.world.settle()
    page.die()
    const again = await this.world.page(page.person.name, { device: page.device, isOnline: this.#random() < 0.5, random: this.#random })
    this.pages[this.pages.indexOf(page)] = again
    this.#follow(again)
  }

  async calm() {
    this.world.server.isQuick = true
    this.world.server.judge = () => null
    for (const page of this.pages) if (!page.link.isOpen) page.connect()
    await this.world.pass(60_000)
  }
}

const shown = (page) => page.model.notes().map(({ id, text, column, position, deleted }) => [id, text, column, position, deleted])

/** A storm from its first gust to the calm after it. */
async function weather(seed) {
  const storm = new Storm(seed)
  await storm.begin(["Anna", "Bo", "Kai"])
  for (let turn = 0; turn < 120; turn++) await storm.happen()
  await storm.calm()
  return storm
}

for (let seed = 1; seed <= Number(process.env.STORMS ?? 15); seed++) {
  test(`storm ${seed}: every note of everybody stands on every screen, once`, async () => {
    const storm = await weather(seed)

    const onServer = storm.world.server.notes()
    const [first, ...others] = storm.pages.map(shown)
    for (const other of others) assert.deepEqual(other, first)
    assert.deepEqual(first.map(([id]) => id).sort(), Object.keys(onServer).sort())
    assert.deepEqual([...storm.stored].filter((id) => !(id in onServer)), [], "acknowledged and lost")
    const drafts = new Set(storm.pages.flatMap((page) => page.model.drafts()).map(({ key }) => key))
    assert.deepEqual(storm.written.filter(({ id }) => !(id in onServer) && !drafts.has(`recovered-${id}`)), [], "written and lost")
    const firsts = Object.values(onServer).filter((note) => note.version_of === null).map((note) => note.text.replaceAll("+", ""))
    assert.deepEqual(firsts.filter((text) => !storm.written.some((note) => note.text === text)), [], "words that nobody wrote")
    assert.equal(new Set(firsts).size, firsts.length, "a note stands there twice")
    assert.deepEqual(storm.pages.map((page) => page.model.status.unsent), [0, 0, 0])
  })
}

test("control: where rows are sent once and never again, the same storms lose notes", async (t) => {
  t.mock.method(Outbox.prototype, "startOver", () => {})
  let lost = 0
  for (let seed = 1; seed <= 5; seed++) {
    const storm = await weather(seed)
    const onServer = storm.world.server.notes()
    lost += storm.written.filter(({ id }) => !(id in onServer)).length
  }

  assert.ok(lost > 0)
})
