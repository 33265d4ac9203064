// One run: everybody joins, writes, stops, and is compared.
import { monitorEventLoopDelay } from "node:perf_hooks"
import { Author } from "./author.mjs"
import { cpuSeconds, machineSeconds, memoryMb, rounded, spread } from "./figures.mjs"
import { Member } from "./member.mjs"
import { Tally } from "./tally.mjs"
import { converged, undelivered, unstored } from "./verdict.mjs"
import { chances } from "./workloads.mjs"

/** The keys of a board's columns; bench/world.py makes boards with the same. */
const COLUMNS = ["good", "hard", "next"]
const JOINING_MS = 1_500
const WARM_MS = 2_000
const SILENT_MS = 5_000
const LOOK_MS = 50
const LOOP_MS = 5
/** A person's edits come after 0.6 to 1.4 of her interval. */
const UNEVEN = 0.8

export const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

/** `seats`: for each person {board index, board, cookie}. Gives the figures of the run. */
export async function run({ Adapter, port, pid, workload, seats, seconds, seed }) {
  const members = []
  const tally = new Tally((author, edit) => members[author].sentAt[edit], (author, number) => members[author].glancedAt[number])
  members.push(...gather({ Adapter, workload, seats, seed, tally }))
  const boards = byBoard(members, workload)
  await joinAll(members, port)
  const stops = startAll(members, workload, seed)
  await pause(WARM_MS)
  const figures = await measure({ members, tally, pid, seconds })
  for (const stop of stops) stop()
  await settle(boards)
  return { ...figures, ...spreads(tally), ...await judge(boards, { Adapter, port, tally }) }
}

export function gather({ Adapter, workload, seats, seed, tally, Kind = Member }) {
  return seats.map((seat, number) => new Kind({
    number, seat, Adapter, tally,
    authors: workload.people,
    author: new Author(number, { columns: COLUMNS, chance: chances(seed * workload.people + number) }),
    isRecorder: number % workload.each === 0 || number % workload.each === workload.each - 1,
  }))
}

export const joinAll = (members, port) => Promise.all(members.map(async (member, number) => {
  await pause(JOINING_MS * number / members.length)
  await member.join(port)
}))

/** The members of each board. */
export const byBoard = (members, { boards }) => Array.from({ length: boards }, (_, index) => members.filter(({ seat }) => seat.index === index))

/** Everybody writes and some move about, until each of the functions that are given back is called. */
export function startAll(members, { rate, glancing, glances, people }, seed) {
  const chanceOf = (number, kind) => chances(seed * people + number + kind * 0x10000)
  const writing = members.map((member) => keepDoing(() => member.edit(), rate, chanceOf(member.number, 1)))
  const looking = members.slice(0, glancing).map((member) => keepDoing(() => member.glance(), glances, chanceOf(member.number, 2)))
  return [...writing, ...looking]
}

/** Do it `rate` times a second, unevenly; gives back the function that ends it. */
function keepDoing(act, rate, chance) {
  const interval = 1000 / rate
  let timer = null
  const again = () => {
    act()
    timer = setTimeout(again, interval * (1 - UNEVEN / 2 + chance() * UNEVEN))
  }
  timer = setTimeout(again, interval * chance())
  return () => clearTimeout(timer)
}

export async function measure({ members, tally, pid, seconds }) {
  const loop = monitorEventLoopDelay({ resolution: LOOP_MS })
  const before = snapshot(members, tally, pid)
  tally.begin(before.at)
  loop.enable()
  await pause(seconds * 1000)
  const after = snapshot(members, tally, pid)
  loop.disable()
  const took = (name) => after[name] - before[name]
  const elapsed = took("at") / 1000
  return {
    seconds: rounded(elapsed, 2),
    edits_per_s: rounded(took("edits") / elapsed, 1),
    deliveries_per_s: rounded(took("deliveries") / elapsed, 0),
    glances_per_s: rounded(took("glances") / elapsed, 0),
    frames_per_s: rounded(took("frames") / elapsed, 0),
    cpu_percent: rounded(100 * took("cpu") / elapsed, 1),
    cpu_ms_per_1000: rounded(1e6 * took("cpu") / (took("deliveries") + took("glances")), 2),
    memory_mb: memoryMb(pid),
    others_percent: rounded(Math.max(0, 100 * (took("machine") - took("cpu") - took("own") / 1e6) / elapsed), 0),
    generator: {
      cpu_percent: rounded(took("own") / 1e4 / elapsed, 1),
      loop_p99_ms: rounded(Math.max(0, loop.percentile(99) / 1e6 - LOOP_MS), 1),
    },
  }
}

function snapshot(members, tally, pid) {
  const { user, system } = process.cpuUsage()
  return {
    at: performance.now(), cpu: cpuSeconds(pid), machine: machineSeconds(), own: user + system, deliveries: tally.deliveries, glances: tally.glances,
    edits: members.reduce((sum, { author }) => sum + author.edits, 0),
    frames: members.reduce((sum, { link }) => sum + link.framesIn, 0),
  }
}

/** Wait until everything has arrived and is stored, as long as anything still comes: late is late, only lost is lost. */
export async function settle(boards) {
  let least = Infinity
  let since = performance.now()
  for (;;) {
    const missing = undelivered(boards) + unstored(boards)
    const now = performance.now()
    if (missing < least) [least, since] = [missing, now]
    if (missing === 0 || now - since > SILENT_MS) return
    await pause(LOOK_MS)
  }
}

export const spreads = (tally) => ({ edit_ms: spread(tally.editTimes), stored_ms: spread(tally.storedTimes), presence_ms: spread(tally.glanceTimes) })

export async function judge(boards, { Adapter, port, tally }) {
  const missing = { undelivered: undelivered(boards), unstored: unstored(boards) }
  const failures = [...tally.failures]
  const equal = await converged(boards, { Adapter, port })
  const different = equal.flatMap((isEqual, index) => (isEqual ? [] : [index]))
  if (missing.undelivered) failures.push(`${missing.undelivered} edits never reached somebody on their board`)
  if (missing.unstored) failures.push(`${missing.unstored} edits were never acknowledged`)
  if (different.length) failures.push(`boards differ between server, authors and receivers: ${different.slice(0, 5).join(", ")}`)
  boards.flat().forEach(({ link }) => link.leave())
  return { ...missing, converged: equal.length - different.length, boards: equal.length, failures }
}
