// The hall's clock from plain values. network/sessions/stage/rules/clock.py says the same on the server.

const TIME_OF_DAY = /\d{1,2}[.:]\d{2}/
/** Seconds left at which the clock says so. */
const LEVELS = [["ten", 10], ["one", 60], ["five", 300]]

/** Whole seconds left, below zero when over; null without a clock. `now` is the server's time in ms. */
export function leftAt({ endsAt = null, left = null }, now) {
  if (endsAt !== null) return Math.round((endsAt - now) / 1000)
  return left
}

/** The hall's clock as it was told, for one group (null: for nobody's): {endsAt, left, whole, ends, more} with its own. */
export function clockOf({ endsAt, left, whole, ends, more: all }, group) {
  const [more, own] = (group !== null && all?.[group]) || [0, ends]
  const later = (value, by) => value === null ? null : value + by
  return { endsAt: later(endsAt, more * 1000), left: later(left, more), whole: whole + more, ends: own, more }
}

/** `18:24`, an hour and more as `1:05:00`; nothing counts below zero. */
export function clockText(seconds) {
  const whole = Math.max(0, seconds)
  const two = (number) => String(number).padStart(2, "0")
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

/** How near the end is: "", "five", "one", "ten", "over". */
export function levelOf(seconds, whole) {
  if (seconds === null) return ""
  if (seconds <= 0) return "over"
  return LEVELS.find(([, at]) => seconds <= at && at < whole)?.[0] ?? ""
}

/** How much of the time has gone, 0 to 100. */
export function progressOf(seconds, whole) {
  if (seconds === null || !(whole > 0)) return 0
  return Math.min(100, Math.max(0, Math.round((100 * (whole - Math.max(0, seconds))) / whole)))
}

/** The level to speak of when a clock goes from one to the next; null when it has only begun to be looked at. */
export function newLevel(before, after) {
  return before !== null && after !== before && after !== "" ? after : null
}

/** What stands beside the time left, with another end; "" where no end stood there. */
export function restAt(rest, ends) {
  return ends && TIME_OF_DAY.test(rest) ? rest.replace(TIME_OF_DAY, ends) : ""
}

/** Milliseconds until the text changes. */
export function untilNext({ endsAt = null }, now) {
  if (endsAt === null) return 1000
  const part = (((endsAt - now + 500) % 1000) + 1000) % 1000
  return part < 20 ? 1000 : part
}

/** How long to buzz for a level, as navigator.vibrate wants it. */
export function buzz(level) {
  return { five: [120], one: [120, 80, 120], ten: [250], over: [400, 120, 400] }[level] ?? []
}
