// Texts that are not on the board: each can be copied, added again or deleted. Gives "draft-add" and "draft-drop",
// both with the draft as detail.

import { t } from "network/ui/text.js"

export class DraftList extends HTMLElement {
  #drafts = []

  connectedCallback() {
    this.addEventListener("click", this.#clicked)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#clicked)
  }

  /** `drafts` is [{ key, text, column, note, base }]; `canAdd` says whether the board takes notes now. */
  open(drafts, { canAdd }) {
    this.show(drafts, { canAdd })
    this.#say("")
    this.querySelector("dialog").showModal()
  }

  show(drafts, { canAdd }) {
    this.#drafts = drafts
    this.querySelector("ul").replaceChildren(...drafts.map((draft, index) => this.#line(draft, index, canAdd)))
    if (drafts.length === 0) this.querySelector("dialog").close()
  }

  #line(draft, index, canAdd) {
    const item = this.querySelector("template").content.firstElementChild.cloneNode(true)
    const text = item.querySelector(".drafts__text")
    text.id = `draft-${index}`
    text.textContent = draft.text
    item.dataset.index = String(index)
    item.querySelector("[data-do=add]").hidden = !canAdd
    for (const button of item.querySelectorAll("button")) button.setAttribute("aria-describedby", text.id)
    return item
  }

  #clicked = (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do
    const draft = this.#drafts[Number(event.target.closest("[data-index]")?.dataset.index)]
    if (!act || !draft) return undefined
    if (act === "copy") return this.#copy(draft)
    return this.dispatchEvent(new CustomEvent(`draft-${act}`, { bubbles: true, detail: draft }))
  }

  async #copy(draft) {
    try {
      await navigator.clipboard.writeText(draft.text)
      this.#say(t("Copied."))
    } catch {
      this.#say(t("The browser would not copy. Mark the text and copy it yourself."))
    }
  }

  #say(text) {
    const notice = this.querySelector("[data-notice]")
    notice.hidden = !text
    notice.textContent = text
  }
}

customElements.define("draft-list", DraftList)
