// One cluster on the screen: a box with a name that folds it, made from the page's template and patched in place.

import { dotButtons, patchDots } from "network/board/drawing-note.js"
import { say } from "network/ui/say.js"
import { t, tn } from "network/ui/text.js"

/** A new list item for cluster `id`, with an empty list for its notes. */
export function makeCluster(template, id) {
  const item = template.content.firstElementChild.cloneNode(true)
  item.dataset.cluster = id
  const label = item.querySelector(".cluster__label")
  label.id = `cluster-label-${id}`
  item.querySelector(".cluster__box").setAttribute("aria-labelledby", label.id)
  for (const button of item.querySelectorAll(":is(.cluster__controls, .cluster__dots) button")) button.setAttribute("aria-describedby", label.id)
  return item
}

/** Bring `item` up to what the cluster says. `may` sort; `writer` is who is naming it; `isWaiting`: chosen notes can be laid here;
 * `dots` as on a note. */
export function patchCluster(item, { name, title, notes }, { may, writer = "", isWaiting = false, isFolded, dots = null }) {
  say(item.querySelector(".cluster__name"), name || t("A cluster without a name"))
  say(item.querySelector(".cluster__count"), tn("{count} note", "{count} notes", notes.length))
  say(item.querySelector(".cluster__writing"), writer && t("{name} is writing here", { name: writer }))
  item.querySelector(".cluster__writing").hidden = !writer
  item.querySelector("[data-act=cluster]").hidden = !may
  item.querySelector("[data-act=here]").hidden = !may || !isWaiting
  item.toggleAttribute("data-unnamed", title.trim() === "")
  item.querySelector(".cluster__fold").setAttribute("aria-expanded", String(!isFolded))
  item.querySelector(".cluster__notes").hidden = isFolded
  const one = (selector) => item.querySelector(`.cluster__head ${selector}`)
  const tray = one(".note__dots")
  patchDots({ note: headOf(item), dotted: one(".note__dotted"), dots: tray, ...dotButtons(tray) }, dots ?? {})
}

/** What has the focus when one stands on the cluster itself. */
export const headOf = (item) => item.querySelector(".cluster__fold")
export const notesOf = (item) => item.querySelector(".cluster__notes")

/** Make its head the tab stop of the board, or not. */
export function setHeadStop(item, isStop) {
  for (const button of item.querySelectorAll(".cluster__head button")) button.tabIndex = isStop ? 0 : -1
}
