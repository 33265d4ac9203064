// What one person keeps on this device: unsent rows, the boards she opened, drafts. Goes on in memory where nothing can be stored.
import { openDisk } from "network/offline/disk.js"
import { MemoryTables } from "network/offline/memory.js"

const HOUR = 3_600_000
/** Boards go 24 hours after their last use, words that were not sent after 30 days. */
export const BOARD_HOURS = 24
export const WORDS_HOURS = 30 * 24

/** Persons who sign out on this page: what their boards still want to write at the last moment is not written. */
const leaving = new Set()

/** Rows that the server has stay until the board's copy contains them: they are nobody's unsent words. */
const isUnsent = (row) => !row.isAcknowledged

/** Unsent rows in order. Of what is written letter by letter in one text the last row says it all. */
function unsentWords(rows) {
  const words = new Map()
  for (const row of rows.filter(isUnsent).sort(inOrder)) {
    const isWriting = row.act?.kind === "write"
    words.set(isWriting ? `${row.board}/${row.act.id}` : row.key, row)
  }
  return [...words.values()]
}

const inOrder = (one, other) => one.at - other.at || one.number - other.number

export class Store {
  #tables
  #person
  #now

  constructor({ tables, person = null, now = Date.now }) {
    this.#tables = tables
    this.#person = person
    this.#now = now
  }

  /** Does what is written outlive the page? */
  get isPersistent() { return this.#tables.isPersistent }

  async rows(board) { return (await this.#tables.all("rows", board)).sort(inOrder) }

  /** Writes rows and takes others out, together. Done means: on the disk. */
  async writeRows(rows, gone = []) {
    await this.#tables.write({ puts: rows.map((row) => ["rows", row]), drops: gone.map((key) => ["rows", key]) })
  }

  async board(board) { return (await this.#tables.all("boards", board))[0] ?? null }

  /** A board as it is now, and with it the end of the rows that are part of it since the server stored them. */
  async writeBoard(record, gone = []) {
    if (this.#person !== null && leaving.has(this.#person)) return this.writeRows([], gone)
    const kept = { ...record, key: record.board, usedAt: this.#now() }
    await this.#tables.write({ puts: [["boards", kept]], drops: gone.map((key) => ["rows", key]) })
  }

  async drafts(board) { return (await this.#tables.all("drafts", board)).map(withoutStoreKey) }

  async writeDrafts(board, drafts, gone = []) {
    const puts = drafts.map((draft) => ["drafts", { ...draft, key: draftKey(board, draft.key), name: draft.key, board, at: this.#now() }])
    await this.#tables.write({ puts, drops: gone.map((key) => ["drafts", draftKey(board, key)]) })
  }

  /**
   * What would be lost by clearing: {rows, drafts, kinds}; `kinds` are the rows by the first word of what they are. What
   * was written in one text counts once, however many rows it takes.
   */
  async counts() {
    const [rows, drafts] = await Promise.all([this.#tables.all("rows"), this.#tables.all("drafts")])
    const unsent = unsentWords(rows)
    const kinds = {}
    for (const [kind] of unsent.map(({ act }) => act.kind.split(" "))) kinds[kind] = (kinds[kind] ?? 0) + 1
    return { rows: unsent.length, drafts: drafts.length, kinds }
  }

  /** All unsent words of this person, to be downloaded before signing out: [{board: or the page's address, text}]. */
  async words() {
    const [rows, drafts] = await Promise.all([this.#tables.all("rows"), this.#tables.all("drafts")])
    const unsent = unsentWords(rows).map(({ board, address, act }) => ({ board: address ?? board, text: act.note?.text ?? [act.title, act.text].filter(Boolean).join("\n") }))
    return [...unsent, ...drafts.map(({ board, address, text }) => ({ board: address ?? board, text }))].filter(({ text }) => Boolean(text))
  }

  /** Stored copies of boards go at signing out even if the unsent words stay. */
  async clearBoards() {
    leaving.add(this.#person)
    const boards = await this.#tables.all("boards")
    await this.#tables.write({ drops: boards.map(({ key }) => ["boards", key]) })
  }

  /** Everything of this person. */
  async clear() { await this.#tables.clear() }

  /** Takes out what is too old. */
  async sweep() {
    const isOld = (time, hours) => this.#now() - time > hours * HOUR
    const boards = (await this.#tables.all("boards")).filter(({ usedAt }) => isOld(usedAt, BOARD_HOURS))
    const rows = (await this.#tables.all("rows")).filter(({ at }) => isOld(at, WORDS_HOURS))
    const drafts = (await this.#tables.all("drafts")).filter(({ at }) => isOld(at, WORDS_HOURS))
    const drops = [["boards", boards], ["rows", rows], ["drafts", drafts]]
    await this.#tables.write({ drops: drops.flatMap(([table, values]) => values.map(({ key }) => [table, key])) })
  }

  close() { this.#tables.close() }
}

const draftKey = (board, key) => `${board}/${key}`
const withoutStoreKey = ({ name, ...draft }) => ({ ...draft, key: name })

/** Some browsers neither open nor refuse; the board does not wait for them. */
const PATIENCE = 3000

function inTime(promise, timers) {
  let timer = null
  const late = new Promise((_, reject) => { timer = timers.setTimeout(() => reject(new Error("the device does not answer")), PATIENCE) })
  return Promise.race([promise, late]).finally(() => timers.clearTimeout(timer))
}

/** The store of one person; one in memory when this device cannot store. `openTables` for tests. */
export async function openStore({ person, now = Date.now, timers = globalThis, openTables = openDisk }) {
  try {
    const store = new Store({ tables: await inTime(openTables(`samling-${person}`), timers), person, now })
    await store.sweep()
    return store
  } catch {
    // Private window, storage switched off or broken: `isPersistent` says it, the page shows it.
    return new Store({ tables: new MemoryTables(), person, now })
  }
}
