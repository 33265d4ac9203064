// Which parts of a page may be changed for newer ones, decided from plain values.

import { LAID } from "network/ui/laid-ahead.js"

const MOST_JITTER_MS = 4_000
const OWN_JITTER_MS = 1_500
const CLOCK_JITTER_MS = 30_000

/**
 * How long to wait before asking, in ms: those who lead ask at once, and nearly so does she to whom the word was sent
 * alone (another table, somebody who comes to help). A hall full of phones spreads over four seconds: what they share,
 * the step's name and its clock, came with the word. When nothing but the clock is other than before, the page is only
 * fetched so that the device keeps a true one, and half a minute will do.
 */
export function wait({ isLeading, isOwn = false, isClockAlone = false, random = Math.random }) {
  if (isLeading) return 0
  if (isOwn) return Math.round(random() * OWN_JITTER_MS)
  return Math.round(random() * (isClockAlone ? CLOCK_JITTER_MS : MOST_JITTER_MS))
}

/**
 * What the word itself lets a page show: {title, part, clock}. `title` is "" when the step is the one that the page shows;
 * `part` names the part of a round's work that goes on, "" when there is none;
 * `clock` {endsAt, ends, left, whole, more} is null where the step has none; `ends` is the hall's own time of day, and
 * `more` what some groups have beyond it: {group: [seconds, their own time of day]}.
 */
export function shared(facts, shownMove) {
  const { title = "", part = "", version, ends_at_ms: endsAt = null, ends = "", left_s: left = null, whole_s: whole = 0, more = {} } = facts ?? {}
  return { title: version === shownMove ? "" : title, part, clock: endsAt === null && left === null ? null : { endsAt, ends, left, whole, more } }
}

/** What two fetches of the same page always differ in, tokens and the time of the answer; and what is laid out ahead. */
export function comparable(markup) {
  return markup
    .replace(/(name="csrf_token"[^>]*?value=")[^"]*/g, "$1")
    .replace(/(value=")[^"]*("[^>]*?name="csrf_token")/g, "$1$2")
    .replace(/ (server-now|data-fresh|data-lasts)="[^"]*"/g, "")
    .replaceAll(` ${LAID}"`, '"')
}

/**
 * What to do with each region of the page in view.
 *
 * `shown`: [{name, list, markup, isBusy}], markup as the server last sent it (null: it is drawn anew in any case);
 * `fresh`: [{name, list, markup}]; `lists`: those that both pages have, whose regions come and go one by one. Gives
 * {swap, hold, come, go, isAnotherPage}: names to change now, names that somebody works in, names that are new or gone in
 * a list, and whether the pages have other parts than that, so that only loading it anew helps.
 */
export function plan(shown, fresh, lists = []) {
  const newer = new Map(fresh.map((part) => [part.name, part]))
  const here = new Set(shown.map(({ name }) => name))
  const [gone, come] = [shown.filter(({ name }) => !newer.has(name)), fresh.filter(({ name }) => !here.has(name))]
  const changed = shown.filter(({ name, markup }) => newer.has(name) && (markup === null || markup !== newer.get(name).markup))
  const leaving = gone.filter(({ list }) => lists.includes(list))
  const isFree = ({ isBusy }) => !isBusy
  return {
    swap: names(changed.filter(isFree)),
    hold: names([...changed, ...leaving].filter(({ isBusy }) => isBusy)),
    come: names(come.filter(({ list }) => lists.includes(list))),
    go: names(leaving.filter(isFree)),
    isAnotherPage: [...gone, ...come].some(({ list }) => !lists.includes(list)),
  }
}

const names = (list) => list.map(({ name }) => name)

/** Whether an answer is newer than what stands here. A server that was set back counts on, so equal is enough. */
export function isNews(heard, shown) {
  return !Number.isFinite(shown) || heard !== shown
}

/** Whether another line of a list is chosen than the page came with: [{selected, defaultSelected}], the first when none. */
export function isAnotherChoice(options) {
  const given = options.findIndex(({ defaultSelected }) => defaultSelected)
  const chosen = options.findIndex(({ selected }) => selected)
  return Math.max(0, chosen) !== Math.max(0, given)
}
