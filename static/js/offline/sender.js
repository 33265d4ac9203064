// The page's one sender: opens the person's store, posts what waits in it, and tells the page how it stands.

import { ownerOfKeptPages } from "network/offline/keep.js"
import { bodyOf, PostQueue } from "network/offline/posts.js"
import { openStore } from "network/offline/store.js"

const PATIENCE_MS = 10_000

/** The token that this browser's forms carry; a page that the device kept may hold one that is too old. */
let token = null
const shownToken = () => document.querySelector("input[name=csrf_token]")?.value ?? ""

async function freshToken() {
  const response = await fetch("/", { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) })
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  return page.querySelector("input[name=csrf_token]")?.value ?? ""
}

async function post(row) {
  const body = new URLSearchParams(bodyOf(row, { now: Date.now(), token: token || shownToken() }))
  const response = await fetch(row.act.path, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) })
  const { message } = await response.json().catch(() => ({}))
  return { status: response.status, message }
}

async function postAgain(row) {
  const answer = await post(row)
  if (answer.status !== 400) return answer
  token = await freshToken()
  return post(row)
}

/**
 * Tells "posts" at each change of what waits and after each try, with {waiting: rows, notes: [{board, address, count}],
 * sent: [{row, message}], isSignedOut, isPersistent}.
 */
class Sender extends EventTarget {
  #store = null
  #queue = null
  #told = null
  #telling = null

  /** Whose the device's rows are: who is signed in, or for a page that is everybody's the one whose pages are kept here. */
  async person() { return document.documentElement.dataset.person || (await ownerOfKeptPages()) }

  open() {
    this.#queue ??= this.#open()
    return this.#queue
  }

  async #open() {
    this.#store = openStore({ person: await this.person() })
    return new PostQueue({ store: await this.#store, send: postAgain })
  }

  /** What somebody is writing at a place, by its name: kept until it is sent or emptied. */
  async drafts(place) {
    await this.open()
    return (await this.#store).drafts(place)
  }

  async keepDraft(place, key, text) {
    await this.open()
    const store = await this.#store
    return text.trim() ? store.writeDrafts(place, [{ key, text }]) : store.writeDrafts(place, [], [key])
  }

  /** On the device, and said to wait, when this is settled; rejects when the device stores nothing more. Sending follows. */
  async add(given) {
    await (await this.open()).add(given)
    await this.#tell({ sent: [], isSignedOut: false })
    this.flush()
  }

  async drop(key) {
    await (await this.open()).drop(key)
    await this.#tell({ sent: [], isSignedOut: false })
  }

  /** Several calls at once are one, and tell once. */
  async flush() {
    const told = await (await this.open()).flush()
    if (told !== this.#told) this.#telling = this.#tell(told)
    this.#told = told
    return this.#telling
  }

  async #tell(told) {
    const queue = await this.open()
    const detail = { ...told, waiting: await queue.waiting(), notes: await queue.notes(), isPersistent: queue.isPersistent }
    this.dispatchEvent(new CustomEvent("posts", { detail }))
  }
}

export const sender = new Sender()
