// What is said of a connection.

import { t, tn } from "network/ui/text.js"

const LINKS = {
  online: () => t("Connected"),
  connecting: () => t("Connecting …"),
  offline: () => t("Offline"),
}

/** The connection as one sentence. `stored` false: this device keeps nothing. */
export function connectionWords({ link, transport, unsent, stored }) {
  const words = [link === "online" && transport === "polling" ? t("Connected, the slower way") : (LINKS[link] ?? LINKS.connecting)()]
  if (unsent > 0) words.push(tn("{count} not sent", "{count} not sent", unsent))
  if (!stored) words.push(t("this device keeps nothing: do not close the page"))
  return words.join(" · ")
}
