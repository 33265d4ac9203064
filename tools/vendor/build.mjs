// Builds static/vendor (what browsers get from others) and tests/vendor (what the tests need of the same things).
//
//   npm ci --ignore-scripts && npm run build     writes both folders anew
//   npm ci --ignore-scripts && npm run check     builds beside them and compares every byte
//
// Own modules are served as written; only outside names pass through here. One esbuild run with splitting over
// all names, because two runs would give the browser two copies of Yjs, and Yjs breaks when it meets itself.

import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { basename, dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import subsetFont from "subset-font"

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = resolve(HERE, "../..")
const MODULES = join(HERE, "node_modules")

const BOARD_NAMES = [
  "yjs",
  "y-protocols/sync",
  "y-protocols/awareness",
  "lib0/encoding",
  "lib0/decoding",
  "socket.io-client",
  "socket.io-msgpack-parser",
]
const BROWSER_NAMES = [...BOARD_NAMES, "@digdir/designsystemet-web"]

// Latin holds æøåäö, Latin-ext the Sámi letters; other scripts fall back to the system's font.
const FONT_SUBSETS = ["latin-ext", "latin"]
// Our style sheets use 400 to 650, the browser's bold is 700: the thinner and heavier cuts are a quarter of the file.
const FONT_WEIGHTS = { min: 400, max: 700 }

/** A file name for an outside name: "y-protocols/sync" becomes "y-protocols-sync". */
const fileName = (name) => name.replace(/^@/, "").replaceAll("/", "-")

async function bundle({ names, outdir, options }) {
  const result = await build({
    entryPoints: Object.fromEntries(names.map((name) => [fileName(name), name])),
    absWorkingDir: HERE,
    outdir,
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    metafile: true,
    legalComments: "linked",
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    charset: "utf8",
    logLevel: "warning",
    ...options,
  })
  await writeImportMap({ names, outdir, metafile: result.metafile })
  return result.metafile
}

async function writeImportMap({ names, outdir, metafile }) {
  const built = Object.entries(metafile.outputs).filter(([path, output]) => output.entryPoint && !path.endsWith(".css"))
  const imports = {}
  for (const name of names) {
    const [path] = built.find(([path]) => basename(path).replace(/-[A-Z0-9]{8}\.m?js$/, "") === fileName(name))
    imports[name] = `./${basename(path)}`
  }
  await writeFile(join(outdir, "importmap.json"), `${JSON.stringify({ imports }, null, 2)}\n`)
}

async function buildKitStyles(outdir) {
  const result = await build({
    entryPoints: { designsystemet: "@digdir/designsystemet-css" },
    absWorkingDir: HERE,
    outdir,
    bundle: true,
    minify: true,
    metafile: true,
    conditions: ["style"],
    legalComments: "none",
    logLevel: "warning",
  })
  return result.metafile
}

async function buildTheme(outdir) {
  const scratch = await mkdtemp(join(tmpdir(), "samling-theme-"))
  const cli = join(MODULES, "@digdir/designsystemet/dist/bin/designsystemet.js")
  const run = (...words) => execFileSync(process.execPath, [cli, "tokens", ...words], { cwd: scratch, stdio: "pipe" })
  await cp(join(HERE, "theme.config.json"), join(scratch, "designsystemet.config.json"))
  run("create", "--clean")
  run("build", "--clean")
  const built = await readFile(join(scratch, "design-tokens-build/samling.css"), "utf8")
  const shrunk = await build({
    stdin: { contents: built, loader: "css" },
    write: false,
    minify: true,
    legalComments: "none",
  })
  await writeFile(join(outdir, "theme.css"), shrunk.outputFiles[0].text)
  await rm(scratch, { recursive: true })
}

async function copyFonts(outdir) {
  const source = join(MODULES, "@fontsource-variable/inter")
  const unicode = JSON.parse(await readFile(join(source, "unicode.json"), "utf8"))
  const faces = []
  for (const subset of FONT_SUBSETS) {
    const file = `inter-${subset}-wght-normal.woff2`
    const whole = await readFile(join(source, "files", file))
    const bytes = await subsetFont(whole, undefined, { targetFormat: "woff2", keepAllGlyphs: true, variationAxes: { wght: FONT_WEIGHTS } })
    const named = `inter-${subset}-${createHash("sha256").update(bytes).digest("hex").slice(0, 8)}.woff2`
    await writeFile(join(outdir, named), bytes)
    faces.push(fontFace({ file: named, range: unicode[subset] }))
  }
  await writeFile(join(outdir, "inter.css"), faces.join("\n"))
}

const fontFace = ({ file, range }) => `@font-face {
  font-family: "Inter";
  font-style: normal;
  font-display: swap;
  font-weight: ${FONT_WEIGHTS.min} ${FONT_WEIGHTS.max};
  src: url("./${file}") format("woff2");
  unicode-range: ${range};
}
`

/** The packages whose bytes are in the output, with the text that their licences ask us to carry along. */
async function writeLicences({ outdir, metafiles, besides }) {
  const names = new Set(besides)
  for (const metafile of metafiles) {
    for (const input of Object.keys(metafile.inputs)) names.add(packageOf(input))
  }
  const pieces = []
  for (const name of [...names].filter(Boolean).sort()) pieces.push(await licenceOf(name))
  await writeFile(join(outdir, "LICENCES"), pieces.join("\n"))
}

function packageOf(input) {
  const [, name] = input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//) ?? []
  return name
}

async function licenceOf(name) {
  const folder = join(MODULES, name)
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"))
  const file = (await readdir(folder)).sort().find((entry) => /^licen[cs]e/i.test(entry))
  const text = file ? await readFile(join(folder, file), "utf8") : `(no licence text in the package; its package.json says ${license})`
  const rule = "=".repeat(78)
  return `${rule}\n${name} ${version} – ${license}\n${rule}\n\n${text.replaceAll("\r\n", "\n").trim()}\n`
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)))
    .sort()
}

