// Pages beside sockets: edits alone, edits while pages are loaded, pages alone; a third of the time each. Ours only.
import { Agent, get } from "node:http"
import { rounded, spread } from "./figures.mjs"
import { byBoard, gather, joinAll, judge, pause, settle, startAll } from "./run.mjs"
import { Tally } from "./tally.mjs"

const WARM_MS = 2_000
const LATE_MS = 500

export async function beside({ Adapter, port, workload, seats, seconds, seed }) {
  const members = []
  const tally = new Tally((author, edit) => members[author].sentAt[edit])
  members.push(...gather({ Adapter, workload, seats, seed, tally }))
  const boards = byBoard(members, workload)
  const third = seconds * 1000 / 3
  await joinAll(members, port)
  const cookies = seats.slice(0, workload.loaders).map(({ cookie }) => cookie)
  await firstPage({ port, cookies })
  const stops = startAll(members, workload, seed)
  await pause(WARM_MS)
  const alone = await editTimes(tally, third)
  const loaders = new Loaders({ port, cookies })
  const both = await editTimes(tally, third)
  const pagesBeside = loaders.take()
  for (const stop of stops) stop()
  await settle(boards)
  loaders.take()
  await pause(third)
  const pagesAlone = loaders.take()
  await loaders.stop()
  const failures = loaders.failures.slice(0, 5)
  const judged = await judge(boards, { Adapter, port, tally })
  return {
    edits_alone_ms: alone, edits_beside_ms: both, pages_beside_ms: spread(pagesBeside), pages_alone_ms: spread(pagesAlone),
    pages_beside_per_s: rounded(1000 * pagesBeside.length / (third + LATE_MS), 0), pages_alone_per_s: rounded(1000 * pagesAlone.length / third, 0),
    ...judged, failures: [...judged.failures, ...failures],
  }
}

/** How long edits took that were sent in the next so many milliseconds. */
async function editTimes(tally, milliseconds) {
  tally.editTimes = []
  tally.begin(performance.now())
  await pause(milliseconds)
  const times = tally.editTimes
  tally.editTimes = []
  await pause(LATE_MS)
  return spread(times)
}

/** An installation compiles each template once, when it is first asked for: that is not counted here. */
async function firstPage({ port, cookies }) {
  const agent = new Agent()
  const status = await load({ port, headers: { Cookie: cookies[0] }, agent })
  if (status !== 200) throw new Error(`the first page was answered with ${status}`)
}

/** One client for each cookie, who asks for the first page as soon as she has it. */
class Loaders {
  #times = []
  #isOver = false
  #loading
  failures = []

  constructor({ port, cookies }) {
    this.#loading = cookies.map((cookie) => this.#keepLoading({ port, headers: { Cookie: cookie }, agent: new Agent({ keepAlive: true, maxSockets: 1 }) }))
  }

  /** The times since the last call. */
  take() {
    const times = this.#times
    this.#times = []
    return times
  }

  async stop() {
    this.#isOver = true
    await Promise.all(this.#loading)
  }

  async #keepLoading(about) {
    while (!this.#isOver) {
      const began = performance.now()
      const status = await load(about)
      if (status === 200) this.#times.push(performance.now() - began)
      else {
        this.failures.push(`a page was answered with ${status}`)
        return
      }
    }
    about.agent.destroy()
  }
}

const load = ({ port, headers, agent }) => new Promise((resolve) => {
  get({ host: "127.0.0.1", port, path: "/", headers, agent }, (answer) => {
    answer.resume()
    answer.on("end", () => resolve(answer.statusCode))
  }).on("error", (error) => resolve(error.message))
})
