// How the board stands, in words: the connection, and why one can or cannot write.

import { footing, standing } from "network/board/drawing-rights.js"
import { announcePolitely } from "network/ui/announce.js"
import { t, tn } from "network/ui/text.js"

const SENTENCES = {
  open: () => "",
  alone: ({ written }) => [
    t("Write for yourself now. Nobody else sees your notes before the whole group is shown them."),
    ...(written ? [tn("The group has written {count} note so far.", "The group has written {count} notes so far.", written)] : []),
  ].join(" "),
  quiet: () => t("The others have written alone. Take two minutes for your own notes first; then you see theirs."),
  late: () => t("The board is closed. You can still add what you were writing; it is marked as late."),
  unopened: () => t("The board opens when the work begins. You can read the questions already."),
  closed: () => t("The board is closed. Everything that stands here can be read."),
  reader: () => t("You can read this board. Only the members of the group write here."),
}

export class BoardStatus {
  #app
  #model
  #sheet
  #bar
  #hasJoined = false
  #wasOnline = null
  #footing = null

  constructor({ app, model, parts }) {
    this.#app = app
    this.#model = model
    this.#sheet = parts.sheet
    this.#bar = parts.status
  }

  /** What can be done now; see drawing-rights.js. */
  get now() {
    const { may, open } = this.#app.dataset
    const status = this.#model.status
    this.#hasJoined ||= status.link === "online"
    return standing(status, { hasJoined: this.#hasJoined, page: { may: new Set(may.split(" ")), isOpen: open === "true" } })
  }

  /** The sentence that says why one cannot write or move. */
  get reason() {
    const status = this.now
    return status.reason || this.#words(status) || t("You can read this board, but not change it.")
  }

  // A board that has never been open is not one that is over. Once it has opened it never is again.
  #words(status) {
    if (status.open) this.#app.removeAttribute("data-unopened")
    const stands = this.#stands(status)
    return SENTENCES[stands === "closed" && this.#app.hasAttribute("data-unopened") ? "unopened" : stands](status)
  }

  #stands(status) {
    const { alone, quiet } = this.#app.dataset
    return footing(status, { isAlone: alone !== undefined, isQuiet: quiet !== undefined })
  }

  /** Show it. Returns true when what can be done has changed since the last time. */
  show() {
    const status = this.now
    this.#showLink(status)
    for (const part of this.#app.querySelectorAll("[data-writers-only]")) part.hidden = !status.canWrite
    for (const part of this.#app.querySelectorAll("[data-sorters-only]")) part.hidden = !status.canMove || this.#app.hasAttribute("data-alone")
    const now = `${this.#stands(status)} ${status.canMove} ${status.reason ?? ""}`
    if (now === this.#footing) {
      this.#showNotice(status)
      return false
    }
    this.#showFooting(status, this.#footing === null)
    this.#footing = now
    return true
  }

  #showLink({ link, transport, unsent, stored }) {
    const known = { link, transport: transport ?? "", unsent: String(unsent), stored: String(stored) }
    for (const [name, value] of Object.entries(known)) if (this.#bar.getAttribute(name) !== value) this.#bar.setAttribute(name, value)
    const isOnline = link === "online"
    if (link === "connecting" || isOnline === this.#wasOnline) return
    if (!isOnline) announcePolitely(t("No connection. What you write is kept on this device and sent later."))
    else if (this.#wasOnline === false) announcePolitely(t("Connected again."))
    this.#wasOnline = isOnline
  }

  // What is being written stays where it is, whatever happens to the board; the sheet says what can be done with it.
  #showFooting(status, isFirst) {
    const words = this.#showNotice(status)
    this.#sheet.canSend = status.canWrite
    if (!this.#sheet.isOpen || isFirst) return
    this.#sheet.tell(status.canWrite ? words : `${words} ${t("Your text is kept here. You can copy it.")}`)
  }

  // Read aloud by itself, so written anew only when it says something else; a number that grows is no news.
  #showNotice(status) {
    const words = status.reason || this.#words(status)
    const notice = this.#app.querySelector(".board__notice")
    const place = notice.querySelector("p")
    notice.hidden = !words
    notice.setAttribute("aria-live", status.written ? "off" : "polite")
    if (place.textContent.trim() !== words) place.textContent = words
    return words
  }
}
