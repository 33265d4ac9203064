// The whole of workload H against one server; one line of JSON. `python -m bench --workloads H` starts the servers.
//
//   node bench/hall/load/main.mjs --hall hall.json --port 4001 --pid 123 --plan day|rush --seconds 180 [--late 15] [--live 60] [--seed 1]
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { day } from "./day.mjs"
import { rush } from "./rush.mjs"

const PLANS = { day, rush }

const { values } = parseArgs({
  options: {
    hall: { type: "string" }, port: { type: "string" }, pid: { type: "string" }, plan: { type: "string" },
    seconds: { type: "string" }, late: { type: "string", default: "15" }, seed: { type: "string", default: "1" },
    live: { type: "string" }, unprinted: { type: "boolean", default: false },
  },
})
const hall = JSON.parse(readFileSync(values.hall, "utf8"))
try {
  const figures = await PLANS[values.plan]({
    hall, port: Number(values.port), pid: Number(values.pid), seconds: Number(values.seconds), late: Number(values.late),
    seed: Number(values.seed), liveSeconds: Number(values.live ?? values.seconds / 3), isPrinted: !values.unprinted,
  })
  console.log(JSON.stringify(figures))
  process.exit(figures.failures.length > 0 ? 1 : 0)
} catch (error) {
  console.log(JSON.stringify({ failures: [error.message] }))
  process.exit(1)
}
