// The host's list at the door: finds names while one types, and takes taps also without a network. A tap is on the
// device before anything is sent, and leaves it when the server has stored it. A newcomer (a form marked data-late) whose
// form got no answer waits on the device as well.
//
// Attributes: data-gathering; data-live is set when the list takes taps itself. Works as forms without this.

import { fields, inOrder, matches, MOST_TAPS, newTap, unheard, verdict, waitingState } from "network/hall/door.js"
import { keepNewer } from "network/offline/keep.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { openTaps } from "network/offline/taps.js"
import { announcePolitely } from "network/ui/announce.js"
import { ready, t, tn } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

const RETRY_MS = 5_000
const PATIENCE_MS = 10_000
const REGIONS = ["door-counts", "door-list", "door-places"]

export class HostList extends HTMLElement {
  #ends = null
  #store = null
  #taps = []
  #number = 0
  #timer = null
  #isSending = false

  async connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal })
    this.addEventListener("input", this.#filter, { signal })
    this.addEventListener("hall-unanswered", this.#keepNewcomer, { signal })
    document.addEventListener("hall-shown", this.#show, { signal })
    window.addEventListener("online", this.#sendSoon, { signal })
    this.#search.form.querySelector("button").hidden = true
    this.#store = await openTaps(document.documentElement.dataset.person)
    await ready
    if (signal.aborted) return this.#store.close()
    this.#taps = inOrder(await this.#store.all())
    this.#show()
    this.toggleAttribute("data-live", true)
    this.#sendSoon()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#timer)
    this.#store?.close()
  }

  get #search() { return this.querySelector("#q") }
  get #token() { return this.querySelector('input[name="csrf_token"]').value }
  get #mine() { return this.#taps.filter((tap) => tap.gathering === this.dataset.gathering) }

  #submitted = (event) => {
    const form = event.target
    if (form.getAttribute("role") === "search") {
      event.preventDefault()
      this.#filter()
    }
    if (!form.dataset.tap || !this.#store) return
    event.preventDefault()
    const line = form.closest("[data-who]")
    this.#tap({ person: line.dataset.who, name: line.querySelector(".guest-line__name").textContent, act: form.dataset.tap, seen: line.dataset.state })
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

  async #tap({ person, name, act, seen }) {
    if (this.#taps.length >= MOST_TAPS) return toast(t("Too many taps wait on this device. Find a network, so that they can be sent."))
    const at = Date.now()
    const tap = newTap({ gathering: this.dataset.gathering, person, name, act, at, seen, key: newKey(), number: this.#number += 1 })
    this.#taps.push(tap)
    this.#show()
    try {
      await this.#store.add(tap)
    } catch {
      toast(t("This device stores nothing. Keep the page open until the taps are sent."))
    }
    return this.#send()
  }

  /** A tap that nobody has heard of is taken back on the device alone; any other is undone by another. */
  async #takeBack(person, name, seen) {
    const last = unheard(this.#mine, person)
    if (!last) return this.#tap({ person, name, act: "undo", seen })
    await this.#let(last)
    return this.#show()
  }

  async #let(tap) {
    this.#taps = this.#taps.filter((one) => one !== tap)
    await this.#store.drop(tap.key)
  }

  #sendSoon = () => { this.#send() }

  async #send() {
    if (this.#isSending) return
    this.#isSending = true
    clearTimeout(this.#timer)
    let stored = 0
    try {
      for (let tap = this.#mine[0]; tap; tap = this.#mine[0]) {
        if (!(await this.#sendOne(tap))) break
        stored += 1
      }
    } finally {
      this.#isSending = false
    }
    if (stored > 0) await this.#refresh()
    if (this.#mine.length > 0 && this.isConnected) this.#timer = setTimeout(this.#sendSoon, RETRY_MS)
    this.#show()
  }

  /** True when the device need not keep the tap any longer. */
  async #sendOne(tap) {
    await this.#mark(tap)
    try {
      const response = await fetch(`/gatherings/${encodeURIComponent(tap.gathering)}/door/taps`, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(fields(tap, { now: Date.now(), token: this.#token })),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      const means = verdict(response.status)
      if (means === "renew") await this.#refresh()
      if (means === "later" || means === "renew") return false
      const { message } = await response.json()
      await this.#let(tap)
      means === "stored" ? announcePolitely(message) : toast(`${tap.name}: ${message}`)
      return true
    } catch {
      return false
    }
  }

  /** From the first try on the server may have it, also if this page ends before an answer comes. */
  async #mark(tap) {
    if (tap.isTried || navigator.onLine === false) return
    tap.isTried = true
    await this.#store.add(tap).catch(() => {})
  }

  /** The list as the server has it now; what waits is drawn over it. */
  async #refresh() {
    try {
      const response = await fetch(location.pathname, { headers: { Accept: "text/html" } })
      if (!response.ok || response.redirected) return
      const html = await response.text()
      const page = new DOMParser().parseFromString(html, "text/html")
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
    const count = this.#mine.length
    const note = this.querySelector("[data-waiting]")
    note.hidden = count === 0
    note.textContent = count ? tn("{count} tap waits on this device. It is sent by itself when there is a network.", "{count} taps wait on this device. They are sent by themselves when there is a network.", count) : ""
  }

  /** While taps wait, a line shows them instead of the server's buttons. */
  #draw(line) {
    const state = waitingState(this.#mine, line.dataset.who)
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
    const facts = { person: line.dataset.who, name: line.querySelector(".guest-line__name").textContent }
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

const WAITING = {
  here: () => t("Has come – waits to be sent"),
  left: () => t("Has left – waits to be sent"),
  undone: () => t("Undone – waits to be sent"),
}

function button(label, act) {
  const made = document.createElement("button")
  made.type = "button"
  made.className = "ds-button"
  made.dataset.variant = "tertiary"
  made.textContent = label
  made.addEventListener("click", act)
  return made
}

customElements.define("host-list", HostList)
