import assert from "node:assert/strict"
import { test } from "node:test"
import { t, tn, tp, use } from "network/ui/text.js"

test("a text without a translation is said in English, with its places filled", () => {
  use({})

  assert.equal(t("{name} is writing", { name: "Anna" }), "Anna is writing")
})

test("a text is said in the page's language", () => {
  use({ "{name} is writing": "{name} skriv" })

  assert.equal(t("{name} is writing", { name: "Anna" }), "Anna skriv")
})

test("one has a form of its own, and nothing has the form of many", () => {
  use({ "{count} new note": ["{count} ny lapp", "{count} nye lappar"] })

  const said = [0, 1, 2].map((n) => tn("{count} new note", "{count} new notes", n))

  assert.deepEqual(said, ["0 nye lappar", "1 ny lapp", "2 nye lappar"])
})

test("a word with a context is another word", () => {
  use({ Close: "Lukk", "board\u0004Close": "Steng" })

  assert.deepEqual([t("Close"), tp("board", "Close")], ["Lukk", "Steng"])
})

test("a person's text cannot fill a place of its own", () => {
  use({})

  assert.equal(t("{name} wrote {text}", { name: "{text}", text: "hi" }), "{text} wrote hi")
})
