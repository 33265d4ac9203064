// The big screen's small decisions, from plain values.

const EVERY_MS = 1_000
const LONGEST_MS = 10_000

/** How long to wait before asking again, after so many failed tries. */
export const patience = (faults) => (faults === 0 ? EVERY_MS : Math.min(LONGEST_MS, EVERY_MS * 2 ** Math.min(faults - 1, 6)))

/** How many pages a list has that is `whole` wide and shows `shown` at a time, with `gap` between columns. */
export function pageCount({ whole, shown, gap }) {
  if (!(shown > 0)) return 1
  return Math.max(1, Math.round((whole + gap) / (shown + gap)))
}

/** The page after this one; after the last comes the first. */
export const nextPage = (page, count) => (page + 1 >= count ? 0 : page + 1)
