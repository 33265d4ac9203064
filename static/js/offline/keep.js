// A kept page that has changed under its reader's eyes: the device keeps the newer one.

const PAGES = "pages"
const OWNER = "/owner-of-kept-pages"

/** Only a page that the worker keeps for this person already is replaced; signing out empties them all. */
export async function keepNewer(address, html, { store = globalThis.caches } = {}) {
  if (!store) return
  try {
    const cache = await store.open(PAGES)
    const older = await cache.match(address)
    if (older) await cache.put(address, new Response(html, { headers: older.headers }))
  } catch {
    // A device that is full keeps the older page, which says when it was written.
  }
}

/** The key of the person whose pages this device keeps; "" when it keeps nobody's. */
export async function ownerOfKeptPages({ store = globalThis.caches } = {}) {
  const kept = await store?.match(OWNER).catch(() => undefined)
  return kept ? kept.text() : ""
}
