// One note on the screen: made from the page's template, patched in place when the note changes.

import { t } from "network/ui/text.js"

/** A new list item for note `id`; nothing of the note's own is in it yet. */
export function makeItem(template, id) {
  const item = template.content.firstElementChild.cloneNode(true)
  const part = parts(item)
  item.dataset.note = id
  part.note.id = `note-${id}`
  part.text.id = `note-text-${id}`
  part.meta.id = `note-meta-${id}`
  part.dotted.id = `note-dots-${id}`
  part.note.setAttribute("aria-labelledby", part.text.id)
  part.note.setAttribute("aria-describedby", `${part.dotted.id} ${part.meta.id}`)
  for (const button of buttons(item)) button.setAttribute("aria-describedby", part.text.id)
  return item
}

/** Bring `item` up to what `note` says. `may` is { move, more }; `writer` the name of who is writing on it; `isTaken`: she takes it home;
 * `dots` what stands on it of them, { isOpen, isOwn, words }; `isPicked`: chosen to be sorted or not, null while nobody is
 * choosing.
 */
export function patchItem(item, note, { may, writer = "", isTaken = false, dots = null, isPicked = null }) {
  const part = parts(item)
  say(part.text, note.text)
  say(part.author, authorOf(note))
  say(part.writing, writer && t("{name} is writing here", { name: writer }))
  part.note.dataset.color = note.hue || "sun"
  part.note.dataset.state = note.state
  part.note.toggleAttribute("data-movable", may.move)
  part.note.toggleAttribute("data-controls", may.move || may.more || isPicked !== null)
  part.note.toggleAttribute("data-picked", isPicked === true)
  part.pick.hidden = isPicked === null
  part.pick.setAttribute("aria-pressed", String(isPicked === true))
  part.late.hidden = !note.late
  part.beside.hidden = !note.versionOf
  part.coming.hidden = !note.isComing
  part.lifted.hidden = !note.lifted
  part.taken.hidden = !isTaken
  part.writing.hidden = !writer
  part.move.hidden = !may.move || isPicked !== null
  part.handle.hidden = !may.move || isPicked !== null
  part.more.hidden = !may.more || isPicked !== null
  patchDots(part, dots ?? {})
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

/** Make the item the tab stop of the board, or not: of all notes only one is in the tab order. */
export function setStop(item, isStop) {
  const stop = isStop ? 0 : -1
  noteOf(item).tabIndex = stop
  for (const button of buttons(item)) button.tabIndex = stop
}

export function noteOf(item) {
  return item.querySelector(".note")
}

/** Show for a moment that somebody else has changed the note. */
export function flash(item) {
  const note = noteOf(item)
  note.classList.remove("note--fresh")
  note.addEventListener("animationend", () => note.classList.remove("note--fresh"), { once: true })
  note.classList.add("note--fresh")
}

function authorOf(note) {
  if (note.mine && note.author?.name) return t("{name} (you)", { name: note.author.name })
  if (note.mine && !note.author) return t("You")
  const { name = "", municipality = "", writer = "" } = note.author ?? {}
  const who = writer ? t("{name} (written by {writer})", { name, writer }) : name
  return [who, municipality].filter(Boolean).join(", ") || t("No name")
}

const made = new WeakMap()

function parts(item) {
  if (!made.has(item)) made.set(item, find(item))
  return made.get(item)
}

function find(item) {
  const one = (name) => item.querySelector(name)
  return {
    note: noteOf(item), text: one(".note__text"), meta: one(".note__meta"), author: one(".note__author"),
    late: one(".note__late"), coming: one(".note__coming"), beside: one(".note__beside"), lifted: one(".note__lifted"), taken: one(".note__taken"), writing: one(".note__writing"),
    pick: one("[data-act=pick]"), move: one("[data-act=move]"), more: one("[data-act=more]"), handle: one("[data-handle]"),
    dotted: one(".note__dotted"), dots: one(".note__dots"), dot: one("[data-act=dot]"), undot: one("[data-act=undot]"),
  }
}

function buttons(item) {
  return item.querySelectorAll("button")
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text
}
