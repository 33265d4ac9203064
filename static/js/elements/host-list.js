// The host's list at the door: finds names while one types, and takes taps also without a network. A tap is on the
// device before anything is sent, is said to wait until the server has stored it, and is sent from whichever page is open
// when there is a network. A newcomer (a form marked data-late) whose form got no answer waits on the device as well.
//
// Attributes: data-place, what the taps of this list wait under; data-live is set when the list takes taps itself. Works
// as forms without this.

import { about, matches, MOST_TAPS, waitingState } from "network/hall/door.js"
import { reasonOf } from "network/offline/forms.js"
import { newKey } from "network/offline/keys.js"
import { unheard } from "network/offline/posts.js"
import { sender } from "network/offline/sender.js"
import { announcePolitely } from "network/ui/announce.js"
import { LAID } from "network/ui/laid-ahead.js"
import { ready, t, tn } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

export class HostList extends HTMLElement {
  #ends = null
  #taps = []
  /** Stored, but the list that shows them has not come yet. */
  #stored = []
  #isPersistent = true

  async connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal })
    this.addEventListener("input", this.#filter, { signal })
    this.addEventListener("hall-unanswered", this.#keepNewcomer, { signal })
    document.addEventListener("hall-shown", this.#show, { signal })
    sender.addEventListener("posts", this.#heard, { signal })
    this.#search.form.querySelector("button").hidden = true
    const rows = await (await sender.open()).waiting()
    await ready
    if (signal.aborted) return
    this.#taps = rows.filter((row) => this.#isHere(row) && !row.refusal)
    this.#show()
    this.toggleAttribute("data-live", true)
    sender.flush()
  }

  disconnectedCallback() { this.#ends.abort() }

  get #search() { return this.querySelector("#q") }
  #isHere = (row) => row.board === this.dataset.place

  #submitted = (event) => {
    const form = event.target
    if (form.getAttribute("role") === "search") {
      event.preventDefault()
      this.#filter()
    }
    if (!form.dataset.tap) return
    event.preventDefault()
    const line = form.closest("[data-who]")
    // A device that is full: the form's own way is left.
    this.#tap({ ...factsOf(line), act: form.dataset.tap, seen: line.dataset.state }).catch(() => form.submit())
  }

  /** Under the same key: the answer may be what was lost. */
  #keepNewcomer = async (event) => {
    const form = event.target
    const { csrf_token: _token, ...given } = Object.fromEntries(new FormData(form))
    const name = (given.name ?? given.stand_in)?.trim()
    if (!form.hasAttribute("data-late") || !name) return
    event.preventDefault()
    try {
      await sender.add({ place: location.pathname, key: given.key, kind: "newcomer", path: form.getAttribute("action"), fields: given, text: name })
    } catch {
      return toast(t("This device stores nothing. Try again when there is a network."))
    }
    form.reset()
    form.elements.key.value = newKey()
    return toast(t("{name} is noted on this device, and is checked in with this time when there is a network.", { name }))
  }

  async #tap({ person, name, act, seen = "" }) {
    if (this.#taps.length >= MOST_TAPS) return toast(t("Too many taps wait on this device. Find a network, so that they can be sent."))
    const fields = { person, act, seen, key: newKey() }
    return sender.add({ place: this.dataset.place, kind: "tap", path: `${location.pathname}/taps`, fields, title: `${name}: ${ACTS[act]()}` })
  }

  /** A tap that nobody has heard of is taken back on the device alone; any other is undone by another. */
  #takeBack(person, name, seen) {
    const last = unheard(about(this.#taps, person))
    return last ? sender.drop(last.key) : this.#tap({ person, name, act: "undo", seen })
  }

  #heard = async ({ detail: { waiting, sent, isPersistent } }) => {
    await ready
    const [stored, here] = [sent.filter(({ row }) => this.#isHere(row)), waiting.filter(this.#isHere)]
    const refused = here.filter((row) => row.refusal)
    this.#taps = here.filter((row) => !row.refusal)
    this.#isPersistent = isPersistent
    for (const { message } of stored) announcePolitely(message)
    for (const row of refused) this.#refuse(row)
    if (stored.length + refused.length > 0) this.#refresh(stored.map(({ row }) => row))
    this.#show()
  }

  #refuse(row) {
    toast(`${row.act.title} – ${reasonOf(row)}`)
    sender.drop(row.key)
  }

  /** The list as the server has it comes with the page (hall-page.js); until then what was stored is drawn over it. */
  #refresh(rows) {
    this.#stored.push(...rows)
    const shown = () => { this.#stored = this.#stored.filter((row) => !rows.includes(row)); this.#show() }
    this.dispatchEvent(new CustomEvent("hall-ask", { bubbles: true, detail: { shown } }))
  }

  #show = () => {
    const rows = [...this.#stored, ...this.#taps]
    const tapped = new Set(rows.map(({ act }) => act.fields.person))
    for (const line of this.querySelectorAll("[data-who]")) {
      if (tapped.has(line.dataset.who) || line.hasAttribute("data-waits")) this.#draw(line, waitingState(rows, line.dataset.who))
    }
    this.#filter()
    const count = this.#taps.length
    const note = this.querySelector("[data-waiting]")
    const words = count ? [tn("{count} tap waits on this device. It is sent by itself when there is a network.", "{count} taps wait on this device. They are sent by themselves when there is a network.", count)] : []
    if (count && !this.#isPersistent) words.push(t("This device stores nothing: keep this page open."))
    note.hidden = count === 0
    if (note.textContent !== words.join(" ")) note.textContent = words.join(" ")
  }

  /** While taps wait, a line shows them instead of the server's buttons. */
  #draw(line, state) {
    const said = line.querySelector("[data-said]")
    line.querySelector("[data-waiting-acts]")?.remove()
    for (const form of line.querySelectorAll("form[data-tap]")) form.hidden = state !== null
    if (state === null) {
      line.removeAttribute("data-waits")
      said.textContent = said.dataset.said
      return
    }
    if (!line.hasAttribute("data-waits")) said.dataset.said = said.textContent
    line.setAttribute("data-waits", state)
    said.textContent = WAITING[state]()
    line.querySelector(".guest-line__acts").prepend(this.#waitingActs(line, state))
  }

  #waitingActs(line, state) {
    const facts = factsOf(line)
    const acts = document.createElement("span")
    acts.className = "guest-line__acts"
    acts.dataset.waitingActs = ""
    if (state === "here") acts.append(button(t("Has left"), () => this.#tap({ ...facts, act: "out", seen: state })))
    if (state === "undone") acts.append(button(t("Has come"), () => this.#tap({ ...facts, act: "in" })))
    else acts.append(button(t("Undo"), () => this.#takeBack(facts.person, facts.name, state)))
    return acts
  }

  #filter = () => {
    const typed = this.#search.value
    const isAll = typed.trim() === ""
    let shown = 0
    for (const line of this.querySelectorAll("[data-who]")) {
      const isFound = isAll || matches(typed, line.dataset.words)
      if (line.hidden === isFound) line.hidden = !isFound
      // Five hundred that come back into sight at once are laid out when there is time, as they were the first time.
      if (!isFound) line.classList.remove(LAID)
      else shown += 1
    }
    this.dispatchEvent(new Event("hall-lay", { bubbles: true }))
    const nobody = this.querySelector("[data-nobody]")
    if (nobody) nobody.hidden = shown > 0
  }
}

const factsOf = (line) => ({ person: line.dataset.who, name: line.querySelector(".guest-line__name").textContent })

const ACTS = { in: () => t("Has come"), out: () => t("Has left"), undo: () => t("Undo") }

const WAITING = {
  here: () => t("Waits to be sent: has come"),
  left: () => t("Waits to be sent: has left"),
  undone: () => t("Waits to be sent: undone"),
}

function button(label, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "ds-button"
  made.dataset.variant = "tertiary"
  made.textContent = label
  made.addEventListener("click", () => act().catch(() => toast(t("This device stores nothing. Try again when there is a network."))))
  return made
}

customElements.define("host-list", HostList)
