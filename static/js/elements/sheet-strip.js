// The photos of paper sheets under a board, as the server says that they lie there: they come and go while it is open.
//
// Attributes: data-address, the photos' own page; data-some and data-none, what the link to it says; data-may-add.

import { announcePolitely } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

export class SheetStrip extends HTMLElement {
  #told = undefined

  /** photos: [{id, alt}], or undefined while the server has not said: then the page's own stand. */
  stand(photos) {
    if (!photos || photos === this.#told) return
    const isFirst = this.#told === undefined
    this.#told = photos
    const before = new Map([...this.#list.children].map((item) => [item.dataset.photo, item]))
    const fresh = photos.filter(({ id }) => !before.has(id))
    this.#list.replaceChildren(...photos.map((photo) => before.get(photo.id) ?? this.#drawn(photo)))
    this.#show(photos.length > 0)
    if (!isFirst) for (const { alt } of fresh) announcePolitely(t("A photo of a paper sheet is put up: {words}", { words: alt }))
  }

  get #list() { return this.querySelector(".sheets__strip") }

  #show(hasSome) {
    const { some, none, mayAdd } = this.dataset
    this.#list.hidden = !hasSome
    this.hidden = !hasSome && mayAdd === undefined
    this.querySelector(".sheets__more").textContent = hasSome ? some : none
  }

  #drawn({ id, alt }) {
    const { address } = this.dataset
    const picture = Object.assign(document.createElement("img"), { className: "sheets__thumb", loading: "lazy", src: `${address}/${id}`, alt })
    const link = Object.assign(document.createElement("a"), { className: "sheets__one", href: `${address}#photo-${id}` })
    const item = document.createElement("li")
    item.dataset.photo = id
    link.append(picture)
    item.append(link)
    return item
  }
}

customElements.define("sheet-strip", SheetStrip)
