// The questions about the day. Each form works by itself; with a script nothing waits for the network: the answers are
// kept on the device, the last ones sent once when there is one, and the line without a name once.
//
// Attribute: data-place, the page's address. Forms carry data-kind: answers or remark.

import { fieldsOf, reasonOf, WaitingForms } from "network/offline/forms.js"
import { sender } from "network/offline/sender.js"
import { announce } from "network/ui/announce.js"
import { t } from "network/ui/text.js"

export class EvaluationForm extends WaitingForms {
  postOf(form) {
    const { kind } = form.dataset
    return kind ? { kind, fields: fieldsOf(form), isLast: true } : null
  }

  faultOf({ kind, fields }) {
    if (Object.values(fields).some((value) => value.trim())) return ""
    return kind === "remark" ? t("Write something first.") : t("Choose at least one answer first.")
  }

  showWaiting(waiting, isPersistent) {
    const badge = this.querySelector("[data-waiting]")
    if (waiting.length === 0) {
      badge.hidden = !badge.dataset.said
      return
    }
    delete badge.dataset.said
    badge.hidden = false
    badge.textContent = isPersistent ? t("Kept on this device. It is sent when there is a network.") : t("This device stores nothing: keep this page open.")
  }

  arrived({ act }, message) {
    const badge = this.querySelector("[data-waiting]")
    badge.dataset.said = "yes"
    badge.hidden = false
    badge.textContent = message
    announce(message)
    if (act.kind !== "remark") return
    const form = this.querySelector("form[data-kind=remark]")
    form?.replaceWith(Object.assign(document.createElement("p"), { textContent: message }))
  }

  // What was not taken stands in its field again, with the reason.
  giveBack(row) {
    this.say(reasonOf(row))
    const field = this.querySelector("[name=text]")
    if (row.act.kind === "remark" && field && !field.value) field.value = row.act.text
    if (row.act.kind !== "remark" || field) sender.drop(row.key)
  }
}

if (!customElements.get("evaluation-form")) customElements.define("evaluation-form", EvaluationForm)
