// Many come at once to boards that are full and open: what it costs the server, and how long each waits for the whole board.
import * as Y from "yjs"
import { documentOf, fingerprint, writeNote } from "./author.mjs"
import { cpuSeconds, memoryMb, rounded, spread } from "./figures.mjs"
import { Link, readBoard } from "./link.mjs"
import { pause } from "./run.mjs"

const NOTES_A_FRAME = 50
const FILL_MS = 30_000
const LOOK_MS = 200

/** `seats` as run.mjs has them. Gives the figures of the storm. */
export async function storm({ Adapter, port, pid, workload, seats }) {
  const failures = []
  const boards = []
  for (let index = 0; index < workload.boards; index++) {
    boards.push(await fill({ Adapter, port, seat: seats[index * workload.each], notes: workload.notes, failures }))
  }
  const before = cpuSeconds(pid)
  const came = await Promise.all(seats.map(async (seat, number) => {
    await pause(1000 * workload.seconds * number / seats.length)
    return come({ Adapter, port, seat })
  }))
  const cpu = cpuSeconds(pid) - before
  const whole = came.filter(({ seat, updates }) => fingerprint(documentOf(updates)) === boards[seat.index].wanted).length
  if (whole < seats.length) failures.push(`${seats.length - whole} of those who came did not get the whole board`)
  const memory = memoryMb(pid)
  for (const { link } of [...boards, ...came]) link.leave()
  return { join_ms: spread(came.map(({ milliseconds }) => milliseconds)), cpu_s: rounded(cpu, 2), memory_mb: memory, failures }
}

/** One person writes all the notes of a board, and stays on it. */
async function fill({ Adapter, port, seat, notes, failures }) {
  const doc = new Y.Doc()
  const made = []
  doc.on("update", (update) => made.push(update))
  for (let first = 0; first < notes; first += NOTES_A_FRAME) {
    doc.transact(() => {
      for (let number = first; number < first + NOTES_A_FRAME; number++) writeNote(doc, seat.index * notes + number, number)
    })
  }
  const link = new Link({ Adapter, port, seat }, { updated() {}, present() {}, storedUpTo() {}, failed: (why) => failures.push(why) })
  await link.joined
  for (const update of made) link.update(update)
  const wanted = fingerprint(doc)
  const deadline = performance.now() + FILL_MS
  while (fingerprint(documentOf(await readBoard({ Adapter, port, seat }))) !== wanted) {
    if (performance.now() > deadline) throw new Error("a board could not be filled")
    await pause(LOOK_MS)
  }
  return { link, wanted }
}

async function come({ Adapter, port, seat }) {
  const updates = []
  const began = performance.now()
  const link = new Link({ Adapter, port, seat }, { updated: (bytes) => updates.push(Buffer.from(bytes)), present() {}, storedUpTo() {}, failed() {} })
  await link.joined
  return { link, seat, updates, milliseconds: performance.now() - began }
}
