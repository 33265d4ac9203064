// Keeping a person's place on the page.

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex='0']"

/** Put the focus on an element that need not be able to take it. */
export function focusOn(element) {
  if (!element) return
  if (!element.matches(FOCUSABLE) && !element.hasAttribute("tabindex")) element.tabIndex = -1
  element.focus({ preventScroll: false })
}

/** Remember where the focus is; the answer puts it back, or on `fallback` when that place is gone. */
export function rememberFocus(fallback = () => document.getElementById("content")) {
  const place = document.activeElement
  return () => focusOn(place?.isConnected && place !== document.body ? place : fallback())
}

/** Move an element without its losing the focus, also in browsers that lack moveBefore. */
export function moveKeepingFocus(parent, element, before) {
  const focused = element.contains(document.activeElement) ? document.activeElement : null
  if (parent.moveBefore && element.isConnected && parent.isConnected) parent.moveBefore(element, before)
  else parent.insertBefore(element, before)
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true })
}
