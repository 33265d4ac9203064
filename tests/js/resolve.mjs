// Lets Node import the browser's modules by the browser's names:
//
//   node --import ./tests/js/resolve.mjs --test tests/js/
//
// "network/…" is static/js/…; outside names are the forms for Node in tests/vendor, so that no registry is needed.

import { readFileSync } from "node:fs"
import { register } from "node:module"

const ROOT = new URL("../../", import.meta.url)
const VENDOR = new URL("tests/vendor/", ROOT)

/** What the names mean: shared with the hook, which runs in a thread of its own. */
function names() {
  const { imports } = JSON.parse(readFileSync(new URL("importmap.json", VENDOR), "utf8"))
  return Object.fromEntries(Object.entries(imports).map(([name, path]) => [name, new URL(path, VENDOR).href]))
}

register(new URL("resolve-hook.mjs", import.meta.url), {
  data: { own: new URL("static/js/", ROOT).href, outside: names() },
})
