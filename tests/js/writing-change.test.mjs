// The smallest change, the caret, and a change made without seeing another's.
import assert from "node:assert/strict"
import { test } from "node:test"
import { applied, differences, moved, movedSelection, normal, rebased, replacement } from "network/writing/change.js"

test("what was typed becomes the smallest replacement", () => {
  const cases = [
    ["buss", "buss", undefined, null],
    ["", "hei", 3, { at: 0, remove: 0, insert: "hei" }],
    ["ein buss", "ein raud buss", 9, { at: 4, remove: 0, insert: "raud " }],
    ["ein raud buss", "ein buss", 4, { at: 4, remove: 5, insert: "" }],
    ["ein buss", "ein sykkel", 10, { at: 4, remove: 4, insert: "sykkel" }],
    ["alt", "", 0, { at: 0, remove: 3, insert: "" }],
  ]

  for (const [from, to, caret, expected] of cases) assert.deepEqual(replacement(from, to, caret), expected, `${from} → ${to}`)
})

test("where a letter could stand in several places it stands before the caret", () => {
  assert.deepEqual(replacement("all", "alll", 2), { at: 1, remove: 0, insert: "l" })
  assert.deepEqual(replacement("all", "alll", 4), { at: 3, remove: 0, insert: "l" })
  assert.deepEqual(replacement("alll", "all", 2), { at: 2, remove: 1, insert: "" })
})

test("a caret far from the change makes the change no larger", () => {
  assert.deepEqual(replacement("ein buss i går", "to buss i går", 13), { at: 0, remove: 3, insert: "to" })
})

test("a character of two halves is never cut", () => {
  assert.deepEqual(replacement("a🚌b", "a🚎b", 3), { at: 1, remove: 2, insert: "🚎" })
  assert.deepEqual(replacement("🚌", "🚌🚌", 2), { at: 0, remove: 0, insert: "🚌" })
  assert.deepEqual(replacement("x🨌", "x🚌", 3), { at: 1, remove: 2, insert: "🚌" })
})

test("a caret moves with what others write before it, and stays at what they write behind it", () => {
  const cases = [
    [5, { at: 0, remove: 0, insert: "to " }, 8],
    [5, { at: 5, remove: 0, insert: "to " }, 5],
    [5, { at: 7, remove: 2, insert: "" }, 5],
    [5, { at: 1, remove: 3, insert: "" }, 2],
    [5, { at: 3, remove: 4, insert: "" }, 3],
    [5, { at: 3, remove: 4, insert: "abc" }, 5],
  ]

  for (const [caret, change, expected] of cases) assert.equal(moved(caret, change), expected, JSON.stringify(change))
})

test("a selection keeps its words: what others put in at its edges is outside it", () => {
  assert.deepEqual(movedSelection({ start: 2, end: 4 }, [{ at: 2, remove: 0, insert: "xx" }]), { start: 4, end: 6 })
  assert.deepEqual(movedSelection({ start: 2, end: 4 }, [{ at: 4, remove: 0, insert: "xx" }]), { start: 2, end: 4 })
  assert.deepEqual(movedSelection({ start: 2, end: 4 }, [{ at: 0, remove: 9, insert: "" }]), { start: 0, end: 0 })
})

test("my change on a text that others have changed takes out only what I saw, and keeps their letters and mine", () => {
  const mine = replacement("ein raud buss", "ein grøn buss")
  const theirs = differences("ein raud buss", "ein svært raud buss i dag")

  assert.equal(applied("ein svært raud buss i dag", rebased(mine, theirs)), "ein svært grøn buss i dag")
})

test("differences are found word by word, and make the one text of the other", () => {
  const cases = [["", ""], ["", "ein buss"], ["ein buss", ""], ["a b c d", "b c x d e"], ["ein raud buss", "ein svært raud buss i dag"], ["likt", "likt"]]

  for (const [from, to] of cases) assert.equal(applied(from, differences(from, to)), to)
  assert.deepEqual(differences("ein raud buss", "ein svært raud buss i dag").map(({ remove }) => remove), [0, 0])
})

test("two who replace the same word keep both words", () => {
  const mine = replacement("ein buss", "ein sykkel")
  const now = "ein trikk"

  const both = applied(now, rebased(mine, [replacement("ein buss", now)]))

  assert.deepEqual([both.includes("sykkel"), both.includes("trikk"), both.includes("buss")], [true, true, false])
})

test("whatever two do to one text without seeing each other, each finds all letters that were put in", () => {
  let seed = 7
  const chance = (below) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % below }
  for (let round = 0; round < 2000; round++) {
    const text = "abcdefghij".slice(0, chance(11))
    const change = (insert) => { const at = chance(text.length + 1); return { at, remove: chance(text.length - at + 1), insert } }
    const [mine, theirs] = [change("XY"), change("ZW")]

    const both = applied(applied(text, [theirs]), rebased(mine, [theirs]))

    assert.equal(both.includes("X") && both.includes("ZW"), true, JSON.stringify({ text, mine, theirs, both }))
    const kept = [...text].filter((_, index) => [mine, theirs].every(({ at, remove }) => index < at || index >= at + remove))
    assert.equal([...both].filter((letter) => !"XYZW".includes(letter)).join(""), kept.join(""))
  }
})

test("line breaks are of one kind", () => {
  assert.equal(normal("a\r\nb\rc\n"), "a\nb\nc\n")
})
