// BO-25 to BO-28 in the browser: notes in clusters, two who sort at once, and undo of one's own steps.
import assert from "node:assert/strict"
import { test } from "node:test"
import { inOrder } from "network/board/position.js"
import { World } from "./board-fakes/world.mjs"

async function boardWith(...texts) {
  const world = new World()
  const [anna, bo] = [await world.page("Anna"), await world.page("Bo")]
  const ids = texts.map((text) => anna.model.add({ column: "ideas", text }))
  await world.pass(1000)
  return { world, anna, bo, ids }
}

/** What stands on a page, in order: loose texts, and clusters as {name: [texts]}. */
const stands = ({ model }) => model.sorting.topics().map(({ note, name, notes }) => note ? note.text : { [name]: notes.map(({ text }) => text) })
const told = (page, type) => page.told.filter(([name]) => name === type).map(([, detail]) => detail)

async function assertSame(world, anna, bo, expected) {
  await world.pass(1000)
  assert.deepEqual(stands(anna), expected)
  assert.deepEqual(stands(bo), expected)
}

test("a new cluster stands where its first note stood, is called by its words, and holds the notes in their order", async () => {
  const { world, anna, bo, ids: [one, , three] } = await boardWith("one", "two", "three")

  anna.model.sorting.gatherNew([three, one])

  await assertSame(world, anna, bo, [{ one: ["one", "three"] }, "two"])
  assert.equal(anna.model.note(three).state, "saved")
})

test("notes are laid in a cluster of another column, and are then in that column", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  anna.model.move(one, { column: "wishes", after: null })
  const cluster = anna.model.sorting.gatherNew([one])
  anna.model.sorting.rename(cluster, "Skule")
  await world.pass(500)

  assert.deepEqual(bo.model.sorting.gather([one, two], cluster), [two])

  // Each keeps its own place, and those of two columns may lie either way: their tails are random.
  const inPlace = [one, two].map((id) => bo.model.note(id)).sort(inOrder).map(({ text }) => text)
  await assertSame(world, anna, bo, [{ Skule: inPlace }])
  assert.equal(anna.model.note(two).column, "wishes")
})

test("what is taken out lies behind its cluster, in the cluster's column, in order", async () => {
  const { world, anna, bo, ids } = await boardWith("one", "two", "three", "last")
  const cluster = anna.model.sorting.gatherNew(ids.slice(0, 3))
  anna.model.sorting.shift(cluster, { column: "wishes", after: null })

  assert.deepEqual(anna.model.sorting.takeOut([ids[3], ids[2], ids[1]]), [ids[1], ids[2]])

  await world.pass(500)
  assert.equal(bo.model.note(ids[2]).column, "wishes")
  assert.deepEqual(bo.model.sorting.topics().filter(({ column }) => column === "wishes").map(({ id }) => id), [cluster, ids[1], ids[2]])
})

test("two clusters become one, an emptied one is not drawn, and undo brings it back with its name", async () => {
  const { world, anna, bo, ids: [one, two, three] } = await boardWith("one", "two", "three")
  const first = anna.model.sorting.gatherNew([one])
  const second = anna.model.sorting.gatherNew([two, three])
  anna.model.sorting.rename(second, "Skule")

  anna.model.sorting.merge(second, first)
  await assertSame(world, anna, bo, [{ one: ["one", "two", "three"] }])

  anna.model.undo()
  await assertSame(world, anna, bo, [{ one: ["one"] }, { Skule: ["two", "three"] }])
})

test("a note that is moved out of its cluster is loose where it was put, and one undo lays it back", async () => {
  const { world, anna, bo, ids: [one, two, three] } = await boardWith("one", "two", "three")
  const cluster = anna.model.sorting.gatherNew([one, two])

  anna.model.move(one, { column: "ideas", after: three })
  await assertSame(world, anna, bo, [{ two: ["two"] }, "three", "one"])
  anna.model.move(three, { column: "ideas", after: null })
  anna.model.move(three, { column: "ideas", after: cluster })
  await assertSame(world, anna, bo, [{ two: ["two"] }, "three", "one"])

  for (let step = 0; step < 3; step++) anna.model.undo()
  await assertSame(world, anna, bo, [{ one: ["one", "two"] }, "three"])
})