async function writeSums(folder) {
  const lines = []
  for (const file of await filesIn(folder)) {
    const sum = createHash("sha256").update(await readFile(join(folder, file))).digest("hex")
    lines.push(`${sum}  ${file}`)
  }
  await writeFile(join(folder, "SHA256SUMS"), `${lines.join("\n")}\n`)
}

async function makeBrowserFolder(outdir) {
  const scripts = await bundle({ names: BROWSER_NAMES, outdir, options: { platform: "browser", target: "es2022" } })
  const styles = await buildKitStyles(outdir)
  await buildTheme(outdir)
  await copyFonts(outdir)
  const besides = ["@fontsource-variable/inter", "@digdir/designsystemet"]
  await writeLicences({ outdir, metafiles: [scripts, styles], besides })
  await writeSums(outdir)
}

/** Node's forms of the same names, so that the tests need Node but no registry, and axe for the journeys. */
async function makeTestFolder(outdir) {
  const banner = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);'
  const options = { platform: "node", target: "node20", banner: { js: banner }, outExtension: { ".js": ".mjs" } }
  const scripts = await bundle({ names: BOARD_NAMES, outdir, options })
  await cp(join(MODULES, "axe-core/axe.min.js"), join(outdir, "axe.min.js"))
  await writeLicences({ outdir, metafiles: [scripts], besides: ["axe-core"] })
  await writeSums(outdir)
}

const TARGETS = [
  { folder: join(ROOT, "static/vendor"), make: makeBrowserFolder },
  { folder: join(ROOT, "tests/vendor"), make: makeTestFolder },
]

async function rebuild({ folder, make }) {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await make(folder)
  console.log(`built ${relative(ROOT, folder)}: ${(await filesIn(folder)).length} files`)
}

async function compare({ folder, make }) {
  const fresh = await mkdtemp(join(tmpdir(), "samling-vendor-"))
  await make(fresh)
  const names = new Set([...(await filesIn(folder)), ...(await filesIn(fresh))])
  const differing = []
  for (const name of [...names].sort()) {
    const [kept, made] = await Promise.all([folder, fresh].map((place) => readFile(join(place, name)).catch(() => null)))
    if (!kept || !made || !kept.equals(made)) differing.push(name)
  }
  await rm(fresh, { recursive: true })
  for (const name of differing) console.error(`differs: ${relative(ROOT, folder)}/${name}`)
  if (!differing.length) console.log(`same bytes: ${relative(ROOT, folder)}`)
  return differing.length === 0
}

if (process.argv.includes("--check")) {
  const results = []
  for (const target of TARGETS) results.push(await compare(target))
  process.exitCode = results.every(Boolean) ? 0 : 1
} else {
  for (const target of TARGETS) await rebuild(target)
}
