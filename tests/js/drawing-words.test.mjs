import assert from "node:assert/strict"
import { test } from "node:test"
import { counted, initials, quoted } from "network/board/drawing-words.js"
import { connectionWords } from "network/live/words.js"

const link = (changes) => connectionWords({ link: "online", transport: "websocket", unsent: 0, stored: true, ...changes })

test("the connection is said in words", () => {
  assert.deepEqual([link({}), link({ link: "connecting" }), link({ link: "offline" }), link({ link: null })], ["Connected", "Connecting …", "Offline", "Connecting …"])
})

test("the slower way is shown only while it is used", () => {
  assert.deepEqual([link({ transport: "polling" }), link({ transport: "polling", link: "offline" })], ["Connected, the slower way", "Offline"])
})

test("what is not sent is counted, and a device that keeps nothing is told about", () => {
  assert.equal(link({ link: "offline", unsent: 3 }), "Offline · 3 not sent")
  assert.equal(link({ stored: false }), "Connected · this device keeps nothing: do not close the page")
})

test("the counter goes on after the asked length and says that nothing is lost", () => {
  assert.deepEqual(
    [counted(280), counted(1), counted(0), counted(-1), counted(-5)],
    ["280 characters left", "1 character left", "0 characters left",
      "1 character more than is easy to read. It is kept all the same.", "5 characters more than is easy to read. They are kept all the same."],
  )
})

test("initials are of the first and the last name", () => {
  assert.deepEqual(["Anna Nordvik", "Kari-Anne Synnøve Østbø", " Åse ", "", "ola nordmann"].map(initials), ["AN", "KØ", "Å", "", "ON"])
})

test("a long note is quoted by its beginning, on one line", () => {
  assert.equal(quoted("Fleire\n bussar"), "«Fleire bussar»")
  assert.equal(quoted("a".repeat(60)), `«${"a".repeat(47)}…»`)
})
