// Links to files that take some seconds to make: while one is made a line says so, and when it cannot be made, why.
// Without a script the browser fetches the file itself.

export class FileMaker extends HTMLElement {

  #isMaking = false
  #press = (event) => this.#pressed(event)

  connectedCallback() {
    this.addEventListener("click", this.#press)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#press)
  }

  async #pressed(event) {
    const link = event.target.closest("a[data-file]")
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    if (this.#isMaking) return
    this.#isMaking = true
    this.#say("making")
    const fault = await fetched(link.href)
    this.#say(fault === undefined ? "made" : "failed", fault)
    this.#isMaking = false
  }

  #say(what, reason = "") {
    const line = this.querySelector("[data-said]")
    line.textContent = reason || line.dataset[what]
  }

}

// Saves the file; else gives why not, as the page says that came instead of it, or nothing when there is no network.
async function fetched(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" })
    if (!answer.ok) return reasonIn(await answer.text())
    save(await answer.blob(), nameIn(answer.headers.get("content-disposition") ?? ""))
    return undefined
  } catch {
    return ""
  }
}

function reasonIn(page) {
  return new DOMParser().parseFromString(page, "text/html").querySelector("[data-fault]")?.textContent ?? ""
}

function nameIn(disposition) {
  const coded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)
  return coded ? decodeURIComponent(coded[1]) : /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? "samling"
}

function save(blob, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

customElements.define("file-maker", FileMaker)
