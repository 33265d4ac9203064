// Keeping a person's place on the page.

/** Move an element without its losing the focus, also in browsers that lack moveBefore. */
export function moveKeepingFocus(parent, element, before) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null
  if (parent.moveBefore && element.isConnected && parent.isConnected) parent.moveBefore(element, before)
  else parent.insertBefore(element, before)
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true })
}
