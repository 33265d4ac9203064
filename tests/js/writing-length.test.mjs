import assert from "node:assert/strict"
import { test } from "node:test"

import { pageShare } from "network/writing/length.js"

const MEASURES = { line: 90, page: 57, heading: 2.1, gap: 0.3, head: 7 }

// tests/followup/test_briefings_rules.py has the same figures: the page and the server count alike.
test("a page is counted as the server counts it", () => {
  assert.equal(pageShare([], MEASURES), 0.12)
  assert.equal(pageShare(["Ei kort line."], MEASURES), 0.18)
  assert.equal(pageShare(["x".repeat(91), " \n", "– eitt\n\n– to"], MEASURES), 0.28)
})
