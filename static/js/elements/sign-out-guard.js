// Once a page, in base.html: before a sign-out it looks for text, and for a host's taps, on this device that are not sent,
// and asks what to do with them. At every sign-out the stored copies of boards and pages go; without a network nobody is
// signed out, so they stay.

import { clearPages } from "network/offline/register.js"
import { sender } from "network/offline/sender.js"
import { openStore } from "network/offline/store.js"
import { openTaps } from "network/offline/taps.js"
import { ready, t, tn } from "network/ui/text.js"

const TRIES = 20
const BETWEEN_MS = 500
const PATIENCE_MS = 5_000

export class SignOutGuard extends HTMLElement {
  #store = null
  #tapStore = null
  #form = null
  #words = []
  #taps = []

  connectedCallback() {
    document.addEventListener("submit", this.#asked, true)
    this.addEventListener("click", this.#clicked)
  }

  disconnectedCallback() {
    document.removeEventListener("submit", this.#asked, true)
    this.removeEventListener("click", this.#clicked)
    this.#store?.close()
    this.#tapStore?.close()
  }

  #asked = async (event) => {
    const form = event.target
    if (!form.matches('form[action$="/sign-out"]') || form.dataset.cleared) return
    event.preventDefault()
    event.stopPropagation()
    this.#form = form
    await ready
    try {
      const { person } = document.documentElement.dataset
      this.#store ??= await openStore({ person })
      this.#tapStore ??= await openTaps(person)
      const unsent = await this.#count()
      if (unsent === 0) return await this.#leave()
      return this.#ask(unsent)
    } catch {
      // A device whose storage breaks must not keep anybody signed in.
      return this.#submit()
    }
  }

  async #count() {
    this.#words = await this.#store.words()
    this.#taps = await this.#tapStore.all()
    const { rows, drafts } = await this.#store.counts()
    return rows + drafts + this.#taps.length
  }

  #ask(unsent) {
    const dialog = this.querySelector("dialog") ?? this.#build()
    const said = []
    const texts = unsent - this.#taps.length
    if (texts > 0) said.push(tn("{count} text on this device is not sent.", "{count} texts on this device are not sent.", texts))
    if (this.#taps.length > 0) said.push(tn("{count} tap at the door is not sent.", "{count} taps at the door are not sent.", this.#taps.length))
    dialog.querySelector("[data-count]").textContent = said.join(" ")
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

  // An open board or list sends by itself as soon as it can; from another page the way goes through it.
  async #send() {
    this.#say(t("Sending …"))
    await sender.flush()
    if ((await this.#count()) === 0) return this.#leave()
    const address = this.#wayTo()
    if (address && location.pathname !== address) return location.assign(address)
    for (let tries = 0; tries < TRIES; tries += 1) {
      if ((await this.#rows()) === 0) return this.#sent()
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
    }
    return this.#say(t("There is no connection now. The text is still on this device."))
  }

  async #rows() {
    return (await this.#store.counts()).rows + (await this.#tapStore.all()).length
  }

  /** The page that sends what is left: a board, a talk that something was begun at, the list at the door. */
  #wayTo() {
    const place = this.#words[0]?.board
    if (place) return place.startsWith("/") ? place : `/boards/${place}`
    return this.#taps.length > 0 ? `/gatherings/${this.#taps[0].gathering}/door` : null
  }

  async #sent() {
    const unsent = await this.#count()
    if (unsent === 0) return this.#leave()
    this.#ask(unsent)
    return this.#say(t("All notes are sent. What is left is text that you had begun on."))
  }

  #download() {
    const link = document.createElement("a")
    link.href = URL.createObjectURL(new Blob([this.#unsent().join("\n\n")], { type: "text/plain;charset=utf-8" }))
    link.download = "samling.txt"
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), BETWEEN_MS)
    this.#say(t("Downloaded. It is also still on this device."))
  }

  #unsent() {
    const acts = { in: t("Has come"), out: t("Has left"), undo: t("Undo") }
    return [...this.#words.map(({ text }) => text), ...this.#taps.map(({ name, act }) => `${name}: ${acts[act]}`)]
  }

  async #deleteAll() {
    if (!(await hasNetwork())) return this.#stay()
    await this.#store.clear()
    await this.#tapStore.clear()
    return this.#leave()
  }

  async #leave() {
    if (!(await hasNetwork())) return this.#stay()
    await this.#store.clearBoards()
    await clearPages()
    return this.#submit()
  }

  // Only the server can end a sign-in.
  async #stay() {
    const said = t("There is no connection, so you are still signed in. Try again when there is a network.")
    if (this.querySelector("dialog")?.open) return this.#say(said)
    const { toast } = await import("network/ui/toast.js")
    return toast(said)
  }

  #submit() {
    this.#form.dataset.cleared = "yes"
    this.#form.requestSubmit()
  }

  #say(text) {
    this.querySelector("[role=status]").textContent = text
  }
}

async function hasNetwork() {
  try {
    return (await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) })).ok
  } catch {
    return false
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
