// Changing a part of the page for a newer one without taking anything from its reader: focus, scroll, open parts, words.

import { comparable, isAnotherChoice } from "network/hall/regions.js"
import { LAID } from "network/ui/laid-ahead.js"

const TEXTUAL = "textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit], [type=button])"
const TICKS = "input[type=checkbox], input[type=radio]"

export const regionsIn = (root) => [...root.querySelectorAll("[data-region]")].filter((one) => !one.parentElement.closest("[data-region]"))

/** A page as the server sent it. What is done with it is another turn: a press or a key between the two need not wait. */
export async function parsed(html) {
  const page = new DOMParser().parseFromString(html, "text/html")
  await new Promise((resolve) => { setTimeout(resolve) })
  return page
}

/** A part as text, to see whether it has changed. */
export const markupOf = (part) => comparable(new XMLSerializer().serializeToString(part))

const isDirty = (field) => field.value !== field.defaultValue
const isChosen = (field) => field.matches(TICKS) ? field.checked !== field.defaultChecked : isAnotherChoice([...field.options])

/** Whether somebody works in this part: writes, has written or chosen something unsent, has a dialog open or is asked
 * whether she is sure, or presses. `isAnswered`: the newer page answers what she has just sent, and a question that she
 * passed by is over. A button that is changed between finger down and finger up is not pressed. */
export function isBusy(region, { isAnswered = false } = {}) {
  const active = document.activeElement
  if (region.matches(":active")) return true
  if (region.querySelector(isAnswered ? "dialog[open]" : 'dialog[open], [role="alertdialog"]')) return true
  if (region.contains(active) && !active.readOnly && active.matches(`select, ${TEXTUAL}`)) return true
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
  const held = region.contains(document.activeElement) ? addressOf(document.activeElement, region) : null
  const opened = [...region.querySelectorAll("details[open]")].map((one) => addressOf(one, region))
  const part = renew(region, document.adoptNode(newer))
  for (const address of opened) atAddress(part, address)?.setAttribute("open", "")
  const homeless = words.filter(({ id, text }) => !putBack(part, id, text))
  if (held) focusAgain(part, held)
  return homeless
}

/**
 * The element itself stays where it is, with what the newer one has and holds: a new one among others has the browser work
 * out anew how all that follow it look (of five hundred lines 150 to 300 ms), and would have to be laid out before it is as
 * high as the old one. An element of our own is made anew, since it reads what it holds when it comes.
 */
function renew(region, newer) {
  if (region.localName !== newer.localName || region.localName.includes("-")) {
    region.replaceWith(newer)
    return newer
  }
  const isLaid = region.classList.contains(LAID)
  for (const { name } of [...region.attributes]) if (!newer.hasAttribute(name)) region.removeAttribute(name)
  for (const { name, value } of newer.attributes) if (region.getAttribute(name) !== value) region.setAttribute(name, value)
  if (isLaid) region.classList.add(LAID)
  region.replaceChildren(...newer.childNodes)
  return region
}

function putBack(part, id, text) {
  const field = id ? part.querySelector(`#${CSS.escape(id)}`) : null
  if (!field?.matches(TEXTUAL)) return false
  field.value = text
  return true
}

/** The same thing in the newer part; when it is gone, what stood around it that is still there. */
function focusAgain(part, held) {
  const around = held.inside.map((id) => part.querySelector(`#${CSS.escape(id)}`)).find((one) => one)
  const one = atAddress(part, held) ?? around?.querySelector("summary") ?? around ?? part
  if (!one.matches(FOCUSED)) one.setAttribute("tabindex", "-1")
  one.focus({ preventScroll: true })
}

const FOCUSED = "a, button, input, select, textarea, summary, [tabindex]"
const nameOf = (one) => one.id || [one.localName, one.name, one.value, (one.querySelector("summary") ?? one).textContent.trim()].join("|")
const idsAround = (one, region) => {
  const ids = []
  for (let parent = one.parentElement; parent && parent !== region; parent = parent.parentElement) if (parent.id) ids.push(parent.id)
  return ids
}
/** Ten rows have each a button of the same word: its name, the row that it stands in, and which of those it is. */
function addressOf(one, region) {
  const [name, inside] = [nameOf(one), idsAround(one, region)]
  return { name, inside, tag: one.localName, nth: alike(region, { name, inside, tag: one.localName }).indexOf(one) }
}
const atAddress = (part, address) => alike(part, address)[address.nth] ?? null
function alike(root, { name, inside, tag }) {
  return [...root.querySelectorAll(tag)].filter((one) => nameOf(one) === name && idsAround(one, root)[0] === inside[0])
}
