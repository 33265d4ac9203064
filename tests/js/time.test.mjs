import assert from "node:assert/strict"
import { test } from "node:test"
import { remaining } from "network/ui/time.js"

test("time left is minutes and two digits of seconds, and stops at zero", () => {
  const shown = [1_104_000, 61_000, 900, 0, -5_000].map((left) => remaining(left, 0))

  assert.deepEqual(shown, ["18:24", "1:01", "0:01", "0:00", "0:00"])
})
