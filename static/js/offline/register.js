// The service worker: what it is told, and when it is emptied.

/** Start it. A new version waits for the next page load; nothing changes in the middle of somebody's work. */
export async function registerWorker() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return
  clearAtSignOut(document)
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" })
    const { lang, dataset } = document.documentElement
    tell({ type: "page", language: lang, person: dataset.person })
  } catch {
    // Without the worker everything works but reloading without a network.
  }
}

/** Forget every page on this device: for sign-out. Static files stay, they are nobody's. */
export function clearPages() {
  return tell({ type: "clear" })
}

async function tell(message) {
  const registration = await navigator.serviceWorker.ready
  const worker = registration.active
  if (!worker) return
  const { port1, port2 } = new MessageChannel()
  const answered = new Promise((resolve) => {
    port1.onmessage = resolve
  })
  worker.postMessage(message, [port2])
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 1_000))])
}

// Forms marked data-sign-out wait for the pages to be gone, then go on as usual.
function clearAtSignOut(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target
    if (!form.matches("form[data-sign-out]") || event.defaultPrevented || form.dataset.cleared) return
    event.preventDefault()
    form.dataset.cleared = "yes"
    await clearPages()
    form.requestSubmit()
  })
}
