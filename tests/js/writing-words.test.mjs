// WR-7: what the line below a text says, and that it never says too much.
import assert from "node:assert/strict"
import { test } from "node:test"
import { leftWords, peopleWords, standing, standingWords } from "network/writing/words.js"

const status = (given = {}) => ({ link: "online", open: true, canWrite: true, stored: true, reason: null, ...given })
const facts = (given = {}) => ({ status: status(), state: "saved", isBehind: false, isBound: true, tooMany: 0, ...given })

test("saved is said only of what is acknowledged, while the text is known and the connection stands", () => {
  const links = ["online", "connecting", "offline"]
  const all = links.flatMap((link) => ["waiting", "device", "saved"].flatMap((state) => [true, false].flatMap((isBehind) => [true, false].map((isBound) =>
    facts({ status: status({ link }), state, isBehind, isBound })))))

  const saved = all.filter((one) => standing(one) === "saved")

  assert.deepEqual(saved, [facts()])
})

test("how a text stands has one name", () => {
  const cases = [
    ["saving", { state: "waiting" }],
    ["saving", { isBehind: true }],
    ["saving", { status: status({ link: "connecting" }), state: "device" }],
    ["unknown", { isBound: false }],
    ["offline", { status: status({ link: "offline" }) }],
    ["kept", { status: status({ link: "offline" }), state: "device" }],
    ["waiting", { status: status({ link: "offline" }), state: "waiting" }],
    ["waiting", { status: status({ link: "offline" }), state: "device", isBehind: true }],
    ["page", { status: status({ link: "offline", stored: false }), state: "waiting" }],
    ["long", { tooMany: 3, isBehind: true }],
    ["closed", { status: status({ open: false, canWrite: false }) }],
    ["reader", { status: status({ canWrite: false }) }],
    ["refused", { status: status({ canWrite: false, reason: "not yours" }) }],
  ]

  for (const [expected, given] of cases) {
    assert.equal(standing(facts(given)), expected)
    assert.equal(typeof standingWords(expected, facts(given)), "string")
  }
})

test("people are named, those who write first", () => {
  const one = (name, typing) => ({ name, typing })

  assert.equal(peopleWords([]), "")
  assert.equal(peopleWords([one("Bo", false), one("Anna", true)]), "Anna is writing · Bo is here")
  assert.equal(peopleWords([one("Anna", true), one("Bo", true)]), "Anna, Bo are writing")
})

test("room is counted near the limit alone", () => {
  assert.deepEqual([leftWords(100, 280), leftWords(20, 280), leftWords(1, 280), leftWords(-1, 280), leftWords(Infinity, Infinity)], ["", "20 characters left", "1 character left", "", ""])
})
