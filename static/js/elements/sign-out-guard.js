// Once a page, in base.html: before a sign-out it looks for what lies on this device and is not sent (text, answers, a
// host's taps), and asks what to do with it. At every sign-out the stored copies of boards and pages go; without a network
// nobody is signed out, so they stay.

import { clearPages } from "network/offline/register.js"
import { sender } from "network/offline/sender.js"
import { openStore } from "network/offline/store.js"
import { ready, t, tn } from "network/ui/text.js"

const TRIES = 20
const BETWEEN_MS = 500
const PATIENCE_MS = 5_000

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
      return await this.#ask()
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

  async #ask() {
    const dialog = this.querySelector("dialog") ?? this.#build()
    dialog.querySelector("[data-count]").textContent = this.#unsent(await this.#store.counts()).join(" ")
    this.#say("")
    if (!dialog.open) dialog.showModal()
  }

  /** How many of each. */
  #unsent({ rows, drafts, kinds: { tap = 0, answer = 0 } }) {
    const texts = rows + drafts - tap - answer
    return [
      texts && tn("{count} text on this device is not sent.", "{count} texts on this device are not sent.", texts),
      answer && tn("{count} answer is not sent.", "{count} answers are not sent.", answer),
      tap && tn("{count} tap at the door is not sent.", "{count} taps at the door are not sent.", tap),
    ].filter(Boolean)
  }

  #build() {
    const dialog = make("dialog", { className: "ds-dialog dialog" })
    const title = make("h2", { className: "ds-heading dialog__title", id: "sign-out-guard-title", textContent: t("Not sent yet") })
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

  // An open board sends by itself as soon as it can; from another page the way goes through it.
  async #send() {
    this.#say(t("Sending …"))
    await sender.flush()
    if ((await this.#count()) === 0) return this.#leave()
    const address = this.#wayTo()
    if (address && location.pathname !== new URL(address, location).pathname) return location.assign(address)
    for (let tries = 0; tries < TRIES; tries += 1) {
      if ((await this.#store.counts()).rows === 0) return this.#sent()
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS))
    }
    return this.#say(t("There is no connection now. The text is still on this device."))
  }

  /** The page where what is left can be sent: a board, a talk that something was begun at, what came back. */
  #wayTo() {
    const place = this.#words[0]?.board
    return place && (place.startsWith("/") ? place : `/boards/${place}`)
  }

  async #sent() {
    if ((await this.#count()) === 0) return this.#leave()
    await this.#ask()
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
    if (!(await hasNetwork())) return this.#stay()
    await this.#store.clear()
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
