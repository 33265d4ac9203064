// "Keep back" on one of somebody's own marks, and "let colleagues see it". The forms work by themselves; with a script what
// she decides before the work begins waits for no network: it is kept on the device, sent once, and until then said in words
// to be not sent; what is refused stands on top of the page (unsent-posts). Of what is pressed one thing after the other on
// the same mark only the last is sent.
//
// Attribute: data-place, where the mark is kept back. The form carries data-keeps.

import { isBusy } from "network/hall/swap.js"
import { fieldsOf, WaitingForms } from "network/offline/forms.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

export class KeepBack extends WaitingForms {
  postOf(form, submitter) {
    if (!form.hasAttribute("data-keeps")) return null
    return { kind: "keeping", fields: fieldsOf(form), text: "", title: submitter.textContent.trim(), isLast: true }
  }

  arrived() {
    if (this.closest("hall-page")) this.dispatchEvent(new CustomEvent("hall-ask", { bubbles: true }))
    else if (!isBusy(document.body)) location.reload()
  }

  showWaiting(rows) {
    const words = rows.map(({ act }) => t("Not sent yet: {answer}.", { answer: act.title })).join(" ")
    const badge = this.querySelector("[data-waiting]")
    if (words && badge.textContent !== words) announce(words)
    badge.textContent = words
    badge.hidden = words === ""
  }
}

if (!customElements.get("keep-back")) customElements.define("keep-back", KeepBack)
