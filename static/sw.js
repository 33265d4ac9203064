// The page without a network. The server writes `self.samling = {revision, files}` above this line: files is where all are.
//
// Kept: this version's static files, the texts that scripts say, /offline and its twin for the door, the home page, the
// big screen, boards that were opened, one's preparation, what one's municipality writes to take home, and the host's
// list at the door, which must work without a network. Never kept: other pages about persons, other lists, forms. Emptied of pages at sign-out.

const STATIC = `static-${self.samling.revision}`
const PAGES = "pages"
const OFFLINE = "/offline"
const OFFLINE_DOOR = "/offline/door"
const OWNER = "/owner-of-kept-pages"
const OF_THE_WHOLE = ["Content-Encoding", "Content-Length", "ETag", "Vary", "X-Request-Id"]
const SLOW_MS = 6_000
const SENDING_MS = 20_000

self.addEventListener("install", (event) => event.waitUntil(fillStatic()))
self.addEventListener("activate", (event) => event.waitUntil(begin()))
self.addEventListener("message", (event) => event.waitUntil(heed(event)))

self.addEventListener("fetch", (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (url.origin !== self.location.origin) return
  if (request.method === "POST" && request.mode === "navigate") return event.respondWith(sentOrStay(request))
  if (request.method !== "GET") return
  if (isStatic(url)) event.respondWith(fromCacheFirst(request, url))
  else if (request.mode === "navigate") event.respondWith(fromNetworkFirst(event, url))
})

async function fillStatic() {
  const cache = await caches.open(STATIC)
  await keepFiles(cache)
  await keepSpoken(cache)
  const owner = await caches.match(OWNER)
  if (owner) await cache.put(OWNER, owner)
}

// All at once, and nowhere else: a line of JSON that tells [address, kind, bytes] of each, and behind it the files.
async function keepFiles(cache) {
  const answer = await fetch(self.samling.files, { cache: "no-store" })
  if (!answer.ok) throw new Error("the files cannot be had")
  const all = new Uint8Array(await answer.arrayBuffer())
  let at = all.indexOf("\n".charCodeAt(0)) + 1
  const told = JSON.parse(new TextDecoder().decode(all.subarray(0, at)))
  const ofEach = new Headers(answer.headers)
  for (const name of OF_THE_WHOLE) ofEach.delete(name)
  const kept = told.map(([address, kind, bytes]) => {
    const headers = new Headers(ofEach)
    headers.set("Content-Type", kind)
    return cache.put(address, new Response(all.subarray(at, (at += bytes)), { headers }))
  })
  await Promise.all(kept)
}

// All that has a language: the pages that stand in for others, and what scripts say.
async function keepSpoken(cache) {
  await cache.addAll([OFFLINE, OFFLINE_DOOR].map((page) => new Request(page, { cache: "reload" })))
  const [, texts] = /data-texts="([^"]+)"/.exec(await (await cache.match(OFFLINE)).text()) ?? []
  if (texts) await cache.add(texts)
}

// The very first page was there before us: what it has not fetched yet it gets from us, network or not.
async function begin() {
  await dropOlder()
  await self.clients.claim()
}

// Only when the older worker has no page left: its pages still need its files.
async function dropOlder() {
  for (const name of await caches.keys()) {
    if (name.startsWith("static-") && name !== STATIC) await caches.delete(name)
  }
}

async function heed(event) {
  const { type, person, language, texts, more, address, isKept } = event.data ?? {}
  if (type === "clear") await caches.delete(PAGES)
  if (type === "go on") await self.skipWaiting()
  if (type === "page") {
    const isAnother = await belongTo(person)
    await speak(language, texts)
    if (more) await keepMore(more).catch(() => {})
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

// `texts` is what the page's own scripts say: on a first visit it was fetched before there was a worker to keep it.
async function speak(language, texts) {
  const cache = await caches.open(STATIC)
  const kept = await cache.match(OFFLINE)
  const isSame = kept?.headers.get("Content-Language") === language && (!texts || (await cache.match(texts)))
  if (!isSame) await keepSpoken(cache).catch(() => {})
}

async function keepMore(more) {
  const cache = await caches.open(STATIC)
  if (!(await cache.match(more))) await cache.add(more)
}

const isStatic = (url) => url.pathname.startsWith("/static/") || url.pathname.startsWith("/text/")

const KEPT = [/^\/skjerm$/, /^\/$/, /^\/boards\/[^/]+$/, /^\/gatherings\/[^/]+\/(door|preparation|agreements\/\d+)$/]
const isKeptPage = (url) => KEPT.some((shape) => shape.test(url.pathname))

// At the door a phone must do without the network: it says that she is here, and tells when it can.
const isDoor = (url) => /^\/(inn|skilt)\/[^/]+$/.test(url.pathname)

async function fromCacheFirst(request, url) {
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
    return (await ofThisVersion(url)) ?? Response.error()
  }
}

// A page kept from before an upgrade asks for the older files; the server would give it today's, and so do we.
async function ofThisVersion({ pathname }) {
  const cache = await caches.open(STATIC)
  const [, language] = /^\/text\/(.+)-[^-]+\.json$/.exec(pathname) ?? []
  if (!language) return cache.match(pathname.replace(/^\/static\/[^/]+\//, `/static/${self.samling.revision}/`))
  const texts = (await cache.keys()).find((request) => new URL(request.url).pathname.startsWith(`/text/${language}-`))
  return texts && cache.match(texts)
}

async function fromNetworkFirst(event, url) {
  const { request } = event
  const kept = isKeptPage(url) ? await caches.match(request, { cacheName: PAGES, ignoreSearch: true }) : undefined
  try {
    const response = await inTime(fetch(request), kept || isDoor(url) ? SLOW_MS : null)
    if (isKeptPage(url)) await keepOrForget(request, response)
    if (response.ok) await letNewerIn()
    return response
  } catch {
    if (kept) event.waitUntil(tell(event.resultingClientId, "kept"))
    return kept ?? (await caches.match(isDoor(url) ? OFFLINE_DOOR : OFFLINE)) ?? Response.error()
  }
}

// A form that gets no answer: "no content" leaves the page as it is, with all that was typed in it, and the page says so.
async function sentOrStay(request) {
  const isFile = request.headers.get("Content-Type")?.startsWith("multipart/")
  try {
    return await inTime(fetch(request), isFile ? null : SENDING_MS)
  } catch {
    for (const page of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
      if (page.visibilityState === "visible") page.postMessage({ type: "not sent" })
    }
    return new Response(null, { status: 204 })
  }
}

async function tell(client, type) {
  (await self.clients.get(client))?.postMessage({ type })
}

// A hall's network often hangs rather than fails: after `most` ms (null: never) it counts as gone.
async function inTime(answer, most) {
  if (most === null) return answer
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("slow")), most)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

// One page has several addresses, which differ behind the question mark: only what was opened last is kept of it.
async function keepOrForget(request, response) {
  const cache = await caches.open(PAGES)
  const isPage = response.ok && !response.redirected && response.type === "basic"
  const isGone = [401, 403, 404, 410].includes(response.status) || response.type === "opaqueredirect"
  if (isPage || isGone) await cache.delete(request, { ignoreSearch: true })
  if (isPage) await cache.put(request, response.clone())
}
