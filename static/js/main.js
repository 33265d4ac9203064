// What every page has. The page works without it; this makes it kinder.

import "network/elements/sign-out-guard.js"
import { registerWorker } from "network/offline/register.js"
import { closeByButton } from "network/ui/dialog.js"

const OF_THE_KIT = "ds-"
const NEEDS_KIT = "[commandfor], [popovertarget]"

/** Elements come when they stand on the page: at once, or when a hall that moves on brings them in. The kit's are 29 kB. */
async function bringElements() {
  const names = new Set([...document.querySelectorAll(":not(:defined)")].map(({ localName }) => localName))
  const own = [...names].filter((name) => name.includes("-") && !name.startsWith(OF_THE_KIT))
  const hasKit = [...names].some((name) => name.startsWith(OF_THE_KIT)) || document.querySelector(NEEDS_KIT)
  for (const name of own) import(`network/elements/${name}.js`)
  if (!hasKit) return
  const { leaveFieldsets } = await import("network/ui/kit.js")
  await import("@digdir/designsystemet-web")
  if (document.querySelector("board-app")) leaveFieldsets()
}

// By then the page's own modules have run, and only what nobody has brought is missing.
if (document.readyState === "complete") bringElements()
else document.addEventListener("DOMContentLoaded", bringElements)
document.addEventListener("hall-shown", bringElements)
closeByButton(document)
registerWorker()
