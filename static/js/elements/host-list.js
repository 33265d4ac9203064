// The host's list at the door: finds names while one types, and takes taps also without a network. A tap is on the
// device before anything is sent, is said to wait until the server has stored it, and is sent from whichever page is open
// when there is a network. A newcomer (a form marked data-late) whose form got no answer waits on the device as well.
//
// Attributes: data-place, what the taps of this list wait under; data-live is set when the list takes taps itself. Works
// as forms without this.

import { about, matches, MOST_TAPS, waitingState } from "network/hall/door.js"
import { parsed } from "network/hall/swap.js"
import { reasonOf } from "network/offline/forms.js"
import { keepNewer } from "network/offline/keep.js"
import { newKey } from "network/offline/keys.js"
import { unheard } from "network/offline/posts.js"
import { sender } from "network/offline/sender.js"
import { announcePolitely } from "network/ui/announce.js"
import { ready, t, tn } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

const REGIONS = ["door-counts", "door-list", "door-places"]

export class HostList extends HTMLElement {
  #ends = null
  #taps = []
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
    if (stored.length + refused.length > 0) await this.#refresh()
    this.#show()
  }

  #refuse(row) {
    toast(`${row.act.title} – ${reasonOf(row)}`)
    sender.drop(row.key)
  }

  /** The list as the server has it now; what waits is drawn over it. */
  async #refresh() {
    try {
      const response = await fetch(location.pathname, { headers: { Accept: "text/html" } })
      if (!response.ok || response.redirected) return
      const html = await response.text()
      const page = await parsed(html)
      for (const name of REGIONS) this.#swap(name, page)
      keepNewer(location.pathname, html)
    } catch {
      // The next tap or the next change in the hall brings it.
    }
  }

  #swap(name, page) {
    const here = this.querySelector(`[data-region="${name}"]`)
    const newer = page.querySelector(`[data-region="${name}"]`)
    if (!here || !newer) return
    const focused = here.contains(document.activeElement) ? document.activeElement.closest("[data-who]")?.dataset.who : null
    here.replaceWith(document.adoptNode(newer))
    if (focused) this.querySelector(`[data-who="${CSS.escape(focused)}"] button`)?.focus({ preventScroll: true })
  }

  #show = () => {
    for (const line of this.querySelectorAll("[data-who]")) this.#draw(line)
    this.#filter()
    const count = this.#taps.length
    const note = this.querySelector("[data-waiting]")
    const words = count ? [tn("{count} tap waits on this device. It is sent by itself when there is a network.", "{count} taps wait on this device. They are sent by themselves when there is a network.", count)] : []
    if (count && !this.#isPersistent) words.push(t("This device stores nothing: keep this page open."))
    note.hidden = count === 0
    if (note.textContent !== words.join(" ")) note.textContent = words.join(" ")
  }

  /** While taps wait, a line shows them instead of the server's buttons. */
  #draw(line) {
    const state = waitingState(this.#taps, line.dataset.who)
    const said = line.querySelector("[data-said]")
    if (state === null && !line.hasAttribute("data-waits")) return
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
    let shown = 0
    for (const line of this.querySelectorAll("[data-who]")) {
      line.hidden = !matches(typed, line.dataset.words)
      if (!line.hidden) shown += 1
    }
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
