// Texts that change on the page.

/** Have an element say something. Its text stays the same node: nobody who watches what comes and goes on the page is called. */
export function say(element, text) {
  const node = element.firstChild
  if (node instanceof Text && node.nextSibling === null) {
    if (node.data !== text) node.data = text
  } else if (node !== null || text !== "") element.textContent = text
}
