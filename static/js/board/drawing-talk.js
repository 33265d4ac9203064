// Tells a screen reader what others do: politely, counted, seldom, and not at all when it is switched off.

import { News } from "network/board/drawing-news.js"
import { announcePolitely } from "network/ui/announce.js"
import { tn } from "network/ui/text.js"

export class BoardTalk {
  #news
  #titleOf
  #isWanted
  #timer = 0

  /** `known` are the ids on the page from the start; `isWanted()` is asked each time. */
  constructor({ known, titleOf, isWanted }) {
    this.#news = new News(known)
    this.#titleOf = titleOf
    this.#isWanted = isWanted
  }

  heard(ids, added, gone) {
    this.#news.heard(ids, added, gone)
    this.#tell()
  }

  close() {
    clearTimeout(this.#timer)
  }

  #tell = () => {
    clearTimeout(this.#timer)
    const wait = this.#news.wait(Date.now())
    if (wait === null) return
    if (wait > 0) {
      this.#timer = setTimeout(this.#tell, wait)
      return
    }
    const news = this.#news.take(Date.now())
    if (this.#isWanted()) announcePolitely(this.#sentence(news))
  }

  #sentence({ added, changed, gone }) {
    const words = added.map(([column, count]) => tn("{count} new note in {column}", "{count} new notes in {column}", count, { column: this.#titleOf(column) }))
    if (changed) words.push(tn("{count} note changed", "{count} notes changed", changed))
    if (gone) words.push(tn("{count} note deleted", "{count} notes deleted", gone))
    return `${words.join(". ")}.`
  }
}
