// BO-20, BO-21: one's dots on a board, counted: what the server has said, and presses that are not in it yet.
import assert from "node:assert/strict"
import { test } from "node:test"
import { DotCount, inWords, STEPS } from "network/board/dots.js"
import { MemoryTables } from "network/offline/memory.js"
import { PostQueue } from "network/offline/posts.js"
import { Store } from "network/offline/store.js"

const PLACE = "/boards/b#dots"
const NOTES = ["a", "b", "c"]

/** A server that counts as ours does: within budget and most, each key once. Its answers can be lost, its requests doubled. */
class Server {
  mine = {}
  keys = []
  isOnline = true
  losesAnswers = 0
  doubles = false
  knowsKeys = true

  get told() { return { id: "r", open: true, shown: false, budget: 3, most: 2, done: 0, members: 5, sums: null, mine: { ...this.mine }, keys: [...this.keys] } }
  get all() { return Object.values(this.mine).reduce((sum, dots) => sum + dots, 0) }

  async post({ act: { fields } }) {
    if (!this.isOnline) throw new TypeError("no network")
    let answer = this.take(fields)
    if (this.doubles) answer = this.take(fields)
    if (this.losesAnswers > 0) {
      this.losesAnswers -= 1
      throw new TypeError("the answer was lost")
    }
    return answer
  }

  take({ key, topic, step }) {
    if (this.knowsKeys && this.keys.includes(key)) return { status: 200 }
    const now = this.mine[topic] ?? 0
    if (step === "more" && (this.all >= 3 || now >= 2)) return { status: 409, message: "no more" }
    this.mine[topic] = Math.max(0, now + STEPS[step])
    this.keys.push(key)
    return { status: 200 }
  }
}

/** A device: presses as dot-tray does, and hears what waits. */
function device(server, tables = new MemoryTables({ isPersistent: true })) {
  const queue = new PostQueue({ store: new Store({ tables, person: "anna", now: () => 1 }), send: (row) => server.post(row), now: () => 1, isOffline: () => !server.isOnline })
  const count = new DotCount()
  count.learn(server.told)
  let number = 0
  return {
    count, queue, tables,
    async press(topic, step = "more") {
      if (count.whyNot(topic, step, NOTES)) return count.whyNot(topic, step, NOTES)
      const fields = { key: `press-${number += 1}-${Math.random()}`, round: "r", topic, step }
      count.add(fields)
      await queue.add({ place: PLACE, kind: "dot", path: "/boards/b/dots", fields })
      return ""
    },
    async flush() {
      await queue.flush()
      for (const row of await queue.waiting()) if (row.refusal) { count.drop(row.act.fields.key); await queue.drop(row.key) }
    },
    shown: () => Object.fromEntries(NOTES.map((note) => [note, count.on(note)])),
  }
}

test("presses without a network are counted at once, within budget and most", async () => {
  const server = new Server()
  server.isOnline = false
  const anna = device(server)

  const said = []
  for (const note of ["a", "a", "a", "b", "c"]) said.push(await anna.press(note))

  assert.deepEqual([said, anna.shown(), anna.count.left(NOTES)], [["", "", "enough", "", "spent"], { a: 2, b: 1, c: 0 }, 0])
})

async function aStormyWay(server) {
  const anna = device(server)
  server.isOnline = false
  for (const [note, step] of [["a", "more"], ["b", "more"], ["a", "less"], ["c", "more"]]) await anna.press(note, step)
  server.isOnline = true
  server.doubles = true
  server.losesAnswers = 3
  for (let tries = 0; tries < 5; tries += 1) await anna.flush()
  return { anna, before: anna.shown(), waiting: (await anna.queue.waiting()).length }
}

test("doubled requests and lost answers neither lose a dot nor double it", async () => {
  const server = new Server()

  const { anna, before, waiting } = await aStormyWay(server)
  anna.count.learn(server.told)

  assert.deepEqual([server.mine, waiting], [{ a: 0, b: 1, c: 1 }, 0])
  assert.deepEqual([before, anna.shown()], [{ a: 0, b: 1, c: 1 }, { a: 0, b: 1, c: 1 }])
})

test("a server that did not know a press by its key would count it again", async () => {
  const server = new Server()
  server.knowsKeys = false

  await aStormyWay(server)

  assert.notDeepEqual(server.mine, { a: 0, b: 1, c: 1 })
})

