// A page that follows a gathering: when the hall changes it fetches itself again and changes those of its parts
// (marked data-region) that are other than before. Nobody's sentence is ever taken away.
//
// Attributes: data-gathering, data-version (the revision that the page shows), data-move (the move that it shows),
// data-leading when this person leads, data-kept when the device keeps the page, data-source for another address.
// A part marked data-steady does not depend on the step: while somebody writes in it, it waits without a word.
// Parts that come and go one by one stand in a list marked data-regions.
// "hall-ask" from inside fetches the page at once; its detail.shown is called when a page that was made after it stands
// here. "hall-lay": there is something new to lay out ahead. Forms marked data-hall are sent without leaving the page, one
// at a time in the order in which they were pressed. One that gets no answer gives "hall-unanswered": who can keep it
// until there is a network calls preventDefault(). One that is refused says so on the page, and where else it can be done (data-way,
// data-way-words).

import "network/elements/conn-status.js"
import { ANY, Asking, RETRY_MS } from "network/hall/asking.js"
import { bringUp, followBar, keptWords, letGo, messageBanner, refusalBanner } from "network/hall/banners.js"
import { leave, listOf, listsIn, skipAgain } from "network/hall/lists.js"
import { offset } from "network/hall/offset.js"
import { Parts } from "network/hall/parts.js"
import { isNews, shared, wait } from "network/hall/regions.js"
import { Sending } from "network/hall/sending.js"
import { isBusy, parsed, regionsIn, wordsIn } from "network/hall/swap.js"
import { shareLink } from "network/live/shared.js"
import { keepNewer } from "network/offline/keep.js"
import { notAnswered } from "network/offline/telling.js"
import { ready } from "network/ui/text.js"
import { LaidAhead } from "network/ui/laid-ahead.js"
import { toast } from "network/ui/toast.js"

const LOST_MS = 4_000

