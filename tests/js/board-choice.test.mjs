import assert from "node:assert/strict"
import { test } from "node:test"

globalThis.HTMLElement = class extends EventTarget {}
globalThis.customElements = { get() {}, define() {} }
const { BoardChoice, itemOf } = await import("network/elements/board-choice.js")

const USUAL = {
  short: { phase_write: 2, phase_talk: 8, dots: "0", minutes: 10 },
  long: { phase_write: 4, phase_talk: 26, dots: "3", names: "nobody", minutes: 30 },
}

/** The element in a form where somebody has typed; `press` is what she does. */
function inForm(typed) {
  const part = (value) => Object.assign(new EventTarget(), { value })
  const elements = Object.fromEntries(Object.entries({ kind: "mixed_round", groups: "new", ...typed }).map(([name, value]) => [name, part(value)]))
  const parts = { select: part("short"), "[value=fetch]": part("fetch"), "[data-put-back]": part(""), "[data-said]": { textContent: "" } }
  parts.select.focus = () => {}
  const choice = Object.assign(new BoardChoice(), {
    dataset: { usual: JSON.stringify(USUAL), walk: "3", words: "fetched", back: "back" },
    querySelector: (name) => parts[name],
    closest: () => ({ elements }),
  })
  choice.connectedCallback()
  const press = (name, type = "click") => parts[name].dispatchEvent(new Event(type, { cancelable: true }))
  const choose = (key) => {
    parts.select.value = key
    press("select", "change")
  }
  const values = () => Object.fromEntries(Object.keys(typed).map((name) => [name, elements[name].value]))
  return { choose, press, values, said: () => parts["[data-said]"].textContent, putBack: parts["[data-put-back]"] }
}

test("an item is as long as its phases, and as the walk to new mixed groups", () => {
  const minutes = (kind, groups) => itemOf({ minutes: 30 }, { walk: 3, kind, groups }).minutes

  assert.deepEqual([minutes("mixed_round", "new"), minutes("mixed_round", "same"), minutes("going_home", "new")], [33, 30, 30])
})

test("who looks through the boards gets back what she had typed", () => {
  const typed = { minutes: "45", phase_write: "5", phase_talk: "25", dots: "2" }
  const form = inForm(typed)

  form.choose("short")
  form.choose("long")
  const fetched = form.values()
  form.press("[data-put-back]")

  assert.deepEqual(fetched, { minutes: 33, phase_write: 4, phase_talk: 26, dots: "3" })
  assert.deepEqual([form.values(), form.said(), form.putBack.hidden], [typed, "back", true])
})

test("the button fetches again what has been changed since, and the names where the form has them", () => {
  const form = inForm({ minutes: "1", phase_write: "1", names: "names" })
  form.choose("long")

  form.press("[value=fetch]")

  assert.deepEqual([form.values(), form.said()], [{ minutes: 33, phase_write: 4, names: "nobody" }, "fetched"])
})
