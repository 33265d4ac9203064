// Which way the browser's modules may lean: elements → board, writing, hall → together → live, offline, ui → vendor.

import assert from "node:assert/strict"
import { readFileSync, readdirSync } from "node:fs"
import { test } from "node:test"

const ROOT = new URL("../../static/js/", import.meta.url)
const STOREYS = [["main"], ["elements"], ["board", "writing", "hall"], ["together"], ["live", "offline", "ui"]]
const STILL = /(?:^|\n)\s*(?:import\s+|(?:import|export)\s[^"'\n;=]*?\sfrom\s+)["']([^"']+)["']/.source
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']/.source
const IMPORT = new RegExp(`${STILL}|${DYNAMIC}`, "g")
const OUTSIDE = {
  yjs: ["board", "writing", "together"],
  "y-protocols/sync": ["board"],
  "y-protocols/awareness": ["board"],
  "lib0/encoding": ["board"],
  "lib0/decoding": ["board"],
  "socket.io-client": ["live"],
  "socket.io-msgpack-parser": ["live"],
  "@digdir/designsystemet-web": ["main"],
}

const files = readdirSync(ROOT, { recursive: true }).filter((file) => file.endsWith(".js")).sort()
const source = (file) => readFileSync(new URL(file, ROOT), "utf8")
const folderOf = (file) => (file.includes("/") ? file.split("/")[0] : file.replace(/\.js$/, ""))
const storeyOf = (file) => STOREYS.findIndex((folders) => folders.includes(folderOf(file)))

/** What a text imports, with braces over several lines first drawn together. */
export function importsOf(text) {
  const flat = text.replace(/\{[^{}]*\}(?=\s*from)/g, (braces) => braces.replaceAll("\n", " "))
  return [...flat.matchAll(IMPORT)].map(([, still, dynamic]) => still ?? dynamic)
}

/** Faults of one file, as sentences. */
export function faultsOf(file, text) {
  const faults = []
  for (const name of importsOf(text)) {
    if (name in OUTSIDE) {
      if (!OUTSIDE[name].includes(folderOf(file))) faults.push(`${file} imports ${name}`)
    } else if (!name.startsWith("network/")) {
      faults.push(`${file} imports "${name}", which is neither network/… nor in the import map`)
    } else {
      const to = name.slice("network/".length)
      const neighbours = folderOf(to) === folderOf(file) || ["live", "offline", "ui"].includes(folderOf(file))
      if (storeyOf(to) < storeyOf(file) || (storeyOf(to) === storeyOf(file) && !neighbours)) faults.push(`${file} leans up or aside on ${to}`)
    }
  }
  return faults
}

test("each file stands on a known storey", () => {
  assert.deepEqual(files.filter((file) => storeyOf(file) < 0), [])
})

test("imports lean downwards, and outside names have one home", () => {
  assert.deepEqual(files.flatMap((file) => faultsOf(file, source(file))), [])
})

test("only offline/ knows of indexedDB", () => {
  const others = files.filter((file) => folderOf(file) !== "offline" && /\bindexedDB\b/.test(source(file)))

  assert.deepEqual(others, [])
})

test("the test itself sees a wrong import", () => {
  const wrong = 'import {\n  Doc,\n} from "yjs"\nimport { a } from "network/elements/a.js"\nconst b = await import("./b.js")\n'

  assert.deepEqual(faultsOf("live/socket.js", wrong), [
    "live/socket.js imports yjs",
    "live/socket.js leans up or aside on elements/a.js",
    'live/socket.js imports "./b.js", which is neither network/… nor in the import map',
  ])
})
