// A− A A+: sets data-size on the board and remembers it on this device.

const KEY = "samling-board-text"

export class TextSize extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#chosen)
    this.#set(remembered() ?? "md")
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#chosen)
  }

  #chosen = (event) => {
    const size = event.target.closest("button")?.value
    if (!size) return
    this.#set(size)
    remember(size)
  }

  #set(size) {
    this.closest("board-app").dataset.size = size
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === size))
  }
}

// A private window may refuse storage; then the size lasts as long as the page.
function remembered() {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function remember(size) {
  try {
    localStorage.setItem(KEY, size)
  } catch {
    return
  }
}

customElements.define("text-size", TextSize)
