// "Keep back" on one of one's own marks, which waits for no network: before the work begins it cannot wait.
// Attribute: data-place, where that is done.

import { fieldsOf, WaitingForms } from "network/offline/forms.js"
import { t } from "network/ui/text.js"

export class KeepBack extends WaitingForms {
  postOf(form, submitter) {
    return { kind: "keeping", fields: fieldsOf(form), title: submitter.textContent.trim(), isLast: true }
  }

  arrived() {
    if (this.closest("hall-page")) this.dispatchEvent(new CustomEvent("hall-ask", { bubbles: true }))
    else location.reload()
  }

  showWaiting(rows) {
    const badge = this.querySelector("[data-waiting]")
    badge.textContent = rows.map(({ act }) => t("Not sent yet: {answer}.", { answer: act.title })).join(" ")
    badge.hidden = rows.length === 0
  }
}

customElements.define("keep-back", KeepBack)
