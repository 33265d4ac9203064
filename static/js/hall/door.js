// The host's taps at the door, decided from plain values: what waits on this device, what it looks like, what an answer means.

/** How many unsent taps one device keeps: more than any hall has people. */
export const MOST_TAPS = 500

const AFTER = { in: "here", out: "left", undo: "undone" }

/**
 * A tap as the device keeps it. `key` makes it the same tap however often it is sent; `at` is this device's clock, in ms;
 * `seen` is how she stood where it was tapped.
 */
export function newTap({ gathering, person, name, act, at, key, number, seen = "" }) {
  return { key, gathering, person, name, act, at, number, seen }
}

/** In the order in which they were tapped. */
export const inOrder = (taps) => [...taps].sort((one, other) => one.at - other.at || one.number - other.number)

/** What a person's line shows while taps about her wait: the last of them counts. Null when none waits. */
export function waitingState(taps, person) {
  const last = inOrder(taps).filter((tap) => tap.person === person).at(-1)
  return last ? AFTER[last.act] : null
}

/**
 * The tap that "Undo" may simply take off this device: the person's last, when nobody can have heard of it. Null when it
 * was tried to be sent: its answer may be what was lost, so it is undone by another tap.
 */
export function unheard(taps, person) {
  const last = inOrder(taps).filter((tap) => tap.person === person).at(-1)
  return last && !last.isTried ? last : null
}

/** What is sent. The server counts only the time between tapping and sending, so a wrong clock does no harm. */
export function fields(tap, { now, token }) {
  return {
    csrf_token: token,
    person: tap.person,
    act: tap.act,
    seen: tap.seen ?? "",
    key: tap.key,
    tapped_at: String(tap.at),
    sent_at: String(Math.max(now, tap.at)),
  }
}

/**
 * What an answer means for a tap: "stored", "refused" (it will never be taken: tell the host, and let it go), "renew"
 * (the page's token is too old) or "later" (the network, the server or the sign-in; nothing is lost).
 */
export function verdict(status) {
  if (status >= 200 && status < 300) return "stored"
  if (status === 400) return "renew"
  return [403, 404, 409, 422].includes(status) ? "refused" : "later"
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
