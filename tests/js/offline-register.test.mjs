// What the page tells the worker of itself: whether the worker has kept it, or is to fetch it once more for that.
import assert from "node:assert/strict"
import { test } from "node:test"
import { registerWorker } from "network/offline/register.js"

/** What the worker is told by a page that was fetched so (`workerStart`: when a worker took it on, 0 without one). */
async function told({ controller, workerStart }) {
  const said = []
  const active = { postMessage(message, [port]) { said.push(message); port.postMessage("done") } }
  const worker = { controller, addEventListener() {}, startMessages() {}, register: async () => {}, ready: Promise.resolve(), getRegistration: async () => ({ active }) }
  const put = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  put("window", { isSecureContext: true })
  put("navigator", { serviceWorker: worker })
  put("location", { pathname: "/boards/one" })
  put("document", { documentElement: { lang: "nn", dataset: {} } })
  put("performance", { getEntriesByType: () => [{ workerStart }] })
  await registerWorker()
  return said.map(({ address, isKept }) => [address, isKept])
}

test("a page that came through the worker is kept", async () => {
  assert.deepEqual(await told({ controller: {}, workerStart: 3.5 }), [["/boards/one", true]])
})

test("a page that was fetched before the worker began is not, though it has the worker by now", async () => {
  assert.deepEqual(await told({ controller: {}, workerStart: 0 }), [["/boards/one", false]])
})

test("nor is one that was loaded past the worker", async () => {
  assert.deepEqual(await told({ controller: null, workerStart: 0 }), [["/boards/one", false]])
})
