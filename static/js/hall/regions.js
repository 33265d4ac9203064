// Which parts of a page may be changed for newer ones, decided from plain values.

const MOST_JITTER_MS = 1_500

/** How long to wait before asking: those who lead ask at once, a hall full of phones not all in the same moment. */
export function wait({ isLeading, random = Math.random }) {
  return isLeading ? 0 : Math.round(random() * MOST_JITTER_MS)
}

/** What two fetches of the same page always differ in: tokens, and the time of the answer. */
export function comparable(markup) {
  return markup
    .replace(/(name="csrf_token"[^>]*?value=")[^"]*/g, "$1")
    .replace(/(value=")[^"]*("[^>]*?name="csrf_token")/g, "$1$2")
    .replace(/ (server-now|data-fresh|data-lasts)="[^"]*"/g, "")
}

/**
 * What to do with each region of the page in view.
 *
 * `shown`: [{name, markup, isBusy}], markup as the server last sent it (null when that is not known);
 * `fresh`: [{name, markup}]. Gives {swap, hold, isAnotherPage}: names to change now, names that somebody works in, and
 * whether the pages have other parts, so that only loading it anew helps.
 */
export function plan(shown, fresh) {
  const markups = new Map(fresh.map(({ name, markup }) => [name, comparable(markup)]))
  const isAnotherPage = shown.length !== fresh.length || shown.some(({ name }) => !markups.has(name))
  const changed = shown.filter(({ name, markup }) => markups.has(name) && (markup === null || comparable(markup) !== markups.get(name)))
  const names = (list) => list.map(({ name }) => name)
  return { swap: names(changed.filter(({ isBusy }) => !isBusy)), hold: names(changed.filter(({ isBusy }) => isBusy)), isAnotherPage }
}

/** Whether an answer is newer than what stands here. A server that was set back counts on, so equal is enough. */
export function isNews(heard, shown) {
  return !Number.isFinite(shown) || heard !== shown
}
