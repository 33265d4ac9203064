// A menu that one button of many opens: for what, where it opens, and what was chosen in it.

const HEIGHT = 280

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

// Under its button, or above it where there is no room below.
function placeMenu(menu, button) {
  const box = button.getBoundingClientRect()
  const fitsBelow = box.bottom + HEIGHT < innerHeight
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 264))}px`
  menu.style.top = fitsBelow ? `${box.bottom + 4}px` : "auto"
  menu.style.bottom = fitsBelow ? "auto" : `${innerHeight - box.top + 4}px`
}
