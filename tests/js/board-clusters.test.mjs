// Topics put in order from what changed are the same as those put in order from everything.
import assert from "node:assert/strict"
import { test } from "node:test"
import { topicsOf, topicsWith } from "network/board/clusters.js"
import { inOrder } from "network/board/position.js"
import { World } from "./board-fakes/world.mjs"

const COLUMNS = ["ideas", "wishes"]

/** The same numbers on every run. */
function dice(seed) {
  let at = seed
  return (most) => (at = (at * 48271) % 2147483647) % most
}

const note = (id, roll) => ({ id, text: id, column: COLUMNS[roll(2)], position: "abcdefgh"[roll(8)], cluster: null, deleted: roll(5) === 0 })

test("after any change of loose notes the topics are those of all notes", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const roll = dice(seed)
    const notes = new Map(Array.from({ length: 12 }, (_, at) => [`n${at}`, note(`n${at}`, roll)]))
    const all = () => topicsOf([...notes.values()].sort(inOrder), new Map())
    const before = all()
    const changed = new Map()
    for (let left = 1 + roll(4); left > 0; left--) {
      const id = `n${roll(16)}`
      changed.set(id, roll(6) === 0 ? null : note(id, roll))
    }
    for (const [id, one] of changed) one ? notes.set(id, one) : notes.delete(id)

    assert.deepEqual(topicsWith(before, changed), all(), `seed ${seed}`)
  }
})

test("a change that concerns a cluster takes looking at all notes", () => {
  const clusters = new Map([["c", { id: "c", title: "", column: "ideas", position: "b" }]])
  const [inside, loose] = [{ ...note("n1", () => 1), cluster: "c" }, { ...note("n2", () => 1) }]
  const topics = topicsOf([inside, loose], clusters)

  assert.equal(topicsWith(topics, new Map([["n1", { ...inside, text: "another name" }]])), null)
  assert.equal(topicsWith(topics, new Map([["n1", { ...inside, cluster: null }]])), null)
  assert.equal(topicsWith(topics, new Map([["n2", { ...loose, cluster: "c" }]])), null)
  assert.equal(topicsWith(topics, new Map([["c", null]])), null)
  assert.deepEqual(topicsWith(topics, new Map([["n2", null]])).map(({ id }) => id), ["c"])
})

test("what a page has heard one by one stands there as on a page that is opened now", async () => {
  const world = new World()
  const [anna, bo] = [await world.page("Anna"), await world.page("Bo")]
  const shape = ({ model }) => model.topics().map(({ id, name, notes, note: one }) => [id, name, (notes ?? [one]).map(({ id: key, text, state, author }) => [key, text, state, author?.name])])
  const roll = dice(7)
  const ids = []
  for (let turn = 0; turn < 60; turn++) {
    const { model } = roll(2) ? anna : bo
    const id = ids[roll(Math.max(1, ids.length))]
    const act = roll(7)
    if (act < 2 || ids.length < 3) ids.push(model.add({ column: COLUMNS[roll(2)], text: `note ${turn}` }))
    else if (act === 2) model.move(id, { column: COLUMNS[roll(2)], after: null })
    else if (act === 3) model.edit(id, `words ${turn}`, model.note(id).text)
    else if (act === 4) model.note(id).deleted ? model.restore(id) : model.remove(id)
    else if (act === 5 && model.sorting.clusters().length > 0) model.sorting.rename(model.sorting.clusters()[0].id, `name ${turn}`)
    else model.sorting.gatherNew(ids.filter((one) => !model.note(one)?.deleted).slice(0, 2))
    await world.pass(500)
    if (turn % 10 === 9) for (const page of [anna, bo]) {
      // Own words of this page are its own: the page that is opened now is the same person's.
      const now = await world.page(page === anna ? "Anna" : "Bo")
      await world.pass(500)
      assert.deepEqual(shape(page), shape(now), `turn ${turn}`)
      now.die()
    } else for (const page of [anna, bo]) page.model.topics()
  }
})
