// A morning: people come, groups are made, some come late, and the hall works while pages are looked at.
import { rounded } from "../../load/figures.mjs"
import { chances } from "../../load/workloads.mjs"
import { Browser } from "./browser.mjs"
import { everybody } from "./door.mjs"
import { Lead } from "./lead.mjs"
import { live } from "./live.mjs"
import { newTally, phonesOf } from "./phone.mjs"

/** Tables that write while the others talk, and how often one person does, a second. */
const BOARDS_AT_WORK = 8
const RATE = 0.5
const LATE_WITHIN_SECONDS = 1
const SETTLE_MS = 5_000

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

export async function day(asked) {
  const tally = newTally()
  try {
    return await morning({ ...asked, tally })
  } catch (error) {
    return { failures: [error.message, ...tally.failures.slice(0, 5)] }
  }
}

async function morning({ hall, port, pid, seconds, liveSeconds, isPrinted, late, seed, tally }) {
  const chance = chances(seed)
  const phones = phonesOf(hall.people, { hall, port, tally, seed })
  const [early, tardy] = [phones.slice(0, phones.length - late), phones.slice(phones.length - late)]
  const lead = new Lead({ port, hall })
  const joins = await everybody(early, { seconds, chance, act: (phone) => phone.join() })
  const made = await lead.beginRound()
  const arrivals = await everybody(tardy, { seconds: LATE_WITHIN_SECONDS, chance, act: (phone) => phone.comeIn() })
  await Promise.all(tardy.map((phone) => phone.follow()))
  const writers = await seat(early)
  tally.refetches.length = 0
  const probes = await lead.probes(early[0].browser, new Browser(port, hall.host))
  const figures = await live({
    writers, rate: RATE, probes, move: () => lead.move(), seconds: liveSeconds, pid, tally,
  })
  await settled(writers)
  const unstored = writers.reduce((sum, phone) => sum + phone.unstored, 0)
  const pack = isPrinted ? await lead.printPack() : 0
  for (const phone of phones) phone.leave()
  return {
    joins, late: arrivals, live: { ...figures, people: phones.length, writers: writers.length, unstored, returns: tally.returns },
    ms: { deal: rounded(made.deal, 0), boards: rounded(made.boards, 0), pack: rounded(pack, 0) },
    failures: [...joins.failures, ...arrivals.failures, ...(unstored ? [`${unstored} edits were never stored`] : []), ...tally.failures.slice(0, 5)],
  }
}

/** The members of the first tables open their board. */
async function seat(phones) {
  const tables = new Map()
  for (const phone of phones) {
    const board = await phone.boardOf()
    if (!tables.has(board) && tables.size === BOARDS_AT_WORK) continue
    tables.set(board, [...(tables.get(board) ?? []), phone])
  }
  const writers = [...tables.values()].flat()
  await Promise.all(writers.map((phone) => phone.sitDown()))
  return writers
}

async function settled(writers) {
  const until = performance.now() + SETTLE_MS
  while (performance.now() < until && writers.some((phone) => phone.unstored > 0)) await pause(50)
}
