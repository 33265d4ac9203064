// Taps of a host that the server has not stored yet, on this device, by person. In memory where nothing can be stored.

const TABLE = "taps"

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result)
  request.onerror = () => reject(request.error)
})

/** The taps of one person: {isPersistent, all(), add(tap), drop(key), clear(), close()}. `indexedDB` for tests. */
export async function openTaps(person, { indexedDB = globalThis.indexedDB } = {}) {
  try {
    if (!indexedDB) throw new Error("this browser stores nothing")
    const opening = indexedDB.open(nameOf(person), 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE, { keyPath: "key" })
    return onDisk(await answer(opening))
  } catch {
    // A private window or a full disk: the taps last as long as the page, and the page says so.
    return inMemory()
  }
}

const nameOf = (person) => `samling-door-${person}`

function onDisk(database) {
  database.onversionchange = () => database.close()
  const change = (act) => new Promise((resolve, reject) => {
    const transaction = database.transaction(TABLE, "readwrite", { durability: "strict" })
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error("the device did not store it"))
    act(transaction.objectStore(TABLE))
  })
  return {
    isPersistent: true,
    all: () => answer(database.transaction(TABLE).objectStore(TABLE).getAll()),
    add: (tap) => change((table) => table.put(tap)),
    drop: (key) => change((table) => table.delete(key)),
    clear: () => change((table) => table.clear()),
    close: () => database.close(),
  }
}

export function inMemory() {
  const taps = new Map()
  return {
    isPersistent: false,
    all: async () => [...taps.values()],
    add: async (tap) => { taps.set(tap.key, tap) },
    drop: async (key) => { taps.delete(key) },
    clear: async () => { taps.clear() },
    close: () => {},
  }
}
