// One note on the screen: made from the page's template, patched in place when the note changes.

import { say } from "network/ui/say.js"
import { t } from "network/ui/text.js"

const STATES = ["waiting", "device", "saved"]
/** What a note has only when something is so. Of 300 notes few have more than three of these: each comes when it is first needed. */
const PARTS = {
  lifted: ".note__lifted", beside: ".note__beside", taken: ".note__taken", coming: ".note__coming", late: ".note__late",
  waiting: ".note__state--waiting", device: ".note__state--device", saved: ".note__state--saved", writing: ".note__writing",
  dotted: ".note__dotted", dots: ".note__dots", pick: "[data-act=pick]", move: "[data-act=move]", more: "[data-act=more]", handle: "[data-handle]",
}

/** For each template { item, parts }: the item with a comment in each part's place, and the parts by name. */
const bareOf = new WeakMap()
/** For each item { note, text, meta, author, parts, places }: the parts that it has, and where those it lacks would stand. */
const insides = new WeakMap()

/** A list item for note `id`, a new one or the server's `item`; nothing of the note's own is in it yet.
 *
 * Out of sight a list item is not laid out, and what is put into it costs nothing; a new one is, until the browser has looked.
 */
export function makeItem(template, id, item = null) {
  const { item: pattern, parts } = patternOf(template)
  item ??= makePlace(template)
  item.replaceChildren(pattern.firstElementChild.cloneNode(true))
  const inside = look(item, parts)
  insides.set(item, inside)
  item.dataset.note = id
  inside.note.id = `note-${id}`
  inside.text.id = `note-text-${id}`
  inside.meta.id = `note-meta-${id}`
  inside.note.setAttribute("aria-labelledby", inside.text.id)
  inside.note.setAttribute("aria-describedby", inside.meta.id)
  return item
}

/** An empty list item, for a note that is to stand in it later. */
export function makePlace(template) {
  return patternOf(template).item.cloneNode(false)
}

/** Bring `item` up to what `note` says. `may` is { move, more }; `writer` the name of who is writing on it; `isTaken`: she takes it home;
 * `dots` what stands on it of them, { isOpen, isOwn, words }; `isPicked`: chosen to be sorted or not, null while nobody is
 * choosing.
 */
export function patchItem(item, note, { may, writer = "", isTaken = false, dots = null, isPicked = null }) {
  const inside = insides.get(item)
  say(inside.text, note.text)
  say(inside.author, authorOf(note))
  inside.note.dataset.color = note.hue || "sun"
  inside.note.dataset.state = note.state
  inside.note.toggleAttribute("data-movable", may.move)
  inside.note.toggleAttribute("data-controls", may.move || may.more || isPicked !== null)
  inside.note.toggleAttribute("data-picked", isPicked === true)
  const given = {
    pick: isPicked !== null, late: note.late, beside: note.versionOf, coming: note.isComing, lifted: note.lifted, taken: isTaken, writing: writer,
    move: may.move && isPicked === null, handle: may.move && isPicked === null, more: may.more && isPicked === null,
    ...Object.fromEntries(STATES.map((state) => [state, note.state === state])),
  }
  for (const [name, isThere] of Object.entries(given)) show(inside, name, Boolean(isThere))
  inside.parts.pick?.setAttribute("aria-pressed", String(isPicked === true))
  if (inside.parts.writing) say(inside.parts.writing, writer && t("{name} is writing here", { name: writer }))
  if (dots?.isOpen || dots?.words) for (const name of ["dotted", "dots"]) show(inside, name, true)
  const { dots: tray, dotted } = inside.parts
  if (tray) patchDots({ note: inside.note, dotted, dots: tray, ...dotButtons(tray) }, dots ?? {})
}

// Who is on a button that goes away is on its neighbour then, or on the note.
export function patchDots({ note, dotted, dots, dot, undot }, { isOpen = false, isOwn = false, words = "" }) {
  const held = document.activeElement
  if (held === undot && !isOwn) (isOpen ? dot : note).focus({ preventScroll: true })
  if (dots.contains(held) && !isOpen) note.focus({ preventScroll: true })
  dots.hidden = !isOpen
  undot.hidden = !isOwn
  say(dotted, words)
  dotted.hidden = words === ""
}

export function dotButtons(dots) {
  return { dot: dots.querySelector("[data-act=dot]"), undot: dots.querySelector("[data-act=undot]") }
}

/** Make the item the tab stop of the board, or not: of all notes only one is in the tab order. */
export function setStop(item, isStop) {
  const stop = isStop ? 0 : -1
  if (noteOf(item).tabIndex === stop) return
  noteOf(item).tabIndex = stop
  for (const button of buttons(item)) button.tabIndex = stop
}

export function noteOf(item) {
  return insides.get(item).note
}

/** Show for a moment that somebody else has changed the note. */
export function flash(item) {
  const { classList } = noteOf(item)
  classList.remove("note--fresh")
  classList.add("note--fresh")
}

/** Each moment ends: `root` holds the notes. */
export function settleFlashes(root, signal) {
  root.addEventListener("animationend", ({ target }) => target.classList.remove("note--fresh"), { signal })
}

function authorOf(note) {
  if (note.mine && note.author?.name) return t("{name} (you)", { name: note.author.name })
  if (note.mine && !note.author) return t("You")
  const { name = "", municipality = "", writer = "" } = note.author ?? {}
  const who = writer ? t("{name} (written by {writer})", { name, writer }) : name
  return [who, municipality].filter(Boolean).join(", ") || t("No name")
}

function patternOf(template) {
  if (!bareOf.has(template)) bareOf.set(template, bare(template))
  return bareOf.get(template)
}

function bare(template) {
  const item = template.content.firstElementChild.cloneNode(true)
  const parts = {}
  for (const [name, selector] of Object.entries(PARTS)) {
    const part = parts[name] = item.querySelector(selector)
    part.replaceWith(document.createComment(name))
    part.hidden = false
  }
  for (const place of holders(item)) for (const child of [...place.childNodes]) if (child.nodeType === Node.TEXT_NODE) child.remove()
  return { item, parts }
}

const holders = (item) => [item, ...item.querySelectorAll(".note, .note__meta, .note__controls")]

function look(item, patterns) {
  const note = item.firstElementChild
  const [text, meta] = [note.querySelector(".note__text"), note.querySelector(".note__meta")]
  const places = {}
  for (const holder of [note, meta, note.lastElementChild]) {
    for (const child of holder.childNodes) if (child.nodeType === Node.COMMENT_NODE) places[child.data] = child
  }
  return { note, text, meta, author: meta.firstElementChild, parts: {}, places, patterns }
}

function show(inside, name, isShown) {
  const part = inside.parts[name] ?? (isShown ? bring(inside, name) : null)
  if (part && part.hidden === isShown) part.hidden = !isShown
}

function bring({ note, text, meta, parts, places, patterns }, name) {
  const part = parts[name] = patterns[name].cloneNode(true)
  for (const button of part.matches("button") ? [part] : buttons(part)) {
    button.setAttribute("aria-describedby", text.id)
    button.tabIndex = note.tabIndex
  }
  if (name === "dotted") {
    part.id = `note-dots-${note.parentElement.dataset.note}`
    note.setAttribute("aria-describedby", `${part.id} ${meta.id}`)
  }
  places[name].replaceWith(part)
  return part
}

function buttons(item) {
  return item.querySelectorAll("button")
}
