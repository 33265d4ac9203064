import assert from "node:assert/strict"
import { test } from "node:test"
import { cpuSeconds, machineSeconds, memoryMb, percentile, spread } from "../../bench/load/figures.mjs"
import { Tally } from "../../bench/load/tally.mjs"
import { workload } from "../../bench/load/workloads.mjs"

test("a percentile is the smallest value that so large a share does not pass", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)

  assert.deepEqual([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share)), [50, 95, 99, 100])
  assert.deepEqual([percentile([7], 0.5), percentile([7], 0.99), percentile([], 0.5)], [7, 7, null])
})

test("times are sorted as numbers", () => {
  assert.deepEqual(spread([100, 9, 20.126]), { count: 3, p50: 20.13, p95: 100, p99: 100, max: 100 })
})

test("times count from the moment when measuring begins, deliveries always", () => {
  const tally = new Tally((_author, edit) => [10, 20][edit])

  tally.delivered(0, 0, 12, { isLive: true })
  tally.begin(15)
  tally.delivered(0, 0, 16, { isLive: true })
  tally.delivered(0, 1, 23, { isLive: true })
  tally.delivered(0, 1, 24, { isLive: false })
  tally.stored(0, 1, 29)
  tally.glanced(0, 1, 25)

  assert.deepEqual([tally.deliveries, tally.editTimes, tally.storedTimes, tally.glanceTimes], [3, [3], [9], [5]])
})

test("this process costs time and memory, and one that is gone costs nothing", () => {
  const before = cpuSeconds(process.pid)
  const machineBefore = machineSeconds()
  let sum = 0
  // The kernel counts both in steps of its own, which need not fall together: whoever stands still never ends this.
  while (cpuSeconds(process.pid) < before + 0.02 || machineSeconds() <= machineBefore) sum += Math.sqrt(sum + 1)

  assert.ok(sum > 0 && memoryMb(process.pid) > 5)
  assert.deepEqual([cpuSeconds(2 ** 30), memoryMb(2 ** 30)], [0, 0])
})

test("an unknown workload is refused by name", () => {
  assert.throws(() => workload("Z"), /No workload Z\. There are S, A, B, B4, .*, L\./)
})
