// Dialogs are the browser's own: they hold the focus, and Escape closes them.

/** Let buttons marked data-close close the dialog they stand in. */
export function closeByButton(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-close]")
    button?.closest("dialog")?.close("")
  })
}
