// Must stand before the kit's own import: it reads this once, and its warnings are for those who build it.
window.dsWarnings = false

/** The kit looks through the whole page for fieldsets whenever anything is put on it, to say which text is whose: on a board of 300
 *  notes a slow phone does so for each note. A board's few stand there from the start. */
export function leaveFieldsets(window = globalThis) {
  const name = Object.keys(window).find((key) => key.startsWith("_dsHotReloadCleanup"))
  for (const end of window[name]?.get("fieldset") ?? []) end()
}
