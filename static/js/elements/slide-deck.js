// The slides of a case: keys, and in the hall (data-follows) the slide that the big screen shows, which stands in the
// page as [data-live]. Whoever scrolls by hand is left alone until she asks to follow again. Focus never moves by itself.

import { offersFollow, slideAfter, slideInView, step } from "network/hall/deck.js"
import { announcePolitely } from "network/ui/announce.js"
import { ready, t } from "network/ui/text.js"

const BY_HAND = ["wheel", "touchmove"]

export class SlideDeck extends HTMLElement {
  #ends = null
  #watch = null
  #state = { isFollowing: true, live: null }

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    document.addEventListener("keydown", this.#pressed, { signal })
    this.addEventListener("click", this.#clicked, { signal })
    if (!this.hasAttribute("data-follows")) return
    for (const name of BY_HAND) addEventListener(name, this.#movedByHand, { signal, passive: true })
    this.#watch = new MutationObserver(() => this.#heed())
    this.#watch.observe(this.closest("hall-page") ?? document.body, { childList: true, subtree: true, attributeFilter: ["data-live"] })
    this.#heed()
  }

  disconnectedCallback() {
    this.#ends.abort()
    this.#watch?.disconnect()
  }

  get #slides() { return [...this.querySelectorAll(".slide")] }
  get #now() { return slideInView(this.#slides.map((slide) => slide.getBoundingClientRect().top), innerHeight) }

  #heed() {
    const said = Number(document.querySelector("[data-live]")?.dataset.live)
    this.#take("live", said > 0 ? said : null)
  }

  #take(what, live) {
    const { goTo, ...state } = step(this.#state, what, live)
    this.#state = state
    this.querySelector("[data-follow]").hidden = !offersFollow(state)
    if (goTo) this.#go(goTo, { isTold: true })
  }

  #go(number, { isTold = false } = {}) {
    const slide = this.#slides[number - 1]
    if (!slide) return
    slide.scrollIntoView({ block: "start", behavior: isCalm() ? "instant" : "smooth" })
    if (isTold) this.#tell(slide)
  }

  async #tell(slide) {
    await ready
    announcePolitely(t("{slide}: {about}", { slide: slide.getAttribute("aria-label"), about: slide.dataset.about.trim() }))
  }

  #pressed = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return
    const number = slideAfter(event.key, this.#now, this.#slides.length)
    if (number === null || this.#hasMore(event.key)) return
    event.preventDefault()
    this.#movedByHand()
    this.#go(number)
  }

  // A slide that is taller than the screen is read to its end with the arrows before the next one comes.
  #hasMore(key) {
    if (key !== "ArrowDown" && key !== "ArrowUp") return false
    const { top, bottom } = this.#slides[this.#now - 1].getBoundingClientRect()
    return key === "ArrowDown" ? bottom > innerHeight + 2 : top < -2
  }

  #clicked = (event) => {
    if (event.target.closest("[data-follow]")) this.#take("follow")
    else if (event.target.closest("a[href^='#slide-']")) this.#movedByHand()
  }

  #movedByHand = () => this.hasAttribute("data-follows") && this.#take("moved")
}

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches

customElements.define("slide-deck", SlideDeck)
