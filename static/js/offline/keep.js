// A kept page that has changed under its reader's eyes: the device keeps the newer one.

/** Where the worker keeps pages. */
export const PAGES = "pages"
const MAIN = /(<main\b[^>]*>)([^]*)(<\/main>)/
const OWNER = "/owner-of-kept-pages"

/**
 * Only a page that the worker keeps for this person already is replaced; signing out empties them all. Of a page that
 * came without its frame (data-bare) what stands inside goes into the older one's frame.
 */
export async function keepNewer(address, html, { store = globalThis.caches } = {}) {
  if (!store) return
  try {
    const cache = await store.open(PAGES)
    const older = await cache.match(address)
    if (older) await cache.put(address, new Response(await framed(html, older), { headers: older.headers }))
  } catch {
    // A device that is full keeps the older page, which says when it was written.
  }
}

async function framed(html, older) {
  if (!html.includes(" data-bare")) return html
  const inside = MAIN.exec(html)?.[2] ?? ""
  return (await older.text()).replace(MAIN, (_all, begin, _older, end) => `${begin}${inside}${end}`)
}

/** The key of the person whose pages this device keeps; "" when it keeps nobody's. */
export async function ownerOfKeptPages({ store = globalThis.caches } = {}) {
  const kept = await store?.match(OWNER).catch(() => undefined)
  return kept ? kept.text() : ""
}