test("what the server has said already is not counted again when its answer comes late", () => {
  const count = new DotCount()
  count.learn({ ...new Server().told })
  count.add({ key: "one", round: "r", topic: "a", step: "more" })

  count.learn({ ...new Server().told, mine: { a: 1 }, keys: ["one"] })
  count.add({ key: "one", round: "r", topic: "a", step: "more" })

  assert.equal(count.on("a"), 1)
})

test("two devices at once cannot exceed; the one that is refused shows what stands", async () => {
  const server = new Server()
  const [phone, laptop] = [device(server), device(server)]
  for (const note of ["a", "a", "b"]) await phone.press(note)
  for (const note of ["c", "b"]) await laptop.press(note)

  await phone.flush()
  await laptop.flush()
  laptop.count.learn(server.told)

  assert.deepEqual([server.mine, laptop.shown(), laptop.count.left(NOTES)], [{ a: 2, b: 1 }, { a: 2, b: 1, c: 0 }, 0])
})

test("a page that is opened anew takes up what waits on the device", async () => {
  const server = new Server()
  server.isOnline = false
  const before = device(server)
  await before.press("a")

  const after = device(server, before.tables)
  for (const row of await after.queue.waiting()) after.count.add(row.act.fields)

  assert.deepEqual(after.shown(), { a: 1, b: 0, c: 0 })
})

test("dots on a note that is deleted are one's own again", () => {
  const count = new DotCount()
  count.learn({ ...new Server().told, mine: { a: 2, b: 1 } })

  assert.deepEqual([count.left(["a", "b"]), count.left(["b"])], [0, 2])
})

test("another round of dots knows nothing of presses for the one before", () => {
  const count = new DotCount()
  count.learn(new Server().told)
  count.add({ key: "one", round: "r", topic: "a", step: "more" })

  count.learn({ ...new Server().told, id: "s" })
  count.add({ key: "one", round: "r", topic: "a", step: "more" })

  assert.deepEqual([count.on("a"), count.left(NOTES)], [0, 3])
})

test("who leads has no dots, and nobody sees a sum before it is shown", () => {
  const count = new DotCount()
  count.learn({ ...new Server().told, mine: null, keys: null })
  const leads = [count.isOpen, count.left(NOTES), count.sum("a")]

  count.learn({ ...new Server().told, open: false, shown: true, mine: null, keys: null, sums: { b: 3, a: 1, gone: 9 }, clusters: {} })

  const topics = NOTES.map((id) => ({ id, notes: [id] }))
  count.stand(topics)

  assert.deepEqual([leads, count.mostFirst(topics).map(({ id }) => [id, count.sum(id)]), count.gone], [[false, 0, 0], [["b", 3], ["a", 1]], 9])
})

test("dots that were shown lie where what got them is now, as on the server", () => {
  const sums = { k: 4, m: 2, d: 1 }
  const clusters = { k: ["a", "b"], m: ["c"] }
  const cases = [
    [{ k: "ab", m: "c", d: "" }, { k: 4, m: 2, d: 1 }, 0],
    [{ k: "ab", m: "cd" }, { k: 4, m: 3 }, 0],
    [{ m: "abcd" }, { m: 7 }, 0],
    [{ new: "ab", m: "c", d: "" }, { new: 4, m: 2, d: 1 }, 0],
    [{ a: "", m: "c", d: "" }, { a: 4, m: 2, d: 1 }, 0],
    [{ a: "", b: "", m: "c", d: "" }, { a: 0, b: 0, m: 2, d: 1 }, 4],
    [{ k: "ab", m: "c" }, { k: 4, m: 2 }, 1],
    [{}, {}, 7],
  ]
  const count = new DotCount()
  count.learn({ ...new Server().told, open: false, shown: true, mine: null, keys: null, sums, clusters })

  for (const [now, lie, gone] of cases) {
    count.stand(Object.entries(now).map(([id, notes]) => ({ id, notes: [...(notes || id)] })))
    assert.deepEqual([Object.fromEntries(Object.keys(now).map((id) => [id, count.sum(id)])), count.gone], [lie, gone])
  }
})

test("what the page says is filled in, in the form that fits the number", () => {
  const forms = ["You have {left} of {count} dot left.", "You have {left} of {count} dots left."]

  assert.deepEqual([inWords(forms, { count: 1, left: 0 }), inWords(forms, { count: 3, left: 1 })], ["You have 0 of 1 dot left.", "You have 1 of 3 dots left."])
})
