// Once a page, in base.html: before a sign-out it looks for text on this device that is not sent, and asks what to do
// with it. At every sign-out the stored copies of boards and pages go.

import { clearPages } from "network/offline/register.js"
import { openStore } from "network/offline/store.js"
import { ready, t, tn } from "network/ui/text.js"

const TRIES = 20
const BETWEEN_MS = 500

export class SignOutGuard extends HTMLElement {
  #store = null
  #form = null
  #words = []

  connectedCallback() {
    document.addEventListener("submit", this.#asked, true)
    this.addEventListener("click", this.#clicked)
  }

  disconnectedCallback() {
    document.removeEventListener("submit", this.#asked, true)
    this.removeEventListener("click", this.#clicked)
    this.#store?.close()
  }

  #asked = async (event) => {
    const form = event.target
    if (!form.matches('form[action$="/sign-out"]') || form.dataset.cleared) return
    event.preventDefault()
    event.stopPropagation()
    this.#form = form
    await ready
    try {
      this.#store ??= await openStore({ person: document.documentElement.dataset.person })
      if ((await this.#count()) === 0) return await this.#leave()
      return this.#ask()
    } catch {
      // A device whose storage breaks must not keep anybody signed in.
      return this.#submit()
    }
  }

  async #count() {
    this.#words = await this.#store.words()
    const { rows, drafts } = await this.#store.counts()
    return rows + drafts
  }

  #ask() {
    const dialog = this.querySelector("dialog") ?? this.#build()
    dialog.querySelector("[data-count]").textContent = tn("{count} text on this device is not sent.", "{count} texts on this device are not sent.", this.#words.length)
    this.#say("")
    if (!dialog.open) dialog.showModal()
  }

  #build() {
    const dialog = make("dialog", { className: "ds-dialog dialog" })
    const title = make("h2", { className: "ds-heading dialog__title", id: "sign-out-guard-title", textContent: t("Text that is not sent") })
    dialog.setAttribute("aria-labelledby", title.id)
    const acts = make("div", { className: "dialog__acts" })
    acts.append(
      choice("send", t("Send it")), choice("download", t("Download as text"), "secondary"),
      choice("delete", t("Delete it and sign out"), "secondary"), choice("stay", t("Stay signed in"), "tertiary"),
    )
    const count = make("p", {})
    count.dataset.count = ""
    const notice = make("p", {})
    notice.setAttribute("role", "status")
    dialog.append(title, count, make("p", { textContent: t("What do you want to do with it before you sign out?") }), notice, acts)
    this.append(dialog)
    return dialog
  }

  #clicked = (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do
    if (act === "stay") this.querySelector("dialog").close()
    if (act === "send") this.#send()
    if (act === "download") this.#download()
    if (act === "delete") this.#deleteAll()
  }

  // An open board or talk sends by itself as soon as it can; from another page the way goes through it.
  async #send() {
    const place = this.#words[0]?.board
    const address = place?.startsWith("/") ? place : `/boards/${place}`
    if (this.#words[0] && location.pathname !== address) return location.assign(address)
    this.#say(t("Sending …"))
    for (let tries = 0; tries < TRIES; tries += 1) {
      if ((await this.#store.counts()).rows === 0) return this.#sent()
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
    }
    return this.#say(t("There is no connection now. The text is still on this device."))
  }

  async #sent() {
    if ((await this.#count()) === 0) return this.#leave()
    this.#ask()
    return this.#say(t("All notes are sent. What is left is text that you had begun on."))
  }

  #download() {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([this.#words.map(({ text }) => text).join("\n\n")], { type: "text/plain;charset=utf-8" }))
    link.download = "samling.txt"
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), BETWEEN_MS)
    this.#say(t("Downloaded. It is also still on this device."))
  }

  async #deleteAll() {
    await this.#store.clear()
    await this.#leave()
  }

  async #leave() {
    await this.#store.clearBoards()
    await clearPages()
    this.#submit()
  }

  #submit() {
    this.#form.dataset.cleared = "yes"
    this.#form.requestSubmit()
  }

  #say(text) {
    this.querySelector("[role=status]").textContent = text
  }
}

function make(name, properties) {
  return Object.assign(document.createElement(name), properties)
}

function choice(act, label, variant = "primary") {
  const button = make("button", { className: "ds-button", type: "button", textContent: label })
  button.dataset.do = act
  button.dataset.variant = variant
  return button
}

customElements.define("sign-out-guard", SignOutGuard)
