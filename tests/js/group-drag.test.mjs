// Dragging a name to another table: what is said meanwhile, what is sent at the end, and all that must send nothing.
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

class FakeElement extends EventTarget {
  constructor(facts = {}) {
    super()
    Object.assign(this, { dataset: {}, children: [], classes: new Set(), textContent: "" }, facts)
    this.classList = { add: (name) => this.classes.add(name), remove: (name) => this.classes.delete(name) }
    this.style = { setProperty() {} }
    for (const child of this.children) child.parent = this
  }

  append(child) { this.children.push(child); child.parent = this }
  remove() { this.parent.children = this.parent.children.filter((child) => child !== this) }
  contains(other) { return other === this || this.children.some((child) => child.contains(other)) }
  closest(selector) { return selector === this.is ? this : this.parent?.closest(selector) ?? null }
  querySelector() { return this.children.find((child) => child.href) ?? null }
}

globalThis.HTMLElement = FakeElement
globalThis.customElements = { define() {} }
globalThis.getSelection = () => null
globalThis.DOMParser = class { parseFromString(html) { return { querySelectorAll: () => pages[html] } } }
const { GroupDrag } = await import("network/elements/group-drag.js")

const sent = []
const sentFrom = []
const target = (id, ...words) => ({
  dataset: { target: id },
  querySelector: (selector) => selector === "form" ? id : { children: words.map((textContent) => ({ textContent })) },
})
const pages = { "her page": [target("2", "Bord 2", " 5  personar ·\n alle er nye "), target("3", "Bord 3", "har nok folk")] }
let hall

beforeEach(() => {
  sent.length = sentFrom.length = 0
  globalThis.window = new EventTarget()
  const link = new FakeElement({ href: "/people/anna", textContent: " Anna " })
  const row = new FakeElement({ is: "li[data-person]", children: [link] })
  const card = (id, ...children) => new FakeElement({ is: "[data-group]", dataset: { group: id }, children })
  const cards = { own: card("1", row), free: card("2"), full: card("3") }
  const drag = new GroupDrag()
  drag.dataset.back = "Sit her no"
  for (const one of Object.values(cards)) drag.append(one)
  globalThis.document = {
    createElement: () => new FakeElement(),
    elementFromPoint: () => hall.under,
    importNode: (id) => new FakeElement({ requestSubmit() { sent.push(id); sentFrom.push(this) } }),
  }
  globalThis.fetch = (address) => { hall.asked.push(address); return hall.answer }
  hall = { drag, row, link, cards, under: null, asked: [], answer: Promise.resolve({ ok: true, text: async () => "her page" }) }
  drag.connectedCallback()
})

function heard(name, facts = {}, where = window) {
  const event = Object.assign(new Event(name, { cancelable: true }), facts)
  Object.defineProperty(event, "target", { value: hall.link })
  where.dispatchEvent(event)
  return event
}

const down = (facts) => heard("pointerdown", { button: 0, clientX: 0, clientY: 0, pointerType: "mouse", ...facts }, hall.drag)
const settled = () => new Promise((resolve) => { setTimeout(resolve) })
const line = () => hall.drag.children.find((child) => child.className === "group-drag")?.textContent

async function over(card, distance = 50) {
  hall.under = card
  heard("pointermove", { clientX: distance, clientY: 0 })
  await settled()
}

test("over a table it says what the move would cost, and let go there it sends that table's form", async () => {
  down()
  await over(hall.cards.free)
  const said = line()
  await over(hall.cards.full)
  const other = line()
  heard("pointerup")
  const click = heard("click", {}, hall.drag)

  assert.deepEqual([said, other], ["Anna: Bord 2 · 5 personar · alle er nye", "Anna: Bord 3 · har nok folk"])
  assert.deepEqual([sent, hall.asked, click.defaultPrevented], [["3"], ["/people/anna"], true])
  assert.deepEqual([line(), hall.row.classes.size, hall.cards.full.classes.size], [undefined, 0, 0])
})

test("a drop is sent without leaving the page, with the way to her own page in case it is refused", async () => {
  hall.drag.dataset.way = "Vel ein annan plass"
  down()
  await over(hall.cards.full)
  heard("pointerup")

  assert.deepEqual(sentFrom.map(({ dataset }) => ({ ...dataset })), [{ hall: "", way: "/people/anna", wayWords: "Vel ein annan plass" }])
  assert.equal(hall.drag.contains(sentFrom[0]), false)
})

test("her own table says so, and there or beside all tables nothing is sent", async () => {
  for (const [card, said] of [[hall.cards.own, "Anna: Sit her no"], [null, "Anna"]]) {
    down()
    await over(card)
    assert.equal(line(), said)
    heard("pointerup")
  }

  assert.deepEqual(sent, [])
})

test("a press, and a hand that shakes, stay presses on the name", async () => {
  down()
  await over(hall.cards.free, 3)
  heard("pointerup")

  assert.deepEqual([heard("click", {}, hall.drag).defaultPrevented, hall.asked, sent], [false, [], []])
})

test("a finger scrolls, and another button of the mouse is not ours: the tap stays a tap", async () => {
  for (const facts of [{ pointerType: "touch" }, { button: 2 }]) {
    down(facts)
    await over(hall.cards.free)
    heard("pointerup")
  }

  assert.deepEqual([heard("click", {}, hall.drag).defaultPrevented, hall.asked, sent], [false, [], []])
})

test("a key on the name is the browser's own press, also right after a drag that no click came of", async () => {
  const presses = [
    () => { heard("keydown", { key: "Enter" }); return heard("click", { detail: 1 }, hall.drag) },
    () => heard("click", { detail: 0 }, hall.drag), // a reader's own press, without a key that the page hears
  ]
  for (const press of presses) {
    down()
    await over(null)
    heard("pointerup")
    assert.equal(press().defaultPrevented, false)
  }
  down()
  await over(null)
  heard("pointerup")
  assert.equal(heard("click", { detail: 1 }, hall.drag).defaultPrevented, true)
})

test("Escape, a pointer that is taken away, and a page that changes beneath end the drag without a move", async () => {
  const ends = [() => heard("keydown", { key: "Escape" }), () => heard("pointercancel"), () => hall.drag.disconnectedCallback()]
  for (const end of ends) {
    down()
    await over(hall.cards.free)
    end()
    heard("pointerup")
    assert.deepEqual([sent, line(), hall.row.classes.size, hall.cards.free.classes.size], [[], undefined, 0, 0])
  }
})

test("another key does not end it", async () => {
  down()
  await over(hall.cards.free)
  heard("keydown", { key: "a" })
  heard("pointerup")

  assert.deepEqual(sent, ["2"])
})

test("who lets go before it is known what it costs moves nobody, nor does one whose network fails", async () => {
  const answers = [() => new Promise(() => {}), () => Promise.resolve({ ok: false }), () => Promise.reject(new TypeError("no network"))]
  for (const answer of answers) {
    globalThis.fetch = answer
    down()
    await over(hall.cards.free)
    heard("pointerup")
  }

  assert.deepEqual([sent, line()], [[], undefined])
})
