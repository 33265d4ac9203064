// Dialogs are the browser's own: they hold the focus, and Escape closes them.

import { rememberFocus } from "network/ui/focus.js"

/**
 * Open a dialog and wait until it closes; the focus goes back to where it was, or to `fallback()`.
 *
 * Returns the dialog's returnValue: the value of the button that closed it, "" for Escape or the backdrop.
 */
export function openDialog(dialog, { first, fallback } = {}) {
  const restore = rememberFocus(fallback)
  dialog.returnValue = ""
  dialog.showModal()
  if (first) first.focus()
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        restore()
        resolve(dialog.returnValue)
      },
      { once: true },
    )
  })
}

/** A question with two buttons. Resolves to true when the person says yes. */
export async function confirm({ title, text, yes, no, danger = false }) {
  const dialog = document.createElement("dialog")
  dialog.className = "ds-dialog dialog"
  const heading = element("h2", { className: "dialog__title", id: `confirm-${crypto.randomUUID()}`, textContent: title })
  dialog.setAttribute("aria-labelledby", heading.id)
  const acts = element("div", { className: "dialog__acts" })
  acts.append(choice(dialog, yes, "yes", danger), choice(dialog, no, "", false))
  acts.lastChild.dataset.variant = "secondary"
  dialog.append(heading, element("p", { textContent: text }), acts)
  document.body.append(dialog)
  const answer = await openDialog(dialog)
  dialog.remove()
  return answer === "yes"
}

/** Let buttons marked data-close close the dialog they stand in. */
export function closeByButton(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-close]")
    button?.closest("dialog")?.close("")
  })
}

function choice(dialog, label, value, danger) {
  const button = element("button", { className: "ds-button", type: "button", textContent: label })
  if (danger) button.dataset.color = "danger"
  button.addEventListener("click", () => dialog.close(value))
  return button
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties)
}
