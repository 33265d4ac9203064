// The hall at work: tables write, the facilitator moves on, every phone asks again, and somebody looks at pages meanwhile.
import { monitorEventLoopDelay } from "node:perf_hooks"
import { cpuSeconds, machineSeconds, memoryMb, rounded, spread } from "../../load/figures.mjs"

const MOVE_EVERY_MS = 10_000
const BETWEEN_PROBES_MS = 40
const LOOP_MS = 5
/** A person's edits come after 0.6 to 1.4 of her interval. */
const UNEVEN = 0.8

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

/**
 * `writers` write `rate` times a second each; `probes`: [{name, ask()}] one after the other, ask gives {status, ms};
 * `move()` is the facilitator's. Gives the figures.
 */
export async function live({ writers, rate, probes, move, seconds, pid, tally }) {
  const stops = [...writers.map((phone) => keepDoing(() => phone.write(), 1000 / rate, phone.chance))]
  const loop = monitorEventLoopDelay({ resolution: LOOP_MS })
  loop.enable()
  const before = snapshot(pid)
  const until = performance.now() + seconds * 1000
  const [pages, moves] = await Promise.all([probe(probes, until, tally), keepMoving(move, until)])
  const after = snapshot(pid)
  loop.disable()
  for (const stop of stops) stop()
  return {
    seconds, pages, moves: spread(moves), refetches: spread(tally.refetches), stored_ms: spread(tally.stored),
    ...used(before, after, pid),
    generator_loop_p99_ms: rounded(Math.max(0, loop.percentile(99) / 1e6 - LOOP_MS), 1),
  }
}

/** Do it every `interval`, unevenly; gives back the function that ends it. */
function keepDoing(act, interval, chance) {
  let timer = null
  const again = () => {
    act()
    timer = setTimeout(again, interval * (1 - UNEVEN / 2 + chance() * UNEVEN))
  }
  timer = setTimeout(again, interval * chance())
  return () => clearTimeout(timer)
}

/** At once, and again as long as there is half an interval left for phones to ask. */
async function keepMoving(move, until) {
  const took = []
  do {
    took.push((await move()).ms)
    await pause(Math.min(MOVE_EVERY_MS, Math.max(0, until - performance.now())))
  } while (performance.now() + MOVE_EVERY_MS / 2 < until)
  return took
}

/** Each page by its name and "all": spreads of milliseconds until the last byte. */
async function probe(probes, until, tally) {
  const times = new Map(probes.map(({ name }) => [name, []]))
  for (let turn = 0; performance.now() < until || turn < probes.length; turn++) {
    const { name, ask } = probes[turn % probes.length]
    const answer = await ask()
    if (answer.status === 200) times.get(name).push(answer.ms)
    else tally.failures.push(`the page ${name} answered ${answer.status}`)
    await pause(BETWEEN_PROBES_MS)
  }
  const all = [...times.values()].flat()
  return Object.fromEntries([...times, ["all", all]].map(([name, list]) => [name, spread(list)]))
}

function snapshot(pid) {
  const { user, system } = process.cpuUsage()
  return { at: performance.now(), cpu: cpuSeconds(pid), machine: machineSeconds(), own: (user + system) / 1e6 }
}

function used(before, after, pid) {
  const seconds = (after.at - before.at) / 1000
  const percent = (name) => (100 * (after[name] - before[name])) / seconds
  return {
    cpu_percent: rounded(percent("cpu"), 1), generator_cpu_percent: rounded(percent("own"), 1), memory_mb: memoryMb(pid),
    others_percent: rounded(Math.max(0, percent("machine") - percent("cpu") - percent("own")), 0),
  }
}
