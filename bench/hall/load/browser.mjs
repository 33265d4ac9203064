// One phone's browser as far as pages go: it keeps cookies, follows the one redirect after a form, and carries form tokens.
import { Agent, request } from "node:http"
import { gunzipSync } from "node:zlib"

const PATIENCE_MS = 30_000
const TOKEN = /name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"/

export class Browser {
  #port
  #cookies = new Map()
  #agent = new Agent({ keepAlive: true, maxSockets: 2 })

  /** `cookie`: a whole Cookie header to begin with. */
  constructor(port, cookie = "") {
    this.#port = port
    for (const pair of cookie.split("; ").filter(Boolean)) this.#keep(pair)
  }

  get cookie() { return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") }

  /** {status, text, location, bytes, ms}; never follows. `ms` until the last byte. */
  get(path) { return this.#send("GET", path) }

  /** The same without what stands around the page's parts, as static/js/elements/hall-page.js asks for it. */
  again(path) { return this.#send("GET", path, null, { "Samling-Bare": "1" }) }

  post(path, fields) { return this.#send("POST", path, new URLSearchParams(fields).toString()) }

  /** Fill in the form at `page` (its text) and send it to `path`. */
  submit(page, path, fields = {}) { return this.post(path, { csrf_token: tokenIn(page), ...fields }) }

  close() { this.#agent.destroy() }

  #send(method, path, body = null, more = {}) {
    const began = performance.now()
    const headers = { Cookie: this.cookie, Accept: "text/html", "Accept-Encoding": "gzip", "User-Agent": "bench", ...more }
    if (body !== null) headers["Content-Type"] = "application/x-www-form-urlencoded"
    if (body !== null) headers["Content-Length"] = Buffer.byteLength(body)
    return new Promise((resolve, reject) => {
      const asked = request({ host: "127.0.0.1", port: this.#port, method, path, headers, agent: this.#agent, timeout: PATIENCE_MS })
      asked.on("timeout", () => asked.destroy(new Error(`no answer to ${method} ${path}`)))
      asked.on("error", reject)
      asked.on("response", (answer) => this.#read(answer, began).then(resolve, reject))
      asked.end(body)
    })
  }

  async #read(answer, began) {
    const parts = []
    for await (const part of answer) parts.push(part)
    const bytes = Buffer.concat(parts)
    for (const line of answer.headers["set-cookie"] ?? []) this.#keep(line.split(";")[0])
    const plain = answer.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes
    return { status: answer.statusCode, text: plain.toString(), location: answer.headers.location ?? "", bytes: bytes.length, ms: performance.now() - began }
  }

  #keep(pair) {
    const at = pair.indexOf("=")
    const value = pair.slice(at + 1)
    if (value === "") this.#cookies.delete(pair.slice(0, at))
    else this.#cookies.set(pair.slice(0, at), value)
  }
}

/** The form token of a page; empty when it has none. */
export function tokenIn(page) {
  const found = TOKEN.exec(page)
  return found?.[1] ?? found?.[2] ?? ""
}
