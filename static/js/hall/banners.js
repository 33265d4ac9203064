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
