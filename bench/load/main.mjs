// One run against one server; one line of JSON. `python -m bench` starts the servers and calls this.
//
//   node bench/load/main.mjs --server y-websocket --workload A --port 4001 --pid 123 [--seconds 12] [--seed 1] [--world world.json]
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { adapterFor } from "./adapters/index.mjs"
import { killed } from "./killed.mjs"
import { beside } from "./pages.mjs"
import { run } from "./run.mjs"
import { storm } from "./storm.mjs"
import { KILL, PAGES, STORM, workload as workloadOf } from "./workloads.mjs"

const ID_LENGTH = 16

const { values } = parseArgs({
  options: {
    server: { type: "string" }, workload: { type: "string" }, port: { type: "string" }, pid: { type: "string" },
    seconds: { type: "string", default: "12" }, seed: { type: "string", default: "1" }, world: { type: "string" },
  },
})

/** A seat for each person of the workload: boards filled one after the other. */
function seatsFor(workload, world) {
  const seats = []
  for (let index = 0; index < workload.boards; index++) {
    const board = world?.boards[index].id ?? `board-${index}`.padEnd(ID_LENGTH, "_")
    for (let place = 0; place < workload.each; place++) {
      const person = world?.boards[index].members[place]
      seats.push({ index, board, cookie: world?.people[person].cookie })
    }
  }
  return seats
}

const SCRIPTS = { [STORM]: storm, [KILL]: killed, [PAGES]: beside }
const workload = workloadOf(values.workload)
const world = values.world ? JSON.parse(readFileSync(values.world, "utf8")) : null
const about = { server: values.server, workload: workload.name, seed: Number(values.seed) }
try {
  const figures = await (SCRIPTS[workload.kind] ?? run)({
    Adapter: adapterFor(values.server), workload, seats: seatsFor(workload, world),
    port: Number(values.port), pid: Number(values.pid), seconds: Number(values.seconds), seed: Number(values.seed),
  })
  console.log(JSON.stringify({ ...about, ...figures }))
  process.exit(figures.failures.length > 0 ? 1 : 0)
} catch (error) {
  console.log(JSON.stringify({ ...about, failures: [error.message] }))
  process.exit(1)
}
