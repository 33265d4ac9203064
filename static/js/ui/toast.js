// Short messages at the bottom. One with a button stays for ten seconds after focus and pointer have left it.

import { announce, announcePolitely } from "network/ui/announce.js"

const PLAIN_MS = 6_000
const WITH_ACT_MS = 10_000

/**
 * Show a message and say it. `act` is {label, run}: a way back, as with "Undo". `isPolite`: what others did, said in a pause.
 *
 * Returns a function that takes the message away.
 */
export function toast(message, { act, isPolite = false, ms = act ? WITH_ACT_MS : PLAIN_MS } = {}) {
  const region = document.getElementById("toasts")
  const box = document.createElement("div")
  box.className = "toast"
  const text = document.createElement("p")
  text.className = "toast__message"
  text.textContent = message
  box.append(text)
  const remove = () => {
    clearTimeout(timer)
    box.remove()
    region.hidden = !region.childElementCount
  }
  if (act) box.append(actButton(act, remove))
  region.append(box)
  region.hidden = false
  if (isPolite) announcePolitely(message)
  else announce(message)
  let timer = setTimeout(remove, ms)
  const pause = () => clearTimeout(timer)
  const goOn = () => {
    clearTimeout(timer)
    timer = setTimeout(remove, ms)
  }
  for (const name of ["focusin", "pointerenter"]) box.addEventListener(name, pause)
  for (const name of ["focusout", "pointerleave"]) box.addEventListener(name, goOn)
  return remove
}

function actButton({ label, run }, remove) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "ds-button toast__act"
  button.dataset.variant = "tertiary"
  button.textContent = label
  button.addEventListener("click", () => {
    remove()
    run()
  })
  return button
}
