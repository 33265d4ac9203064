// The service worker: what it is told, what it tells, and when it is emptied.

const PATIENCE_MS = 1_000

/** Start it. A new version waits for the next page load; nothing changes in the middle of somebody's work. */
export async function registerWorker() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return
  // It may have a worker by now that was not there yet when it was fetched: that one has not kept it.
  const isKept = Boolean(navigator.serviceWorker.controller) && performance.getEntriesByType("navigation")[0]?.workerStart > 0
  navigator.serviceWorker.addEventListener("message", heard)
  navigator.serviceWorker.startMessages()
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" })
    await navigator.serviceWorker.ready
    const { lang, dataset } = document.documentElement
    await tell({ type: "page", language: lang, texts: dataset.texts, more: dataset.moreTexts, person: dataset.person, address: location.pathname, isKept })
  } catch {
    // Without the worker everything works but reloading without a network.
  }
}

// Said by a module of its own, which is fetched when there is something to say: the worker has it, network or not.
async function heard({ data }) {
  const { fromDevice, notSent } = await import("network/offline/telling.js")
  if (data?.type === "kept") fromDevice()
  if (data?.type === "not sent") notSent()
}

/** Forget every page on this device: for sign-out. Static files stay, they are nobody's. */
export function clearPages() {
  return tell({ type: "clear" })
}

// There is no worker on plain http, and none yet on a first visit: nothing is kept then, so nothing need be told.
async function tell(message) {
  const registration = await navigator.serviceWorker?.getRegistration()
  const worker = registration?.active
  if (!worker) return
  const { port1, port2 } = new MessageChannel()
  const answered = new Promise((resolve) => {
    port1.onmessage = resolve
  })
  worker.postMessage(message, [port2])
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
  port1.close()
}
