// What a screen reader hears. One's own acts at once, what others do when there is a pause.

/** Say something now: the result of what this person just did. */
export function announce(text) {
  say(document.getElementById("announce-assertive"), text)
}

/** Say something when there is a pause. */
export function announcePolitely(text) {
  say(document.getElementById("announce-polite"), text)
}

function say(region, text) {
  if (!region) return
  region.textContent = ""
  // A region that gets the same text twice is silent the second time; an empty moment between makes it new.
  requestAnimationFrame(() => {
    region.textContent = text
  })
}
