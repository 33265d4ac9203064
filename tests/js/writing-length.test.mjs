import assert from "node:assert/strict"
import { test } from "node:test"

import { pageShare } from "network/writing/length.js"

const MEASURES = { line: 88, page: 47, heading: 1.9, gap: 0.6, head: 6 }

// tests/followup/test_briefings_rules.py has the same figures: the page and the server count alike.
test("a page is counted as the server counts it", () => {
  assert.equal(pageShare([], MEASURES), 0.13)
  assert.equal(pageShare(["Ei kort line."], MEASURES), 0.2)
  assert.equal(pageShare(["x".repeat(89), " \n", "– eitt\n\n– to"], MEASURES), 0.33)
})
