// Once a page, in base.html: what this person sent without a network goes when there is one, whichever page is open; what
// waits for that is counted in words, and what the server would not take is given back with its reason. Notes and texts that
// lie unsent go when their page is open: the way there is shown.

import { sender } from "network/offline/sender.js"
import { announcePolitely } from "network/ui/announce.js"
import { ready, t, tn } from "network/ui/text.js"

const AGAIN_MS = 15_000
/** What a page before this one wrote at its last moment is on the device by then, and not on its way any more. */
const SETTLED_MS = 10_000

export class UnsentPosts extends HTMLElement {
  #ends = null
  #timer = null
  #settled = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    sender.addEventListener("posts", this.#heard, { signal })
    addEventListener("online", this.#flush, { signal })
    addEventListener("pageshow", this.#flush, { signal })
    document.addEventListener("visibilitychange", this.#flush, { signal })
    this.#settled = setTimeout(this.#flush, SETTLED_MS)
    this.#flush()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    clearTimeout(this.#settled)
    this.#ends.abort()
  }

  #flush = () => { sender.flush() }

  #heard = async ({ detail: { waiting, notes, sent, isSignedOut, isPersistent } }) => {
    clearTimeout(this.#timer)
    const unsent = waiting.filter((row) => !row.refusal)
    if (unsent.length + notes.length > 0 && !isSignedOut) this.#timer = setTimeout(this.#flush, AGAIN_MS)
    await ready
    const elsewhere = unsent.filter((row) => !isShown(row))
    this.#say(elsewhere.length, { isSignedOut, isPersistent })
    this.#showNotes(notes.filter(({ board }) => !isOpen(board)))
    this.#giveBack(waiting.filter((row) => row.refusal && !isGivenBack(row)))
    for (const { row, message } of sent) if (!isShown(row)) this.#arrived(message)
    this.hidden = [...this.children].every((part) => part.hidden)
  }

  /** How many things wait that no form on this page speaks of. */
  #say(count, { isSignedOut, isPersistent }) {
    const words = count ? [tn("{count} thing that you sent waits on this device. It goes by itself when there is a network.", "{count} things that you sent wait on this device. They go by themselves when there is a network.", count)] : []
    if (isSignedOut) words.push(t("You are signed out. What you wrote is kept here until you sign in again."))
    if (count && !isPersistent) words.push(t("This device stores nothing: keep this page open."))
    const line = this.#part("p", "unsent__line")
    line.hidden = words.length === 0
    if (line.textContent !== words.join(" ")) line.textContent = words.join(" ")
  }

  #showNotes(boards) {
    const box = this.#part("div", "unsent__notes")
    box.hidden = boards.length === 0
    box.replaceChildren(...boards.map((one) => one.address ? ofText(one) : ofBoard(one)))
  }

  #giveBack(rows) {
    const box = this.#part("div", "unsent__refused")
    box.replaceChildren(...rows.map(refused))
    box.hidden = rows.length === 0
  }

  #arrived(message) {
    const said = message || t("What waited on this device is sent.")
    const line = this.#part("p", "unsent__sent")
    line.textContent = said
    line.hidden = false
    announcePolitely(said)
  }

  #part(tag, name) {
    const found = this.querySelector(`.${name}`)
    if (found) return found
    const made = make(tag, name)
    if (name === "unsent__line") made.setAttribute("role", "status")
    this.append(made)
    return made
  }
}

const placeOf = (row, more = "") => document.querySelector(`[data-place="${CSS.escape(row.board)}"]${more}`)
/** Whether a form on this page says itself that something waits. */
const isShown = (row) => placeOf(row) !== null
/** Whether a form on this page shows what came back until it is sent anew. */
const isGivenBack = (row) => placeOf(row, "[data-gives-back]") !== null

/** Whether the page of this board or text is open, and sends what lies. */
const isOpen = (name) => document.querySelector(`board-app[data-board="${CSS.escape(name)}"], shared-text[data-writing="${CSS.escape(name)}"]`) !== null

const ofBoard = ({ board, count }) => lying(
  tn("{count} note of yours lies unsent on this device.", "{count} notes of yours lie unsent on this device.", count),
  t("Open the board, so that they are sent"), `/boards/${encodeURIComponent(board)}`,
)

const ofText = ({ address }) => lying(t("Something that you wrote in a text lies unsent on this device."), t("Open the text, so that it is sent"), address)

function lying(words, way, href) {
  const line = make("p", "unsent__line", `${words} `)
  line.append(Object.assign(make("a", "ds-link", way), { href }))
  return line
}

/** What came back: why, what it was, the words themselves to be copied, and a way to be rid of it. */
function refused(row) {
  const box = make("section", "panel unsent__one")
  box.append(make("p", "", `${t("This was not taken.")} ${row.refusal === "-" ? "" : row.refusal}`))
  if (row.act.title) box.append(Object.assign(make("a", "ds-link", row.act.title), { href: row.board }))
  if (row.act.text) box.append(...words(row))
  const button = Object.assign(make("button", "ds-button", t("Put away")), { type: "button" })
  button.dataset.variant = "secondary"
  button.addEventListener("click", () => sender.drop(row.key))
  box.append(button)
  return box
}

function words(row) {
  const id = `unsent-${row.number}`
  const label = make("label", "ds-label", t("This is what you wrote. Copy it before you put it away."))
  label.setAttribute("for", id)
  const field = Object.assign(make("textarea", "ds-input"), { id, defaultValue: row.act.text, readOnly: true, rows: 3 })
  return [label, field]
}

function make(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text })
}

customElements.define("unsent-posts", UnsentPosts)
