import assert from "node:assert/strict"
import { test } from "node:test"
import { fitted, sent } from "network/board/photo.js"

test("a large photo is made smaller and keeps its shape, a small one stays as it is", () => {
  assert.deepEqual([fitted(4000, 3000), fitted(3000, 4000), fitted(800, 600), fitted(90_000, 1)], [
    { width: 2000, height: 1500 }, { width: 1500, height: 2000 }, { width: 800, height: 600 }, { width: 2000, height: 1 },
  ])
})

test("without a network it is said so, and what the server says is handed on", async () => {
  const answering = (status, body) => async () => new Response(body, { status })
  const found = [
    await sent("/x", null, { fetch: async () => { throw new TypeError("no network") } }),
    await sent("/x", null, { fetch: answering(503, "<h1>no network</h1>") }),
    await sent("/x", null, { fetch: answering(422, '{"ok": false, "message": "Vel eit bilete."}') }),
    await sent("/x", null, { fetch: answering(200, '{"ok": true}') }),
  ]

  assert.deepEqual(found, [{ offline: true }, { offline: true }, { message: "Vel eit bilete." }, { ok: true }])
})
