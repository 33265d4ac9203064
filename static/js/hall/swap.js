// Changing a part of the page for a newer one without taking anything from its reader: focus, scroll, open parts, words.

import { isAnotherChoice } from "network/hall/regions.js"

const TEXTUAL = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit], [type=button])"
const TICKS = "input[type=checkbox], input[type=radio]"

export const regionsIn = (root) => [...root.querySelectorAll("[data-region]")].filter((one) => !one.parentElement.closest("[data-region]"))

/** A part as text, to see whether it has changed. */
export const markupOf = (part) => new XMLSerializer().serializeToString(part)

const isDirty = (field) => field.value !== field.defaultValue
const isChosen = (field) => field.matches(TICKS) ? field.checked !== field.defaultChecked : isAnotherChoice([...field.options])

/** Whether somebody works in this part: writes, has written or chosen something unsent, or has a dialog open. */
export function isBusy(region) {
  const active = document.activeElement
  if (region.querySelector("dialog[open]")) return true
  if (region.contains(active) && active.matches(`select, ${TEXTUAL}`)) return true
  return [...region.querySelectorAll(TEXTUAL)].some(isDirty) || [...region.querySelectorAll(`select, ${TICKS}`)].some(isChosen)
}

/** What was written in a part and not sent: [{id, label, text}]. */
export function wordsIn(region) {
  return [...region.querySelectorAll(TEXTUAL)].filter(isDirty).map((field) => ({
    id: field.id,
    label: field.labels?.[0]?.textContent.trim() ?? "",
    text: field.value,
  }))
}

/** Put the newer part in place. Gives back the words that have no field there any more. */
export function swap(region, newer) {
  const words = wordsIn(region)
  const held = region.contains(document.activeElement) ? keyOf(document.activeElement) : null
  const opened = [...region.querySelectorAll("details[open]")].map(summaryOf)
  const part = document.adoptNode(newer)
  region.replaceWith(part)
  for (const details of part.querySelectorAll("details")) if (opened.includes(summaryOf(details))) details.open = true
  const homeless = words.filter(({ id, text }) => !putBack(part, id, text))
  if (held) focusAgain(part, held)
  return homeless
}

function putBack(part, id, text) {
  const field = id ? part.querySelector(`#${CSS.escape(id)}`) : null
  if (!field?.matches(TEXTUAL)) return false
  field.value = text
  return true
}

function focusAgain(part, held) {
  const same = [...part.querySelectorAll("a, button, input, select, textarea, summary, [tabindex]")].find((one) => keyOf(one) === held)
  if (same) return same.focus({ preventScroll: true })
  part.setAttribute("tabindex", "-1")
  return part.focus({ preventScroll: true })
}

const summaryOf = (details) => details.id || (details.querySelector("summary")?.textContent.trim() ?? "")
const keyOf = (one) => one.id || [one.localName, one.name, one.value, one.textContent.trim()].join("|")
