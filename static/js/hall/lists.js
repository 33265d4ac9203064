// Lists whose parts come and go one by one (`data-regions`, each child a `data-region`): sixty tables, five hundred lines.

import { LAID } from "network/ui/laid-ahead.js"

export const listsIn = (root) => new Map([...root.querySelectorAll("[data-regions]")].map((list) => [list.dataset.regions, list]))

/** The list that a part stands in, null for one that stands by itself. */
export const listOf = (part) => part.parentElement.dataset.regions ?? null

/** Before something is put among these or taken from them: how they all look is worked out anew, of those in sight at once. */
export function skipAgain(lists) {
  for (const list of lists) for (const one of list.children) one.classList.remove(LAID)
}

/** Have the list's parts stand in the order of these: [{name, part}], those that it lacks put in. Others are left alone. */
export function arrange(list, newer) {
  const focused = document.activeElement
  const wanted = new Set(newer.map(({ name }) => name))
  const here = new Map([...list.children].map((one) => [one.dataset.region, one]))
  let place = list.firstElementChild
  for (const { name, part } of newer) {
    while (place && !wanted.has(place.dataset.region)) place = place.nextElementSibling
    const one = here.get(name) ?? document.adoptNode(part)
    if (one === place) place = place.nextElementSibling
    else list.insertBefore(one, place)
  }
  if (focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true })
}

/** Take a part out of its list. Who had the focus in it has it on what stands there now. */
export function leave(part) {
  const [isHeld, list] = [part.contains(document.activeElement), part.parentElement]
  const next = part.nextElementSibling ?? part.previousElementSibling
  part.remove()
  if (!isHeld) return
  const one = next?.querySelector("a, button, summary") ?? list
  if (one === list) list.setAttribute("tabindex", "-1")
  one.focus({ preventScroll: true })
}

/** Change something without moving what is looked at: Safari does not hold a page still of its own accord. */
export function inPlace(change) {
  const name = CSS.supports("overflow-anchor", "auto") ? null : document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest("[data-region]")?.dataset.region
  const top = () => document.querySelector(`[data-region="${CSS.escape(name)}"]`)?.getBoundingClientRect().top
  const before = name ? top() : 0
  change()
  if (name && scrollY > 0) scrollBy({ top: (top() ?? before) - before, behavior: "instant" })
}
