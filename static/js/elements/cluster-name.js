// Naming a cluster: one field, and what is written in it stands on everybody's board letter by letter. Gives "cluster-typing"
// { id, typing } and, when it is closed, "dialog-left" { id }.

import { ClusterTitle } from "network/board/titles.js"
import { closeByButton } from "network/ui/dialog.js"
import { Binding } from "network/writing/binding.js"

const TYPING_MS = 3_000

export class ClusterName extends HTMLElement {
  #id = null
  #title = null
  #binding = null
  #typing = 0

  get #dialog() { return this.querySelector("dialog") }
  get #field() { return this.querySelector("input") }

  connectedCallback() {
    this.#field.addEventListener("input", this.#typed)
    this.#dialog.addEventListener("close", this.#closed)
    closeByButton(this.#dialog)
  }

  disconnectedCallback() {
    this.#field.removeEventListener("input", this.#typed)
    this.#dialog.removeEventListener("close", this.#closed)
    this.#end()
  }

  /** Name `cluster` of the board `model`; while it has no name its first note's words stand in the field, not in it. */
  open({ id, name, title }, model) {
    this.#end()
    this.#id = id
    this.#title = new ClusterTitle(model, id)
    const field = this.#field
    field.defaultValue = field.value = title
    field.placeholder = title.trim() === "" ? name : ""
    this.#binding = new Binding({ field, key: id, model: this.#title, limit: this.#title.limit() })
    this.#dialog.showModal()
    field.select()
  }

  #typed = () => {
    this.#tell(true)
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => this.#tell(false), TYPING_MS)
  }

  #tell(typing) { this.dispatchEvent(new CustomEvent("cluster-typing", { bubbles: true, detail: { id: typing ? this.#id : null, typing } })) }

  #closed = () => {
    const id = this.#id
    this.#end()
    this.dispatchEvent(new CustomEvent("dialog-left", { bubbles: true, detail: { id } }))
  }

  #end() {
    if (!this.#binding) return
    clearTimeout(this.#typing)
    this.#binding.close()
    this.#title.close()
    this.#binding = this.#title = null
    this.#tell(false)
  }
}

customElements.define("cluster-name", ClusterName)
