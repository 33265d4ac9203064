// A text in a field, and a button that copies it. Without a script the text stands there, to be marked by hand.

export class CopyText extends HTMLElement {

  #copy = () => this.#copied()

  connectedCallback() {
    const button = this.querySelector("[data-do='copy']")
    button.hidden = false
    button.addEventListener("click", this.#copy)
  }

  disconnectedCallback() {
    this.querySelector("[data-do='copy']")?.removeEventListener("click", this.#copy)
  }

  async #copied() {
    const field = this.querySelector("textarea")
    try {
      await navigator.clipboard.writeText(field.value)
      this.#say("copied")
    } catch {
      field.focus()
      field.select()
      this.#say("marked")
    }
  }

  #say(what) {
    const line = this.querySelector("[data-said]")
    line.textContent = line.dataset[what]
  }

}

customElements.define("copy-text", CopyText)
