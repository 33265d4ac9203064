// What every page has. The page works without it; this makes it kinder.

import "network/ui/kit.js"
import "@digdir/designsystemet-web"
import "network/elements/sign-out-guard.js"
import { registerWorker } from "network/offline/register.js"
import { closeByButton } from "network/ui/dialog.js"

closeByButton(document)
registerWorker()
