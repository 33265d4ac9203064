// A guest who waits: asks every few seconds whether the host has answered, and shows the page anew when so.
// Attribute: data-state, "waits", "in" or "no".

const EVERY_MS = 4_000

export class LobbyWait extends HTMLElement {
  #timer = null

  connectedCallback() {
    if (this.dataset.state === "waits") this.#timer = setTimeout(this.#ask, EVERY_MS)
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  #ask = async () => {
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(2 * EVERY_MS) })
      const page = new DOMParser().parseFromString(await response.text(), "text/html")
      const state = page.querySelector("lobby-wait")?.dataset.state
      if (response.ok && state && state !== this.dataset.state) return location.reload()
    } catch {
      // The hall's network comes and goes: the next time will tell.
    }
    if (this.isConnected) this.#timer = setTimeout(this.#ask, EVERY_MS)
    return undefined
  }
}

customElements.define("lobby-wait", LobbyWait)
