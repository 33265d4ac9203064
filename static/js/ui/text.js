// What scripts say, in the page's language. Source strings are English, as on the server.
//
//   import { ready, t, tn } from "network/ui/text.js"
//   await ready
//   t("{name} is writing", { name })        tn("{count} new note", "{count} new notes", n)

const PATIENCE_MS = 4_000

let texts = {}

/**
 * Settled when the texts are here, or a hall's network has let them wait for four seconds: what somebody does must not
 * hang on what is said about it. It never fails: without them the English source strings are shown.
 */
export const ready = load(globalThis.document?.documentElement.dataset ?? {})

async function load({ texts: address, moreTexts }) {
  if (!address) return
  let timer
  const late = new Promise((resolve) => { timer = setTimeout(resolve, PATIENCE_MS) })
  await Promise.race([Promise.all([address, moreTexts].filter(Boolean).map(bring)), late])
  clearTimeout(timer)
}

async function bring(address) {
  try {
    const response = await fetch(address)
    if (!response.ok) return
    const { texts: more } = await response.json()
    use({ ...texts, ...more })
  } catch {
    // Offline before the first visit was finished: English is better than nothing.
  }
}

/** Speak from these texts from now on: msgid to its form, or to [one, other]. */
export function use(catalogue) {
  texts = catalogue
}

/** The text, with each {name} filled in. */
export function t(message, values = {}) {
  return filled(texts[message] ?? message, values)
}

/** The form that fits the number, which fills {count}. All our languages share one rule: one, or not one. */
export function tn(one, many, count, values = {}) {
  const forms = texts[one] ?? [one, many]
  return filled(count === 1 ? forms[0] : forms[1], { count, ...values })
}

/** Like t, for a word that means different things in different places. */
export function tp(context, message, values = {}) {
  return filled(texts[`${context}\u0004${message}`] ?? message, values)
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole))
}
