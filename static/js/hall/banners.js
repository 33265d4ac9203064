// What the hall says to somebody on any page: lines from the facilitator, the next step, her own unsent words.

import { t } from "network/ui/text.js"

const make = (tag, className, ...children) => {
  const one = Object.assign(document.createElement(tag), { className })
  one.append(...children)
  return one
}

function button(label, act, variant = "secondary") {
  const one = make("button", "ds-button", label)
  one.type = "button"
  one.dataset.variant = variant
  one.addEventListener("click", act)
  return one
}

/** A line from the facilitator of `gathering`, which stays until it is put away. */
export function messageBanner({ id, text, gathering }) {
  const banner = make("div", "hall-message", make("p", "hall-message__text", text))
  banner.dataset.message = id
  banner.setAttribute("role", "alert")
  banner.append(button(t("Put away"), () => { banner.remove(); putAway(id, gathering) }))
  return banner
}

async function putAway(message, gathering) {
  const body = new URLSearchParams({ csrf_token: document.querySelector("input[name=csrf_token]")?.value ?? "" })
  await fetch(`/gatherings/${gathering}/messages/${message}/seen`, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {})
}

/**
 * What was sent was not done. In the words of the page that the server answered with, with what it asks (to do it all the
 * same), and a way to where it can be done otherwise: `way`, and how that is called.
 */
export function refusalBanner(page, { way = "", wayWords = "" } = {}) {
  const answer = page.querySelector("[data-answer], .error") ?? page.querySelector("main") ?? page.body
  const said = [...answer.querySelectorAll("h1, h2, p:not(.error__number)")].map((line) => line.textContent.trim()).filter((line) => line !== "")
  const words = make("div", "hall-refusal__words", ...said.map((line, index) => make("p", index === 0 ? "hall-message__text" : "", line)))
  const acts = make("div", "acts", ...[...answer.querySelectorAll("form")].map((form) => inHall(document.importNode(form, true), { way, wayWords })))
  const banner = make("div", "hall-message hall-refusal", words, acts)
  if (way) acts.append(Object.assign(make("a", "ds-button", wayWords), { href: way }))
  for (const link of acts.querySelectorAll("a")) link.dataset.variant = "secondary"
  acts.append(button(t("Put away"), () => banner.remove(), "tertiary"))
  banner.setAttribute("role", "alert")
  banner.setAttribute("tabindex", "-1")
  return banner
}

function inHall(form, { way, wayWords }) {
  Object.assign(form.dataset, { hall: "", way, wayWords })
  return form
}

/** The hall has moved on while somebody was writing. */
export function followBar(follow) {
  const bar = make("div", "hall-follow", make("p", "hall-follow__text", t("Next step – finish your sentence")))
  bar.setAttribute("role", "status")
  bar.append(button(t("Go there now"), follow, "primary"))
  return bar
}

/** Words whose field is gone: kept in sight, to be copied. */
export function keptWords(words) {
  const fields = words.map(({ text }, index) => {
    const id = `kept-words-${Date.now()}-${index}`
    const label = make("label", "ds-label", t("This is what you wrote. Copy it before you leave the page."))
    const field = make("textarea", "ds-input")
    Object.assign(field, { id, defaultValue: text, readOnly: true, rows: 3 })
    label.setAttribute("for", id)
    return make("div", "hall-kept", label, field)
  })
  return make("section", "panel hall-kept-words", ...fields)
}

/** What stands only for some seconds (a way back) goes by itself. */
export function letGo() {
  for (const part of document.querySelectorAll("[data-lasts]")) {
    setTimeout(() => { part.hidden = true }, 1000 * Number(part.dataset.lasts))
    part.removeAttribute("data-lasts")
  }
}

/** A question or a refusal stands on top of the page, and the button that led to it may be far below. */
export function bringUp(page) {
  const said = page.querySelector('[role="alertdialog"], .control__fault')
  said?.scrollIntoView({ block: "nearest" })
  said?.querySelector("a")?.focus({ preventScroll: true })
}
