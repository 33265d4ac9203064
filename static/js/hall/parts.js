// The parts of a page and those of a newer one: which are other than before, changed one by one.

import { arrange, inPlace, leave, listOf, listsIn, skipAgain } from "network/hall/lists.js"
import { plan } from "network/hall/regions.js"
import { isBusy, markupOf, regionsIn, swap } from "network/hall/swap.js"
import { whenIdle } from "network/ui/laid-ahead.js"

/** So many are read between two frames. */
const AT_ONCE = 8

export class Parts {
  #known = new Map()
  #letGo = null

  /** Read how the parts stand, a few at a time while the page has nothing to do: the first answer need not wait for it. */
  learn() {
    this.#letGo = whenIdle(() => {
      const left = regionsIn(document).filter(({ dataset }) => !this.#known.has(dataset.region)).slice(0, AT_ONCE)
      for (const region of left) this.#known.set(region.dataset.region, markupOf(region))
      if (left.length > 0) this.learn()
    })
  }

  close() {
    this.#letGo?.()
  }

  /**
   * What the newer page `fresh` has other, see plan() in hall/regions.js; nothing is changed yet. `mine`: the part whose
   * form was sent by its reader herself; her words in it are sent. `isAnyBusy`: whether somebody works in any part.
   */
  compare(fresh, mine = null) {
    const shown = regionsIn(document).map((region) => this.#standing(region, mine))
    const parts = regionsIn(fresh).map((part) => ({ name: part.dataset.region, list: listOf(part), markup: markupOf(part), part }))
    const [lists, newer] = [listsIn(document), listsIn(fresh)]
    const done = plan(shown, parts, [...lists.keys()].filter((name) => newer.has(name)))
    return { ...done, mine, shown, parts, lists, get isAnyBusy() { return shown.some(({ isBusy: busy }) => busy) } }
  }

  /** Does what compare() gave. Gives back the words that have no field there any more. */
  change({ swap: now, hold, come, go, shown, parts, lists, mine }) {
    const [standing, newer] = [shown, parts].map((all) => new Map(all.map((one) => [one.name, one])))
    const isArranged = come.length > 0 || go.length > 0
    const words = []
    if (isArranged) skipAgain(lists.values())
    for (const { name, markup } of parts) if (!hold.includes(name)) this.#known.set(name, markup)
    inPlace(() => {
      for (const name of now) {
        const [{ region }, { part }] = [standing.get(name), newer.get(name)]
        if (region === mine) for (const field of region.querySelectorAll("textarea, input")) field.value = field.defaultValue
        words.push(...swap(region, part))
      }
      for (const name of go) { this.#known.delete(name); leave(standing.get(name).region) }
      for (const [name, list] of lists) arrange(list, parts.filter((one) => one.list === name))
    })
    return words
  }

  /** Change one part, whoever works in it. Gives back words as above. */
  force(region, part) {
    this.#known.set(region.dataset.region, markupOf(part))
    return swap(region, part)
  }

  /** As the server sent it last; the first time as it stands, so that what the newer page has alike is left alone. */
  #standing(region, mine) {
    const name = region.dataset.region
    const markup = region === mine ? null : this.#known.get(name) ?? markupOf(region)
    return { name, region, list: listOf(region), markup, get isBusy() { return region !== mine && isBusy(region, { isAnswered: mine !== null }) } }
  }
}
