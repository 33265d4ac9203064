// The store's rows in memory: for private windows, for devices without storage, and for tests. Same shape as the tables on disk.

const TABLES = ["rows", "boards", "drafts"]
const copy = (value) => structuredClone(value)

/** All changes of one `write` happen together or not at all. */
export class MemoryTables {
  isPersistent
  #tables = Object.fromEntries(TABLES.map((name) => [name, new Map()]))

  constructor({ isPersistent = false } = {}) { this.isPersistent = isPersistent }

  async all(table, board) {
    return [...this.#tables[table].values()].filter((value) => board === undefined || value.board === board).map(copy)
  }

  /** puts: [[table, value]], drops: [[table, key]]; a value's key is its `key`. */
  async write({ puts = [], drops = [] }) {
    const copies = puts.map(([table, value]) => [table, copy(value)])
    for (const [table, value] of copies) this.#tables[table].set(value.key, value)
    for (const [table, key] of drops) this.#tables[table].delete(key)
  }

  async clear() { for (const table of TABLES) this.#tables[table].clear() }
  close() {}
}
