// The line on a group's board that says what everybody is asked. It leads to the page where that is answered, and has the
// device keep that page, also when it was never opened: the question can be answered without a network. What she answered
// there and the server does not have yet is said here as well.
//
// Attributes: data-place, the question's address; data-page, the page where it is answered.

import { KeptAnew } from "network/offline/anew.js"
import { WaitingForms } from "network/offline/forms.js"
import { announcePolitely } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

export class PollStrip extends WaitingForms {
  begin(signal) {
    const page = new KeptAnew({ address: this.dataset.page })
    signal.addEventListener("abort", () => page.close())
    this.#isKept().then((isKept) => { if (!isKept && !signal.aborted) page.follow(this.place) })
  }

  /** Whether the device keeps a page with this very question. */
  async #isKept() {
    const kept = await globalThis.caches?.match(this.dataset.page, { ignoreSearch: true }).catch(() => undefined)
    return kept !== undefined && (await kept.text()).includes(this.place)
  }

  showWaiting(waiting, isPersistent) {
    const said = this.querySelector("[data-said]")
    if (!isPersistent) said.textContent = t("This device stores nothing: keep this page open.")
    said.hidden = waiting.length === 0
  }

  /** The line goes when the page is asked for again. */
  arrived(_row, message) {
    announcePolitely(message)
    this.dispatchEvent(new Event("hall-ask", { bubbles: true }))
  }
}

if (!customElements.get("poll-strip")) customElements.define("poll-strip", PollStrip)
