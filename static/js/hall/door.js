// The host's taps at the door, decided from plain values: what waits on this device, and what it looks like.

/** How many unsent taps one device keeps: more than any hall has people. */
export const MOST_TAPS = 500

const AFTER = { in: "here", out: "left", undo: "undone" }

/** Of the rows that wait (PostQueue.waiting) those about one person, in the order in which they were tapped. */
export const about = (rows, person) => rows.filter(({ act }) => act.fields.person === person)

/** What a person's line shows while taps about her wait: the last of them counts. Null when none waits. */
export function waitingState(rows, person) {
  const last = about(rows, person).at(-1)
  return last ? AFTER[last.act.fields.act] : null
}

/** Whether an address is the badge of another person than `person` (a key): it says whose it is, behind the gathering. */
export function isOthersBadge(path, person) {
  const [, whose] = /^\/skilt\/[^.]+\.([^.]+)\./.exec(path) ?? []
  return whose !== undefined && whose !== person
}

/** Whether each word typed begins a word of the line; capitals and accents do not matter. As on the server. */
export function matches(typed, words) {
  const line = plain(words).split(/\s+/)
  return plain(typed).split(/\s+/).filter(Boolean).every((part) => line.some((word) => word.startsWith(part)))
}

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").trim()
