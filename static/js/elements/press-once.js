// A form that a scanned code leads to: the page shows its button, and where there is a script it is pressed at once.
// Once a page: who comes back with the browser's own button is not sent on again.

export class PressOnce extends HTMLElement {

  connectedCallback() {
    const form = this.querySelector("form")
    if (!form || cameBack() || document.visibilityState === "hidden") return
    form.requestSubmit()
  }

}

function cameBack() {
  const [arrival] = performance.getEntriesByType?.("navigation") ?? []
  return arrival?.type === "back_forward"
}

customElements.define("press-once", PressOnce)
