// Several tabs of one person: each owns the rows that it wrote. When a tab dies, one of the others takes its rows over, never two.

/** A browser without Web Locks: every other tab counts as dead. Rows may then go out twice; the server knows repeats by their clock. */
const NO_LOCKS = { request: async (_name, options, act) => (act ?? options)() }

// Not randomUUID: that exists on https alone, and a demo is also looked at over a hall's own network.
const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join("")

/** `locks`: navigator.locks. Gives {id, afterDeath(tab, act), close()}. */
export function openTab({ locks = globalThis.navigator?.locks ?? NO_LOCKS, id = randomId() } = {}) {
  const ending = new AbortController()
  const nameOf = (tab) => `samling-tab-${tab}`
  let leave
  const life = new Promise((resolve) => { leave = resolve })
  // Held as long as the page lives; the browser gives it up with the page, however that ends.
  if (locks !== NO_LOCKS) locks.request(nameOf(id), () => life)
  const waiting = new Set()

  return {
    id,
    /** Calls `act` when the tab is gone, at once if it is; nobody else can do the same meanwhile. */
    async afterDeath(tab, act) {
      if (tab === id || waiting.has(tab)) return
      waiting.add(tab)
      try {
        await locks.request(nameOf(tab), { signal: ending.signal }, act)
      } catch (error) {
        if (error.name !== "AbortError") throw error
      } finally {
        waiting.delete(tab)
      }
    },
    close() {
      ending.abort()
      leave()
    },
  }
}
