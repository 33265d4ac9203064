// The time left, counted on this device by the server's clock. The server's text stands there until then.
//
// Attributes: ends-at (ms) or left (s, a clock that stands), whole (s), server-now (ms, when the page was made); group, of
// which the clock is, and more (s), what it has beyond the hall's.
// Inside: [data-time], [data-rest], [data-warning], progress; any may be missing.

import { buzz, clockOf, clockText, leftAt, levelOf, newLevel, progressOf, restAt, untilNext } from "network/hall/clock.js"
import { offset } from "network/hall/offset.js"
import { wantsBuzz } from "network/hall/wishes.js"
import { announcePolitely } from "network/ui/announce.js"
import { ready, t } from "network/ui/text.js"

const WARNINGS = {
  five: () => t("Less than five minutes left"),
  one: () => t("Less than a minute left"),
  ten: () => t("The last seconds"),
  over: () => t("Wrap up"),
}

export class RoundClock extends HTMLElement {
  #timer = null
  #level = null
  #rest = ""

  async connectedCallback() {
    this.#rest = this.querySelector("[data-rest]")?.textContent ?? ""
    document.addEventListener("visibilitychange", this.#show)
    document.addEventListener("hall-offset", this.#show)
    document.addEventListener("hall-clock", this.#heard)
    await ready
    if (this.isConnected) this.#show()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    document.removeEventListener("visibilitychange", this.#show)
    document.removeEventListener("hall-offset", this.#show)
    document.removeEventListener("hall-clock", this.#heard)
  }

  #number(name) {
    const value = this.getAttribute(name)
    return value === null || value === "" ? null : Number(value)
  }

  /** The hall's clock as it was told (null: the step has none). What the server says beside it comes with the page. */
  #heard = ({ detail: clock }) => {
    this.hidden = clock === null
    const own = clock === null ? null : clockOf(clock, this.getAttribute("group"))
    const told = { "ends-at": own?.endsAt ?? null, left: own?.left ?? null, whole: own?.whole ?? null }
    if (Object.entries(told).every(([name, value]) => this.#number(name) === value)) return
    for (const [name, value] of Object.entries(told)) value === null ? this.removeAttribute(name) : this.setAttribute(name, value)
    if (own?.more > (this.#number("more") ?? 0) && !this.hasAttribute("data-silent")) announcePolitely(t("The group has got more time"))
    this.setAttribute("more", own?.more ?? 0)
    this.#rest = restAt(this.#rest, own?.ends)
    this.#level = null
    this.#show()
  }

  #show = () => {
    clearTimeout(this.#timer)
    const clock = { endsAt: this.#number("ends-at"), left: this.#number("left") }
    const now = offset.serverNow()
    const left = leftAt(clock, now)
    if (left === null) return
    this.#draw(left)
    if (clock.endsAt !== null) this.#timer = setTimeout(this.#show, untilNext(clock, now))
  }

  #draw(left) {
    const level = levelOf(left, this.#number("whole"))
    const put = (name, text) => {
      const part = this.querySelector(`[data-${name}]`)
      if (part && part.textContent !== text) part.textContent = text
    }
    put("time", clockText(left))
    put("rest", level === "over" ? "" : this.#rest)
    put("warning", WARNINGS[level]?.() ?? "")
    const bar = this.querySelector("progress")
    if (bar) bar.value = progressOf(left, this.#number("whole"))
    this.dataset.level = level
    this.#speak(level)
  }

  #speak(level) {
    const news = newLevel(this.#level, level)
    this.#level = level
    if (news === null || this.hasAttribute("data-silent")) return
    announcePolitely(WARNINGS[news]())
    if (wantsBuzz()) navigator.vibrate?.(buzz(news))
  }
}

customElements.define("round-clock", RoundClock)
