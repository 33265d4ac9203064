import assert from "node:assert/strict"
import { test } from "node:test"
import { Digest } from "network/ui/announce.js"

const summary = (counts) => [...counts].map(([column, count]) => `${count} in ${column}`).join(", ")

function digestHeardIn(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const heard = []
  return { heard, digest: new Digest(summary, { speak: (text) => heard.push(text) }), timers: t.mock.timers }
}

test("what others do is told once in twenty seconds, counted", (t) => {
  const { heard, digest, timers } = digestHeardIn(t)

  for (let note = 0; note < 4; note += 1) digest.add("Ideas")
  digest.add("Questions")
  timers.tick(19_999)
  const early = [...heard]
  timers.tick(1)

  assert.deepEqual([early, heard], [[], ["4 in Ideas, 1 in Questions"]])
})

test("it is silent when the person has asked for silence", (t) => {
  const { heard, digest, timers } = digestHeardIn(t)
  digest.muted = true

  digest.add("Ideas")
  timers.tick(60_000)

  assert.deepEqual(heard, [])
})

test("nothing is told after it is closed", (t) => {
  const { heard, digest, timers } = digestHeardIn(t)

  digest.add("Ideas")
  digest.close()
  timers.tick(60_000)

  assert.deepEqual(heard, [])
})
