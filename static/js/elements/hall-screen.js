// The big screen: asks each second whether the hall has changed, draws the newer picture, keeps the last one when the
// network is gone and says so. Nobody touches it; two keys help: D for dark, F for the whole screen.
//
// Attributes: data-address; data-begin (press the button for the digits), data-waiting (digits are shown).

import "network/elements/round-clock.js"
import { offset } from "network/hall/offset.js"
import { nextPage, pageCount, patience } from "network/hall/screen.js"
import { keepNewer } from "network/offline/keep.js"
import { registerWorker } from "network/offline/register.js"
import { ready, t } from "network/ui/text.js"

const PAGE_MS = 8_000
const LOST_MS = 5_000
const HURRY_MS = 8_000

export class HallScreen extends HTMLElement {
  #ends = null
  #timer = null
  #pager = null
  #faults = 0
  #heardAt = Date.now()
  #lock = null
  #isDark = null

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    if (this.hasAttribute("data-begin")) return this.querySelector("form").requestSubmit()
    registerWorker()
    document.addEventListener("keydown", this.#pressed, { signal })
    document.addEventListener("visibilitychange", this.#shown, { signal })
    window.addEventListener("online", this.#ask, { signal })
    this.#pager = setInterval(() => this.#turn(), PAGE_MS)
    this.#shown()
    this.#turn({ isFirst: true })
    return this.#ask()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    clearInterval(this.#pager)
    this.#ends.abort()
    this.#lock?.release()
  }

  get #picture() { return this.querySelector(".screen") }

  #ask = async () => {
    clearTimeout(this.#timer)
    const sentAt = Date.now()
    try {
      const since = this.#picture.dataset.token ?? ""
      const response = await fetch(`${this.dataset.address}?since=${encodeURIComponent(since)}`, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(HURRY_MS) })
      offset.learn({ sentAt, heardAt: Date.now(), serverAt: Number(response.headers.get("X-Server-Ms") ?? NaN) })
      await this.#answered(response)
      this.#faults = 0
      this.#heardAt = Date.now()
    } catch {
      this.#faults += 1
    }
    this.#sayLost(Date.now() - this.#heardAt > LOST_MS)
    clearTimeout(this.#timer)
    if (this.isConnected) this.#timer = setTimeout(this.#ask, patience(this.#faults))
  }

  async #answered(response) {
    if (response.status === 204) return
    if (response.status === 404 || response.status === 403) return location.replace(location.pathname)
    if (!response.ok) throw new Error(`status ${response.status}`)
    const html = await response.text()
    if (this.hasAttribute("data-waiting")) return location.replace(location.pathname)
    const newer = new DOMParser().parseFromString(html, "text/html").querySelector(".screen")
    if (newer) this.#show(newer)
  }

  #show(newer) {
    const picture = document.adoptNode(newer)
    const page = this.querySelector("[data-pages]")?.scrollLeft ?? 0
    this.#picture.replaceWith(picture)
    this.#darken()
    const pages = picture.querySelector("[data-pages]")
    if (pages) pages.scrollLeft = page
    this.#turn({ isFirst: true })
    keepNewer(location.pathname, `<!doctype html>${new XMLSerializer().serializeToString(document.documentElement)}`)
  }

  #sayLost(isLost) {
    const note = this.querySelector("[data-lost]")
    if (note) note.hidden = !isLost
  }

  // A list that is longer than the screen turns its pages by itself.
  #turn({ isFirst = false } = {}) {
    const list = this.querySelector("[data-pages]")
    if (!list) return
    const sizes = { whole: list.scrollWidth, shown: list.clientWidth, gap: parseFloat(getComputedStyle(list).columnGap) || 0 }
    const count = pageCount(sizes)
    const now = Math.round(list.scrollLeft / (sizes.shown + sizes.gap))
    const page = isFirst ? Math.min(now, count - 1) : nextPage(now, count)
    list.scrollLeft = page * (sizes.shown + sizes.gap)
    const words = this.querySelector("[data-page-words]")
    ready.then(() => { if (words) words.textContent = count > 1 ? t("Page {page} of {count}", { page: page + 1, count }) : "" })
  }

  #pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === "d" || event.key === "D") {
      this.#isDark = !(this.#isDark ?? this.#picture.dataset.colorScheme === "dark")
      this.#darken()
    }
    if ((event.key === "f" || event.key === "F") && !document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => {})
  }

  // The key decides for this machine; without it the control page does.
  #darken() {
    if (this.#isDark === null) return
    if (this.#isDark) this.#picture.dataset.colorScheme = "dark"
    else this.#picture.dataset.colorScheme = "light"
  }

  // Awake again: a lock lasts only while the page is seen.
  #shown = async () => {
    if (document.visibilityState !== "visible") return
    try {
      this.#lock = await navigator.wakeLock?.request("screen")
    } catch {
      // Not allowed, or the battery is low: the screen may sleep, and comes back where it was.
    }
    if (this.#timer !== null) this.#ask()
  }
}

customElements.define("hall-screen", HallScreen)
