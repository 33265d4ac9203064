// The form for a photo of a paper sheet. With a script a large photo is made smaller before it is sent, and without a
// network nothing leaves the page: the photo stays chosen, the words stay written, and a sentence says so.

import { fitted, sent } from "network/board/photo.js"

const QUALITY = 0.82

export class SheetPhoto extends HTMLElement {
  #ends = null
  #isSending = false

  connectedCallback() {
    this.#ends = new AbortController()
    this.addEventListener("submit", this.#submitted, { signal: this.#ends.signal })
  }

  disconnectedCallback() {
    this.#ends.abort()
  }

  #submitted = (event) => {
    event.preventDefault()
    if (!this.#isSending) this.#send(event.target)
  }

  async #send(form) {
    this.#isSending = true
    this.#say("")
    const body = new FormData(form)
    const photo = await smaller(body.get("file"))
    if (photo) body.set("file", photo, "ark.jpg")
    const { ok, message } = await sent(form.action, body)
    this.#isSending = false
    if (ok) return location.assign(form.action)
    return this.#say(message ?? this.#said.dataset.offline)
  }

  get #said() { return this.querySelector("[data-said]") }

  #say(words) {
    this.#said.hidden = !words
    this.#said.textContent = words
  }
}

/** A JPEG that is smaller than the file, or null: then the file goes as it is. */
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" })
    const canvas = Object.assign(document.createElement("canvas"), fitted(picture.width, picture.height))
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY))
    return made && made.size < file.size ? made : null
  } catch {
    return null
  }
}

customElements.define("sheet-photo", SheetPhoto)
