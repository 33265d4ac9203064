// "Keep back" on one of one's own marks, which waits for no network: before the work begins it cannot wait.
// Attribute: data-place, the mark on its page. What is sent here carries no data-hall.

import { fieldsOf, WaitingForms } from "network/offline/forms.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

const SOON_MS = 1_000

export class KeepBack extends WaitingForms {
  #timer = null

  postOf(form, submitter) {
    if (form.matches("[data-hall]") || (navigator.onLine && !this.closest("hall-page"))) return null
    return { kind: "keeping", fields: fieldsOf(form), title: submitter.textContent.trim(), isLast: true }
  }

  arrived(_row, message) {
    announce(message)
    if (this.closest("hall-page")) this.dispatchEvent(new CustomEvent("hall-ask", { bubbles: true }))
    else location.reload()
  }

  showWaiting(rows, isPersistent) {
    const words = rows.map(({ act }) => t("Not sent yet: {answer}.", { answer: act.title }))
    if (rows.length > 0 && !isPersistent) words.push(t("This device stores nothing: keep this page open."))
    const badge = this.querySelector("[data-waiting]")
    badge.hidden = rows.length === 0
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => { badge.textContent = words.join(" ") }, rows.length > 0 ? SOON_MS : 0)
  }
}

customElements.define("keep-back", KeepBack)
