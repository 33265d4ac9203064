// The board's page as the device keeps it follows what this phone has heard: another part of the round, notes that are
// shown, dots, a question. Without that a phone that is loaded again without a network would stand in a part long past.

import { KeptAnew } from "network/offline/anew.js"
import { KEPT_PAGE } from "network/ui/kept.js"

/**
 * What a board's page says by itself, as words to compare: the part of the round, the question to everybody, and of the
 * board itself what is drawn by the server. `told` is what the page was made with of its dots.
 */
export function saidBy({ alone, open, names, dots = undefined }, { part = "", question = "", told = null }) {
  const of = dots === undefined ? told : dots
  return [part, question, alone, open, names, of && [of.id, of.open, of.shown]].flat().join(" ")
}

export class KeptBoard {
  #page = null
  #told
  #came = onStrip()
  #status = null
  #ends = new AbortController()

  /** `told` is what the page was made with of its dots. Made as the page comes, before its strip is another. */
  constructor({ told }) {
    this.#told = told
    document.addEventListener("hall-shown", () => this.follow(this.#status), { signal: this.#ends.signal })
  }

  /** The model's status is this now. */
  follow(status) {
    this.#status = status
    if (!status?.isOfNow || status.alone === null) return
    const said = (strip) => saidBy(status, { ...strip, told: this.#told })
    // A page that came from the device is older than whatever is heard now.
    this.#page ??= new KeptAnew({ address: location.pathname + location.search, state: document.documentElement.hasAttribute(KEPT_PAGE) ? null : said(this.#came) })
    this.#page.follow(said(onStrip()))
  }

  close() {
    this.#ends.abort()
    this.#page?.close()
  }
}

const onStrip = () => ({
  part: document.querySelector("board-step")?.dataset.key ?? document.querySelector(".strip__where")?.textContent.trim() ?? "",
  question: document.querySelector("poll-strip")?.dataset.place ?? "",
})