test("a second version of a note lies in the same cluster", async () => {
  const { world, anna, bo, ids: [one] } = await boardWith("one", "two")
  anna.model.sorting.gatherNew([one])
  anna.model.edit(one, "one, longer", "one")
  await world.pass(500)

  bo.model.edit(one, "one, otherwise", "one")

  await assertSame(world, anna, bo, [{ "one, longer": ["one, longer", "one, otherwise"] }, "two"])
})

test("two who sort the same notes at once see the same in the end, and every note is there", async () => {
  const { world, anna, bo, ids: [one, two, three, four] } = await boardWith("one", "two", "three", "four")

  anna.model.sorting.gatherNew([one, two, three])
  bo.model.sorting.gatherNew([two, three, four])
  await world.pass(1000)

  assert.deepEqual(stands(anna), stands(bo))
  assert.deepEqual(stands(anna).flatMap((topic) => typeof topic === "string" ? [topic] : Object.values(topic)[0]).sort(), ["four", "one", "three", "two"])
})

test("two who merge two clusters into each other at once lose no note", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  const [first, second] = [anna.model.sorting.gatherNew([one]), anna.model.sorting.gatherNew([two])]
  await world.pass(500)

  anna.model.sorting.merge(first, second)
  bo.model.sorting.merge(second, first)
  await world.pass(1000)

  assert.deepEqual(stands(anna), stands(bo))
  assert.equal(anna.model.sorting.clusters().flatMap(({ notes }) => notes).length, 2)
})

test("a name that two write at once keeps all letters, and taking it away is told too", async () => {
  const { world, anna, bo, ids: [one] } = await boardWith("one")
  const cluster = anna.model.sorting.gatherNew([one])
  anna.model.sorting.rename(cluster, "Skule")
  await world.pass(500)

  anna.model.sorting.rename(cluster, "Skule og heim")
  bo.model.sorting.rename(cluster, "God skule")
  await world.pass(1000)
  const { title } = anna.model.sorting.cluster(cluster)
  assert.equal(bo.model.sorting.cluster(cluster).title, title)
  for (const word of ["God", "og heim"]) assert.ok(title.includes(word), title)

  anna.model.sorting.rename(cluster, "")
  await world.pass(1000)
  assert.equal(bo.model.sorting.cluster(cluster).title, "")
  assert.equal(anna.model.status.unsent, 0)
})

test("several steps are taken back and done again, after others have done other things", async () => {
  const { world, anna, bo, ids: [one, two, three] } = await boardWith("one", "two", "three")
  const cluster = anna.model.sorting.gatherNew([one, two])
  for (const name of ["S", "Sk", "Skule"]) anna.model.sorting.rename(cluster, name)
  anna.model.sorting.gather([three], cluster)
  await world.pass(500)
  bo.model.add({ column: "ideas", text: "Bo's" })
  await world.pass(500)

  assert.deepEqual(["sort", "rename", "sort"], [1, 2, 3].map(() => anna.model.undo({ sorting: true }).kind))
  await assertSame(world, anna, bo, ["one", "two", "three", "Bo's"])
  assert.equal(anna.model.history.canUndo({ sorting: true }), false)

  for (let step = 0; step < 3; step++) anna.model.redo()
  await assertSame(world, anna, bo, [{ Skule: ["one", "two", "three"] }, "Bo's"])
  assert.equal(anna.model.redo(), null)
})

test("undo takes back one's own acts alone: what another has sorted since stays where she put it", async () => {
  const { world, anna, bo, ids: [one, two, three] } = await boardWith("one", "two", "three")
  anna.model.sorting.gatherNew([one, two])
  await world.pass(500)
  bo.model.sorting.gatherNew([two, three])
  await world.pass(500)

  assert.deepEqual(anna.model.undo().ids, [one])
  await assertSame(world, anna, bo, ["one", { two: ["two", "three"] }])

  bo.model.undo()
  await world.pass(500)
  bo.model.sorting.takeOut([two])
  await world.pass(500)
  assert.equal(anna.model.redo().kind, "sort")
})

