// How a text stands, in words: where what was written is, who else is here, how much room is left.
import { t, tn } from "network/ui/text.js"

/** Room is counted from here on: a tenth of all there is, or twenty characters. */
const nearly = (limit) => Math.max(20, limit / 10)

/**
 * A name for how it stands: "saved" only when the server has acknowledged all. status: the model's. state: of this text's rows.
 * isBehind: the field has words that are no row yet. isBound: the text is known here.
 */
export function standing({ status, state, isBehind, isBound, tooMany }) {
  if (status.reason) return "refused"
  if (!status.canWrite) return status.open ? "reader" : "closed"
  if (tooMany > 0) return "long"
  const isUnsent = isBehind || state !== "saved"
  if (status.link === "offline") return isUnsent ? unsent({ status, state, isBehind }) : "offline"
  if (isUnsent) return "saving"
  return isBound && status.link === "online" ? "saved" : "unknown"
}

function unsent({ status, state, isBehind }) {
  if (!status.stored) return "page"
  return isBehind || state === "waiting" ? "waiting" : "kept"
}

const SENTENCES = {
  refused: ({ status }) => status.reason,
  closed: () => t("The text is closed. It can be read, and not changed any more."),
  reader: () => t("You can read this text, but not change it."),
  long: ({ tooMany }) => tn("{count} character too many. Not saved.", "{count} characters too many. Not saved.", tooMany),
  offline: () => t("No network. You can write on: it is kept on this device."),
  page: () => t("Waiting for a network. Keep this page open."),
  waiting: () => t("Waiting for a network."),
  kept: () => t("Waiting for a network. Kept on this device."),
  saving: () => t("Saving …"),
  saved: () => t("Saved"),
  unknown: () => "",
}

export const standingWords = (name, facts) => SENTENCES[name](facts)

/** Who else is here, those who write before those who look. */
export function peopleWords(people) {
  const named = (some) => some.map(({ name }) => name).join(", ")
  const writers = people.filter(({ typing }) => typing)
  const others = people.filter(({ typing }) => !typing)
  const said = []
  if (writers.length > 0) said.push(tn("{names} is writing", "{names} are writing", writers.length, { names: named(writers) }))
  if (others.length > 0) said.push(tn("{names} is here", "{names} are here", others.length, { names: named(others) }))
  return said.join(" · ")
}

/** How much room is left, when it is little. */
export function leftWords(left, limit) {
  return left >= 0 && left < Infinity && left <= nearly(limit) ? tn("{count} character left", "{count} characters left", left) : ""
}
