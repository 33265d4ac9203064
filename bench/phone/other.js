// Run in another person's page: the board's own model without its page, which writes as she is told.
async ({ board, key, name }) => {
  const [{ openBoard }, { openLink }, { Store }, { MemoryTables }, { openTab }] = await Promise.all([
    import("network/board/model.js"), import("network/live/socket.js"), import("network/offline/store.js"),
    import("network/offline/memory.js"), import("network/offline/tabs.js"),
  ])
  const store = new Store({ tables: new MemoryTables({ isPersistent: true }) })
  const model = openBoard({ board, person: { key, name }, link: openLink(), store, page: null, tab: openTab() })
  await model.ready
  while (model.status.link !== "online") await new Promise((go) => setTimeout(go, 50))
  const [column, other] = [...new Set(model.notes().map((note) => note.column))]
  const some = (turn) => model.notes()[(turn * 37) % model.notes().length]
  globalThis.acts = {
    "a new note": (turn) => model.add({ column, text: `Written by another, ${turn}` }),
    "other words": (turn) => { const { id, text } = some(turn); return model.edit(id, `${text} ${turn}`, text) },
    "a note moved": (turn) => model.move(some(turn).id, { column: other, after: null }),
  }
  return Object.keys(globalThis.acts)
}
