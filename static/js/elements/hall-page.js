// A page that follows a gathering: when the hall changes it fetches itself again and changes those of its parts
// (marked data-region) that are other than before. Nobody's sentence is ever taken away.
//
// Attributes: data-gathering, data-version (the revision that the page shows), data-move (the move that it shows),
// data-leading when this person leads, data-kept when the device keeps the page, data-source for another address.
// A part marked data-steady does not depend on the step: while somebody writes in it, it waits without a word.
// "hall-ask" from inside fetches the page at once. Forms marked data-hall are sent without leaving the page. One that
// gets no answer gives "hall-unanswered": who can keep it until there is a network calls preventDefault(). One that is
// answered with another page goes to its data-otherwise, when it has one.

import "network/elements/conn-status.js"
import { followBar, keptWords, messageBanner } from "network/hall/banners.js"
import { offset } from "network/hall/offset.js"
import { isNews, plan, shared, wait } from "network/hall/regions.js"
import { isBusy, markupOf, parsed, regionsIn, swap, wordsIn } from "network/hall/swap.js"
import { shareLink } from "network/live/shared.js"
import { keepNewer } from "network/offline/keep.js"
import { notAnswered } from "network/offline/telling.js"
import { ready } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

/** Asks for the page without what stands around its parts (network/web/frames.py); a page without a bare frame comes whole. */
const BARE = { Accept: "text/html", "Samling-Bare": "1" }
/** Asked for whatever revision the page shows. */
const ANY = Symbol("any")
const LOST_MS = 4_000
const RETRY_MS = 5_000
/** A hall's network often hangs rather than fails: then it counts as gone, and the page asks again. */
const PATIENCE_MS = 10_000