test("a step that others have changed whole is said to be theirs", async () => {
  const { world, anna, bo, ids: [one] } = await boardWith("one", "two")
  anna.model.sorting.gatherNew([one])
  await world.pass(500)
  bo.model.sorting.takeOut([one])
  await world.pass(500)

  assert.deepEqual(anna.model.undo({ sorting: true }), { kind: "blocked", id: one, ids: [] })
  await assertSame(world, anna, bo, ["one", "two"])
})

test("the button for sorting leaves notes that were written or deleted alone", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  anna.model.sorting.gatherNew([one])
  anna.model.remove(two)

  assert.equal(anna.model.undo({ sorting: true }).kind, "sort")
  assert.equal(anna.model.undo({ sorting: true }), null)
  await assertSame(world, anna, bo, ["one"])
})

test("sorting made offline is there when the network is back, with what others did meanwhile", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  anna.link.cut()
  const cluster = anna.model.sorting.gatherNew([one, two])
  anna.model.sorting.rename(cluster, "Skule")
  bo.model.add({ column: "ideas", text: "Bo's" })
  await world.pass(500)

  anna.connect()

  await assertSame(world, anna, bo, [{ Skule: ["one", "two"] }, "Bo's"])
  assert.equal(anna.model.status.unsent, 0)
})

test("sorting made offline on a board that was closed meanwhile is refused in one sentence, and a name is kept as a text", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  const cluster = anna.model.sorting.gatherNew([one])
  await world.pass(500)
  anna.link.cut()
  anna.model.sorting.rename(cluster, "Skule")
  anna.model.sorting.gather([two], cluster)
  world.server.isOpen = false
  world.server.judge = ({ changed }) => changed.some(({ path, keys }) => path.length === 1 && keys.includes("cluster")) ? "closed" : null
  world.server.judgeClusters = () => "closed"

  anna.connect()
  await world.pass(10_000)

  assert.deepEqual(stands(anna), [{ one: ["one"] }, "two"])
  assert.deepEqual(stands(bo), stands(anna))
  assert.deepEqual([told(anna, "denied").length, anna.model.drafts().map(({ text }) => text)], [1, ["Skule"]])
})

test("after a gap sorting is done again on the fresh board", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  const send = anna.link.send.bind(anna.link)
  anna.link.send = () => {}
  const cluster = anna.model.sorting.gatherNew([one])
  await world.pass(200)
  anna.link.send = send
  anna.model.sorting.gather([two], cluster)

  await world.pass(5000)

  assert.equal(world.server.heard.resyncs, 1)
  await assertSame(world, anna, bo, [{ one: ["one", "two"] }])
})

test("a thousand notes are laid together as one step", async () => {
  const { world, anna, bo, ids } = await boardWith(...Array.from({ length: 600 }, (_, number) => `${number}`))

  anna.model.sorting.gatherNew(ids)
  await world.pass(2000)
  assert.equal(bo.model.sorting.clusters()[0].notes.length, 600)
  assert.ok(Math.max(...world.server.journal.map(({ length }) => length)) < 60_000)

  anna.model.undo()
  await world.pass(2000)
  assert.equal(bo.model.sorting.clusters().length, 0)
})

test("there is room for so many clusters", async () => {
  const { anna, ids: [one] } = await boardWith("one")
  for (let number = 0; number < 200; number++) anna.model.sorting.gatherNew([one])

  assert.deepEqual([anna.model.sorting.isFull, anna.model.sorting.gatherNew([one])], [true, null])
})

test("strange clusters from elsewhere break no page: their notes lie loose", async () => {
  const { world, anna, bo, ids: [one, two] } = await boardWith("one", "two")
  world.server.doc.getMap("clusters").set("odd", "no cluster at all")
  world.server.doc.getMap("notes").get(one).set("cluster", "odd")
  world.server.doc.getMap("notes").get(two).set("cluster", 7)
  bo.link.cut()
  bo.connect()
  await world.pass(500)
  bo.model.sorting.gatherNew([one, two])

  await world.pass(1000)
  assert.deepEqual(stands(bo), [{ one: ["one", "two"] }])
  assert.equal(anna.model.status.unsent, 0)
})
