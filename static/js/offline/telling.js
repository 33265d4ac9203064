// What the page says when its worker had to do without the network.

import { KEPT_PAGE } from "network/ui/kept.js"
import { ready, t } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

/** Pages that say by themselves how fresh they are. */
const SELF_TOLD = "[data-written], board-app, late-check-in"

/** A form got no answer; the page stands as it was. True also of one that arrived: every form of ours counts once. */
export const notAnswered = () => t("The network does not answer. What stands here is not lost. Try again in a moment; nothing is stored twice.")

export async function notSent() {
  await ready
  toast(notAnswered())
}

/** This page comes from the device, because the network does not answer. */
export async function fromDevice() {
  document.documentElement.toggleAttribute(KEPT_PAGE, true)
  document.dispatchEvent(new Event("hall-offset"))
  if (document.querySelector(SELF_TOLD)) return
  await ready
  const line = Object.assign(document.createElement("p"), { className: "unsent__line", textContent: `${t("There is no connection. You see the page as this device kept it.")} ` })
  const again = Object.assign(document.createElement("a"), { className: "ds-link", href: "", textContent: t("Try again") })
  line.setAttribute("role", "status")
  line.dataset.fromDevice = ""
  line.append(again)
  document.getElementById("content").prepend(line)
}