export class HallPage extends HTMLElement {
  #ends = null
  #shared = null
  #known = new Map()
  #heldPage = null
  #bar = null
  #timer = null
  #askAt = 0
  #lostTimer = null
  #joinedAt = 0
  #isAsking = false
  #isMore = false
  #isSending = 0
  #wanted = null
  #answers = 0
  #status = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    // As the server sent them: what the first newer page has alike is left alone, as with every later one.
    for (const part of regionsIn(document)) this.#known.set(part.dataset.region, markupOf(part))
    this.#guessOffset()
    const { link } = this.#shared = shareLink()
    const heard = [
      link.on("hall:joined", (id, revision, facts) => this.#joined(id, revision, facts)),
      link.on("hall:changed", (id, revision, facts) => this.#changed(id, revision, facts)),
      link.on("hall:message", (id, message, text) => this.#message(id, message, text)),
    ]
    signal.addEventListener("abort", () => heard.forEach((end) => end()))
    link.addEventListener("open", this.#join, { signal })
    link.addEventListener("close", this.#lost, { signal })
    link.addEventListener("transport", this.#showLink, { signal })
    window.addEventListener("pageshow", this.#back, { signal })
    document.addEventListener("visibilitychange", this.#back, { signal })
    this.addEventListener("submit", this.#submitted, { signal })
    this.addEventListener("hall-ask", () => this.#askSoon(0), { signal })
    for (const end of ["focusout", "pointerup", "pointercancel", "keyup"]) document.addEventListener(end, this.#calmer, { signal })
    this.addEventListener("close", this.#calmer, { signal, capture: true })
    link.isOpen ? this.#join() : this.#lost()
    this.#letGo()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    clearTimeout(this.#lostTimer)
    this.#ends.abort()
    this.#shared.close()
    this.#status?.remove()
  }

  get #gathering() { return this.dataset.gathering }
  get #isLeading() { return this.hasAttribute("data-leading") }
  get #source() { return this.dataset.source ?? location.href.split("#")[0] }

  #guessOffset() {
    const clock = document.querySelector("[server-now]")
    const [arrival] = performance.getEntriesByType?.("navigation") ?? []
    if (clock && arrival) offset.guess(Number(clock.getAttribute("server-now")), performance.timeOrigin + arrival.responseStart)
  }

  #join = () => {
    clearTimeout(this.#lostTimer)
    this.#lostTimer = null
    this.#showLink()
    this.#joinedAt = Date.now()
    this.#shared.link.send("hall:join", this.#gathering)
  }

  #joined(id, revision, facts) {
    if (id !== this.#gathering) return
    offset.learn({ sentAt: this.#joinedAt, heardAt: Date.now(), serverAt: facts.server_ms })
    document.dispatchEvent(new Event("hall-offset"))
    this.#markStale(false)
    document.querySelector("[data-from-device]")?.remove()
    if (isNews(revision, Number(this.dataset.version))) this.#askSoon(0, revision)
  }

  #changed(id, revision, facts) {
    const isCounted = this.#isLeading && facts?.is_counted === true
    if (id !== this.#gathering || !(isCounted || isNews(revision, Number(this.dataset.version)))) return
    this.#showShared(shared(facts, Number(this.dataset.move)))
    this.#askSoon(wait({ isLeading: this.#isLeading, isOwn: facts?.is_own === true, isClockAlone: facts?.is_clock_alone === true }), isCounted ? ANY : revision)
  }

  /** The step's name, its part's and the clock, before the page is asked for: the hall sees them in the same second. */
  #showShared({ title, part, clock }) {
    const step = document.querySelector("[data-step]")
    if (step && title) step.textContent = title
    for (const place of document.querySelectorAll("[data-parts]")) place.textContent = JSON.parse(place.dataset.parts)[part] ?? place.textContent
    document.dispatchEvent(new CustomEvent("hall-clock", { detail: clock }))
  }

  /** Back from sleep, from another program, from the browser's own store of pages: ask where the hall stands. */
  #back = (event) => {
    const isBack = event.type === "pageshow" ? event.persisted : document.visibilityState === "visible"
    if (!isBack) return
    offset.forget()
    if (this.#shared.link.isOpen) this.#join()
  }

  /** Each try that fails comes here: the first of a row counts. */
  #lost = () => {
    this.#lostTimer ??= setTimeout(() => { this.#showLink(); this.#markStale(true) }, LOST_MS)
  }

  #showLink = () => {
    const place = document.getElementById("connection")
    if (!place || (place.childElementCount > 0 && !place.contains(this.#status))) return
    const status = this.#status ??= Object.assign(document.createElement("conn-status"), { className: "conn" })
    const { link } = this.#shared
    status.setAttribute("link", link.isOpen ? "online" : "offline")
    status.setAttribute("transport", link.transport ?? "")
    ready.then(() => { if (this.isConnected && !status.isConnected) place.append(status) })
  }

  /** What stands only for some seconds (a way back) goes by itself. */
  #letGo() {
    for (const part of document.querySelectorAll("[data-lasts]")) {
      setTimeout(() => { part.hidden = true }, 1000 * Number(part.dataset.lasts))
      part.removeAttribute("data-lasts")
    }
  }

  /** When what stands here was written: no part of the page that waits for anybody. */
  #rewrite(fresh) {
    const [here, newer] = [document, fresh].map((page) => page.querySelector("[data-written]"))
    if (here && newer) here.replaceChildren(...document.importNode(newer, true).childNodes)
  }

  #markStale(isStale) {
    for (const note of document.querySelectorAll("[data-written]")) note.hidden = !isStale
  }

  /** The sooner of what was planned and this. `wanted`: the revision that was told of. */
  #askSoon(ms, wanted = ANY) {
    this.#wanted = this.#wanted === ANY ? ANY : wanted
    const at = Date.now() + ms
    if (this.#timer !== null && this.#askAt <= at) return
    clearTimeout(this.#timer)
    this.#askAt = at
    this.#timer = setTimeout(() => { this.#timer = null; this.#ask() }, ms)
  }

  async #ask() {
    if (this.#isAsking || this.#isSending > 0) {
      this.#isMore = true
      return
    }
    const wanted = this.#wanted
    this.#wanted = null
    // The answer to what she has sent shows what the word that came before it was about.
    if (wanted !== ANY && !isNews(wanted, Number(this.dataset.version))) return
    this.#isAsking = true
    const answers = this.#answers
    try {
      const response = await fetch(this.#source, { headers: BARE, signal: AbortSignal.timeout(PATIENCE_MS) })
      const html = await response.text()
      const fresh = await parsed(html)
      // Made before what she has sent since: it would take that away again.
      if (answers !== this.#answers) {
        this.#isMore = true
        this.#wanted ??= wanted
      } else this.#answered(response, html, fresh)
    } catch {
      if (this.isConnected) this.#askSoon(RETRY_MS)
    } finally {
      this.#isAsking = false
      this.#askOn()
    }
  }

  #askOn() {
    if (!this.#isMore) return
    this.#isMore = false
    this.#askSoon(0, this.#wanted)
  }

  #answered(response, html, fresh) {
    if (!this.isConnected) return
    if (response.redirected && new URL(response.url).pathname !== new URL(this.#source).pathname) return location.assign(response.url)
    if ([403, 404].includes(response.status)) return undefined // hers no more: what she wrote stays, and nobody asks on
    if (!response.ok) return this.#askSoon(RETRY_MS)
    if (this.hasAttribute("data-kept")) keepNewer(location.pathname, html)
    return this.#take(html, fresh)
  }

  /** Changes what may be changed. `mine`: the part whose form she sent herself; her words in it are sent. */
  #take(html, fresh, { mine = null } = {}) {
    const page = fresh.querySelector("hall-page")
    if (!page) return location.reload()
    this.#rewrite(fresh)
    const shown = regionsIn(document).map((part) => ({
      name: part.dataset.region, markup: this.#known.get(part.dataset.region) ?? null, isBusy: part !== mine && isBusy(part, { isAnswered: mine !== null }),
    }))
    const parts = regionsIn(fresh).map((part) => ({ name: part.dataset.region, markup: markupOf(part), part }))
    const { swap: now, hold, isAnotherPage } = plan(shown, parts)
    if (isAnotherPage && hold.length === 0 && !shown.some(({ isBusy: busy }) => busy)) return location.reload()
    for (const { name, markup, part } of parts) if (now.includes(name)) this.#swap(name, markup, part, mine)
    const isSteady = (name) => document.querySelector(`[data-region="${name}"]`)?.hasAttribute("data-steady")
    this.#settle({ html, page, isHeld: hold.length > 0 || isAnotherPage, isBehind: isAnotherPage || !hold.every(isSteady) })
    return undefined
  }

  #swap(name, markup, part, mine) {
    const region = regionsIn(document).find((one) => one.dataset.region === name)
    if (region === mine) for (const field of region.querySelectorAll("textarea, input")) field.value = field.defaultValue
    this.#known.set(name, markup)
    this.#keep(swap(region, part))
  }

  #keep(words) {
    if (words.length > 0) this.append(keptWords(words))
  }

  #settle({ html, page, isHeld, isBehind = isHeld }) {
    const isMoved = page.dataset.move !== this.dataset.move
    this.dataset.version = page.dataset.version
    this.#heldPage = isHeld ? html : null
    if (!isBehind) {
      this.dataset.move = page.dataset.move
      this.#bar?.remove()
      this.#bar = null
    } else if (isMoved && !this.#bar) {
      this.#bar = followBar(() => this.#follow())
      this.append(this.#bar)
    }
    this.#letGo()
    if (isMoved && !isBehind) for (const notice of document.querySelectorAll("#content > .notice[data-color=success]")) notice.remove()
    this.dispatchEvent(new CustomEvent("hall-shown", { bubbles: true }))
  }

  /** One tap: go where the hall is. Words without a field there stay in sight. */
  #follow() {
    const html = this.#heldPage
    const fresh = new DOMParser().parseFromString(html, "text/html")
    const newer = new Map(regionsIn(fresh).map((part) => [part.dataset.region, part]))
    for (const region of regionsIn(document)) {
      const part = newer.get(region.dataset.region)
      if (part && isBusy(region)) { this.#known.set(region.dataset.region, markupOf(part)); this.#keep(swap(region, part)) }
      else if (!part) this.#keep(wordsIn(region))
    }
    this.#settle({ html, page: fresh.querySelector("hall-page"), isHeld: false })
  }

  /** A sentence was finished, a dialog closed, a finger lifted: what waited for that comes now. */
  #calmer = () => {
    if (this.#heldPage) setTimeout(() => { if (this.#heldPage) this.#take(this.#heldPage, new DOMParser().parseFromString(this.#heldPage, "text/html")) }, 0)
  }

  #submitted = (event) => {
    const form = event.target
    if (!form.matches("form[data-hall]")) return
    event.preventDefault()
    if (!form.hasAttribute("aria-busy")) this.#send(form, event.submitter)
  }

  async #send(form, submitter) {
    form.setAttribute("aria-busy", "true")
    this.#isSending += 1
    try {
      const body = new URLSearchParams(new FormData(form, submitter))
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) })
      const html = await response.text()
      this.#answers += 1
      if (new URL(response.url).pathname !== location.pathname && response.ok) return location.assign(response.url)
      return this.#sent(html, await parsed(html), form)
    } catch {
      this.#answers += 1 // the server may have it: what was asked for before does not count, and it is asked again
      this.#askSoon(RETRY_MS)
      const isTakenOver = !form.dispatchEvent(new CustomEvent("hall-unanswered", { bubbles: true, cancelable: true }))
      await ready
      return isTakenOver ? undefined : toast(notAnswered())
    } finally {
      form.removeAttribute("aria-busy")
      this.#isSending -= 1
      this.#askOn()
    }
  }

  #sent(html, fresh, form) {
    const notices = [...fresh.querySelectorAll("#content .notice")].map((notice) => notice.textContent.trim())
    if (!fresh.querySelector("hall-page") && form.dataset.otherwise) return location.assign(form.dataset.otherwise)
    if (!fresh.querySelector("hall-page")) notices.push(fresh.querySelector("#content h1")?.textContent.trim() ?? "")
    else this.#take(html, fresh, { mine: form.closest("[data-region]") })
    for (const notice of notices) if (notice) toast(notice)
    return this.#bringUp()
  }

  /** A question or a refusal stands on top of the page, and the button that led to it may be far below. */
  #bringUp() {
    const said = this.querySelector('[role="alertdialog"], .control__fault')
    said?.scrollIntoView({ block: "nearest" })
    said?.querySelector("a")?.focus({ preventScroll: true })
  }

  async #message(id, message, text) {
    await ready
    if (id !== this.#gathering || document.querySelector(`[data-message="${CSS.escape(String(message))}"]`)) return
    const place = document.querySelector('[data-region="messages"]') ?? this
    place.prepend(messageBanner({ id: message, text, gathering: this.#gathering }))
  }
}

customElements.define("hall-page", HallPage)
