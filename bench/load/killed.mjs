// The server is killed while everybody writes, and comes again: what was acknowledged is there, and everybody comes back.
//
// Says KILL on its output and waits for a line with the new server's process id.
import { createInterface } from "node:readline"
import * as Y from "yjs"
import { cpuSeconds, memoryMb, rounded, spread } from "./figures.mjs"
import { readBoard } from "./link.mjs"
import { Member } from "./member.mjs"
import { byBoard, gather, joinAll, judge, pause, settle, startAll } from "./run.mjs"
import { Arrivals } from "./stamps.mjs"
import { Tally } from "./tally.mjs"
import { STEP_2 } from "./bytes.mjs"

const AGAIN_MS = 100
const BACK_MS = 60_000

/** A member who keeps what she sent, and sends again what was not acknowledged. */
class Survivor extends Member {
  #sent = []
  #isEnding = false
  #isDown = false
  #answered = 0

  edit() {
    if (this.#isDown) return
    super.edit()
  }

  sending(update) { this.#sent.push(update) }

  storedUpTo(count) { super.storedUpTo(this.Adapter.echoMeansStored ? count : this.#answered + count) }

  failed(why) {
    if (this.#isEnding) this.#isDown = true
    else super.failed(why)
  }

  /** From now on the end of the connection is no fault; she writes on until then. */
  expectTheEnd() { this.#isEnding = true }

  /** Try until the server is there; back is who has the whole board and has sent what it may lack. */
  async comeBack(port, deadline) {
    for (;;) {
      this.#answered = this.stored
      try {
        await this.join(port)
        break
      } catch (error) {
        if (performance.now() > deadline) throw error
        await pause(AGAIN_MS)
      }
    }
    this.#isDown = this.#isEnding = false
    if (this.Adapter.answersStep1) {
      // What a provider of theirs answers to the server's step 1: all that this copy has.
      this.link.say(STEP_2, Buffer.from(Y.encodeStateAsUpdate(this.author.doc)))
      super.storedUpTo(this.#sent.length)
    } else for (const update of this.#sent.slice(this.stored)) this.link.update(update)
  }
}

export async function killed({ Adapter, port, workload, seats, seconds, seed }) {
  const members = []
  const tally = new Tally((author, edit) => members[author].sentAt[edit])
  members.push(...gather({ Adapter, workload, seats, seed, tally, Kind: Survivor }))
  const boards = byBoard(members, workload)
  await joinAll(members, port)
  const stops = startAll(members, workload, seed)
  await pause(seconds * 1000)
  for (const member of members) member.expectTheEnd()
  const killedAt = performance.now()
  const pid = await anotherServer()
  const started = performance.now() - killedAt
  for (const stop of stops) stop()
  const promised = members.map(({ stored }) => stored)
  const lost = await acknowledgedAndLost({ boards, promised, Adapter, port })
  const before = cpuSeconds(pid)
  const cameAt = performance.now()
  await Promise.all(members.map((member) => member.comeBack(port, cameAt + BACK_MS)))
  const back = performance.now() - cameAt
  await settle(boards)
  const storm = { start_ms: rounded(started, 0), back_ms: rounded(started + back, 0), cpu_s: rounded(cpuSeconds(pid) - before, 2) }
  for (const member of members) member.edit()
  await settle(boards)
  return {
    ...storm, promised: promised.reduce((sum, count) => sum + count, 0), lost, memory_mb: memoryMb(pid),
    edits: members.reduce((sum, { author }) => sum + author.edits, 0), stored_ms: spread(tally.storedTimes),
    ...await judge(boards, { Adapter, port, tally }),
  }
}

function anotherServer() {
  const lines = createInterface({ input: process.stdin })
  return new Promise((resolve) => {
    lines.once("line", (line) => {
      lines.close()
      resolve(Number(line))
    })
    console.log("KILL")
  })
}

/** Acknowledged edits that the new server lacks, read by somebody new before anybody who wrote is back. */
async function acknowledgedAndLost({ boards, promised, Adapter, port }) {
  let lost = 0
  for (const members of boards) {
    const arrivals = new Arrivals(promised.length)
    for (const update of await readBoard({ Adapter, port, seat: members[0].seat })) arrivals.take(update, () => {})
    for (const { number } of members) lost += Math.max(0, promised[number] - 1 - arrivals.last(number))
  }
  return lost
}
