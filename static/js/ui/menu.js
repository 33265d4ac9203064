// A menu that one button of many opens: for what, where it opens, and what was chosen in it.

const WIDTH = 16
const HEIGHT = 17.5
/** In rem: as wide as the style sheet has it, and as high as the longest is. */
const GAP = 4
const MARGIN = 8
const LEAST = 96

/** The element of such a menu. Its buttons have data-do; `chose(act, button)` is what to do then, the menu being closed. */
export class OpenedMenu extends HTMLElement {
  #button = null

  connectedCallback() {
    this.addEventListener("click", this.#chosen)
    this.addEventListener("beforetoggle", this.#toggled)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#chosen)
    this.removeEventListener("beforetoggle", this.#toggled)
  }

  /** Called before the menu opens, with the button that opens it. */
  prepare(button) { this.#button = button }

  #toggled = (event) => {
    if (event.newState === "open" && this.#button) placeMenu(this, this.#button)
  }

  #chosen = (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do
    if (!act) return
    this.hidePopover()
    this.chose(act, this.#button)
  }
}

// Under its button, or above it where there is more room; in the window, however large its text is.
function placeMenu(menu, button) {
  const box = button.getBoundingClientRect()
  const width = Math.min(WIDTH * rem(), innerWidth - 2 * MARGIN)
  const above = box.top - GAP - MARGIN
  const below = innerHeight - box.bottom - GAP - MARGIN
  const fitsBelow = below >= Math.min(HEIGHT * rem(), above)
  menu.style.left = `${Math.max(MARGIN, Math.min(box.left, innerWidth - width - MARGIN))}px`
  menu.style.top = fitsBelow ? `${box.bottom + GAP}px` : "auto"
  menu.style.bottom = fitsBelow ? "auto" : `${innerHeight - box.top + GAP}px`
  menu.style.maxBlockSize = `${Math.max(fitsBelow ? below : above, LEAST)}px`
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize)
