// The store's rows in IndexedDB. The only module that knows it.

const VERSION = 1
const TABLES = ["rows", "boards", "drafts"]

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

/** Opens the database, or rejects: private windows and full disks say so here or later. */
export async function openDisk(name, indexedDB = globalThis.indexedDB) {
  if (!indexedDB) throw new Error("this browser stores nothing")
  const opening = indexedDB.open(name, VERSION)
  opening.onupgradeneeded = () => {
    for (const table of TABLES) opening.result.createObjectStore(table, { keyPath: "key" }).createIndex("board", "board")
  }
  const database = await answer(opening)
  return new DiskTables(database)
}

export class DiskTables {
  isPersistent = true
  #database

  constructor(database) {
    this.#database = database
    // Another tab signs out and deletes the database: do not stand in its way.
    database.onversionchange = () => database.close()
  }

  async all(table, board) {
    const store = this.#database.transaction(table).objectStore(table)
    return answer(board === undefined ? store.getAll() : store.index("board").getAll(board))
  }

  write({ puts = [], drops = [] }) {
    const tables = [...new Set([...puts, ...drops].map(([table]) => table))]
    if (tables.length === 0) return Promise.resolve()
    return new Promise((resolve, reject) => {
      // "strict": on the disk, not only handed to the operating system. "Stored on this device" must survive a dead battery.
      const transaction = this.#database.transaction(tables, "readwrite", { durability: "strict" })
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error ?? new Error("the device did not store it"))
      for (const [table, value] of puts) transaction.objectStore(table).put(value)
      for (const [table, key] of drops) transaction.objectStore(table).delete(key)
      // At once, not when the answers have come: a page that is being left does not live to hear them, and what waits then is undone.
      transaction.commit?.()
    })
  }

  clear() {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(TABLES, "readwrite")
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
      for (const table of TABLES) transaction.objectStore(table).clear()
    })
  }

  close() { this.#database.close() }
}
