// Clocks with digits alone. Words about time come from the server: browsers cannot say them in nynorsk.

const SECOND = 1_000

/** Minutes and seconds left until `end`, as "18:24"; never below zero. Both in milliseconds. */
export function remaining(end, now) {
  const seconds = Math.max(0, Math.ceil((end - now) / SECOND))
  const minutes = Math.floor(seconds / 60)
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`
}

/** Keep each <time data-countdown datetime="…"> counting. Returns a function that stops it. */
export function keepTimesFresh(root, { now = Date.now } = {}) {
  const clocks = [...root.querySelectorAll("time[data-countdown]")]
  if (!clocks.length) return () => {}
  const show = () => {
    for (const clock of clocks) clock.textContent = remaining(Date.parse(clock.dateTime), now())
  }
  show()
  const timer = setInterval(show, SECOND)
  return () => clearInterval(timer)
}
