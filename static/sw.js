// The page without a network. The server writes `self.samling = {revision, files}` above this line.
//
// Kept: this version's static files, the texts that scripts say, /offline, the home page, the big screen, boards that were opened, one's
// preparation, and the host's list at the door, which must work without a network. Never kept: other pages about
// persons, other lists, forms. Emptied of pages at sign-out.

const STATIC = `static-${self.samling.revision}`
const PAGES = "pages"
const OFFLINE = "/offline"
const OWNER = "/owner-of-kept-pages"
const SLOW_MS = 6_000

self.addEventListener("install", (event) => event.waitUntil(fillStatic()))
self.addEventListener("activate", (event) => event.waitUntil(dropOlder()))
self.addEventListener("message", (event) => event.waitUntil(heed(event)))

self.addEventListener("fetch", (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== "GET" || url.origin !== self.location.origin) return
  if (isStatic(url)) event.respondWith(fromCacheFirst(request))
  else if (request.mode === "navigate") event.respondWith(fromNetworkFirst(request, url))
})

async function fillStatic() {
  const cache = await caches.open(STATIC)
  await cache.addAll([...self.samling.files, OFFLINE])
}

// Only when the older worker has no page left: its pages still need its files.
async function dropOlder() {
  for (const name of await caches.keys()) {
    if (name.startsWith("static-") && name !== STATIC) await caches.delete(name)
  }
}

async function heed(event) {
  const { type, person, language, address, isKept } = event.data ?? {}
  if (type === "clear") await caches.delete(PAGES)
  if (type === "go on") await self.skipWaiting()
  if (type === "page") {
    const isAnother = await belongTo(person)
    await speak(language)
    if (isAnother || !isKept) await keepOpened(new URL(address, self.location))
  }
  event.ports[0]?.postMessage("done")
}

// The very first page was loaded before there was a worker to keep it, or kept beside another person's.
async function keepOpened(url) {
  if (!isKeptPage(url)) return
  const request = new Request(url, { credentials: "same-origin", redirect: "manual" })
  await keepOrForget(request, await fetch(request))
}

// A new version takes over between two pages, when no other page of ours is open.
async function letNewerIn() {
  const { waiting } = self.registration
  const pages = waiting ? await self.clients.matchAll() : []
  if (waiting && pages.length <= 1) waiting.postMessage({ type: "go on" })
}

// Pages kept for one person are not for the next one at the same device. Tells whether it is another one.
async function belongTo(person) {
  if (person === undefined) return false
  const statics = await caches.open(STATIC)
  const owner = await (await statics.match(OWNER))?.text()
  const isAnother = owner !== undefined && owner !== person
  if (isAnother) await caches.delete(PAGES)
  await statics.put(OWNER, new Response(person))
  return isAnother
}

async function speak(language) {
  const cache = await caches.open(STATIC)
  const kept = await cache.match(OFFLINE)
  if (kept?.headers.get("Content-Language") === language) return
  await cache.add(new Request(OFFLINE, { cache: "reload" })).catch(() => {})
}

const isStatic = (url) => url.pathname.startsWith("/static/") || url.pathname.startsWith("/text/")

const KEPT = [/^\/skjerm$/, /^\/$/, /^\/boards\/[^/]+$/, /^\/gatherings\/[^/]+\/(door|preparation)$/]
const isKeptPage = (url) => KEPT.some((shape) => shape.test(url.pathname))

async function fromCacheFirst(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  try {
    const response = await fetch(request)
    // Only what is named by its content: the rest would be wrong after an upgrade.
    if (response.ok && /immutable/.test(response.headers.get("Cache-Control") ?? "")) {
      const cache = await caches.open(STATIC)
      await cache.put(request, response.clone())
    }
    return response
  } catch {
    return (await caches.match(ofThisVersion(request.url))) ?? Response.error()
  }
}

// A page kept from before an upgrade asks for the older files; the server would give it today's, and so do we.
const ofThisVersion = (address) => address.replace(/\/static\/[^/]+\//, `/static/${self.samling.revision}/`)

async function fromNetworkFirst(request, url) {
  const kept = isKeptPage(url) ? await caches.match(request, { cacheName: PAGES, ignoreSearch: true }) : undefined
  try {
    const response = await patiently(fetch(request), Boolean(kept))
    if (isKeptPage(url)) await keepOrForget(request, response)
    if (response.ok) await letNewerIn()
    return response
  } catch {
    return kept ?? (await caches.match(OFFLINE)) ?? Response.error()
  }
}

// A hall's network often hangs rather than fails. A kept page is better than waiting.
async function patiently(answer, haveKept) {
  if (!haveKept) return answer
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("slow")), SLOW_MS)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

async function keepOrForget(request, response) {
  const cache = await caches.open(PAGES)
  const isPage = response.ok && !response.redirected && response.type === "basic"
  const isGone = [401, 403, 404, 410].includes(response.status) || response.type === "opaqueredirect"
  if (isPage) await cache.put(request, response.clone())
  else if (isGone) await cache.delete(request)
}
