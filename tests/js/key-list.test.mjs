import assert from "node:assert/strict"
import { test } from "node:test"

globalThis.HTMLElement = class extends EventTarget {}
globalThis.customElements = { define() {} }
const { KeyList } = await import("network/elements/key-list.js")

function switchIn(storage) {
  globalThis.localStorage = storage
  const box = { checked: true }
  const list = new KeyList()
  list.querySelector = () => box
  const heard = []
  list.addEventListener("news-switched", ({ detail }) => heard.push(detail.on))
  list.connectedCallback()
  const change = new Event("change")
  Object.defineProperty(change, "target", { value: { checked: false } })
  list.dispatchEvent(change)
  return { list, heard }
}

test("the choice is kept on the device", () => {
  const kept = new Map()

  const { list, heard } = switchIn({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) })

  assert.deepEqual([list.hearsNews, heard, [...kept.values()]], [false, [false], ["off"]])
})

test("a private window that keeps nothing takes the choice all the same", () => {
  const fails = () => { throw new DOMException("no storage", "QuotaExceededError") }

  const both = [switchIn({ getItem: () => null, setItem: fails }), switchIn({ getItem: fails, setItem: fails })]

  assert.deepEqual(both.map(({ list, heard }) => [list.hearsNews, heard]), [[false, [false]], [false, [false]]])
})