export class HallPage extends HTMLElement {
  #ends = null
  #shared = null
  #parts = new Parts()
  #heldPage = null
  #bar = null
  #lostTimer = null
  #joinedAt = 0
  #sending = new Sending({
    answered: (response, html, sent) => this.#sent(response, html, sent),
    unanswered: (form) => this.#unanswered(form),
    settled: () => this.#asking.goOn(),
  })
  #asking = new Asking(this)
  #hasJoined = false
  #ahead = new LaidAhead({ values: () => this.querySelectorAll("[data-regions] > :not([hidden])") })
  #status = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    offset.guessFrom(document)
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
    this.addEventListener("hall-ask", ({ detail }) => this.#asking.now(detail?.shown), { signal })
    this.addEventListener("hall-lay", () => this.#ahead.plan(), { signal })
    for (const end of ["focusout", "pointerup", "pointercancel", "keyup"]) document.addEventListener(end, this.#calmer, { signal })
    this.addEventListener("close", this.#calmer, { signal, capture: true })
    link.isOpen ? this.#join() : this.#lost()
    letGo()
    this.#ahead.plan()
    this.#parts.learn()
  }

  disconnectedCallback() {
    this.#ahead.close()
    this.#parts.close()
    this.#asking.close()
    clearTimeout(this.#lostTimer)
    this.#ends.abort()
    this.#shared.close()
    this.#status?.remove()
  }

  get #gathering() { return this.dataset.gathering }
  get #isLeading() { return this.hasAttribute("data-leading") }
  get source() { return this.dataset.source ?? location.href.split("#")[0] }
  get revision() { return Number(this.dataset.version) }
  get isSending() { return this.#sending.isGoingOn }

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
    // Whoever leads and was away asks in any case: the little that no revision counts stands on no other page.
    if (this.#hasJoined && this.#isLeading) this.#asking.soon(0)
    else if (isNews(revision, this.revision)) this.#asking.soon(0, revision)
    this.#hasJoined = true
  }

  #changed(id, revision, facts) {
    const isCounted = this.#isLeading && facts?.is_counted === true
    if (id !== this.#gathering || !(isCounted || isNews(revision, this.revision))) return
    this.#showShared(shared(facts, Number(this.dataset.move)))
    this.#asking.soon(wait({ isLeading: this.#isLeading, isOwn: facts?.is_own === true, isClockAlone: facts?.is_clock_alone === true }), isCounted ? ANY : revision)
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

  /** When what stands here was written: no part of the page that waits for anybody. */
  #rewrite(fresh) {
    const [here, newer] = [document, fresh].map((page) => page.querySelector("[data-written]"))
    if (here && newer) here.replaceChildren(...document.importNode(newer, true).childNodes)
  }

  #markStale(isStale) {
    for (const note of document.querySelectorAll("[data-written]")) note.hidden = !isStale
  }

  /** The page as it was asked for; gives back whether it stands here now. */
  answered(response, html, fresh) {
    if (!this.isConnected) return false
    if (response.redirected && new URL(response.url).pathname !== new URL(this.source, location.href).pathname) return location.assign(response.url)
    if ([403, 404].includes(response.status)) return false // hers no more: what she wrote stays, and nobody asks on
    if (!response.ok) return this.#asking.soon(RETRY_MS)
    if (this.hasAttribute("data-kept")) keepNewer(location.pathname, html)
    this.#take(html, fresh)
    return true
  }

  /** Changes what may be changed. `mine`: the part whose form she sent herself; her words in it are sent. */
  #take(html, fresh, { mine = null } = {}) {
    const page = fresh.querySelector("hall-page")
    if (!page) return location.reload()
    this.#rewrite(fresh)
    const done = this.#parts.compare(fresh, mine)
    const { hold, isAnotherPage } = done
    if (isAnotherPage && hold.length === 0 && !done.isAnyBusy) return location.reload()
    this.#keep(this.#parts.change(done))
    this.#ahead.plan()
    const isSteady = (name) => document.querySelector(`[data-region="${name}"]`)?.hasAttribute("data-steady")
    this.#settle({ html, page, isHeld: hold.length > 0 || isAnotherPage, isBehind: isAnotherPage || !hold.every(isSteady) })
    return undefined
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
    letGo()
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
      if (part && isBusy(region)) this.#keep(this.#parts.force(region, part))
      else if (!part) {
        this.#keep(wordsIn(region))
        if (listOf(region) !== null) leave(region)
      }
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
    if (!form.hasAttribute("aria-busy")) this.#sending.send(form, event.submitter)
  }

  async #sent(response, html, { form, part }) {
    this.#asking.hasSent()
    if (new URL(response.url).pathname !== location.pathname && response.ok) return location.assign(response.url)
    const fresh = await parsed(html)
    const notices = [...fresh.querySelectorAll("#content .notice")].map((notice) => notice.textContent.trim())
    this.querySelector(".hall-refusal")?.remove()
    if (fresh.querySelector("hall-page")) this.#take(html, fresh, { mine: part })
    else this.#refused(fresh, form)
    for (const notice of notices) if (notice) toast(notice)
    return bringUp(this)
  }

  async #unanswered(form) {
    this.#asking.hasSent()
    this.#asking.soon(RETRY_MS)
    const isTakenOver = !form.dispatchEvent(new CustomEvent("hall-unanswered", { bubbles: true, cancelable: true }))
    await ready
    if (!isTakenOver) toast(notAnswered())
  }

  /** Nothing was done: why, and what to do, stands on the page until it is put away; and the page is asked for anew. */
  #refused(fresh, form) {
    const banner = refusalBanner(fresh, form.dataset)
    skipAgain(listsIn(this).values())
    this.prepend(banner)
    this.#ahead.plan()
    banner.focus({ preventScroll: true })
    this.#asking.soon(0)
  }

  async #message(id, message, text) {
    await ready
    if (id !== this.#gathering || document.querySelector(`[data-message="${CSS.escape(String(message))}"]`)) return
    const place = document.querySelector('[data-region="messages"]') ?? this
    place.prepend(messageBanner({ id: message, text, gathering: this.#gathering }))
  }
}

customElements.define("hall-page", HallPage)
