// Figures: how times are spread, and what processes cost.
import { readFileSync } from "node:fs"

/** The unit of /proc's times, on every Linux that we know (getconf CLK_TCK). */
const TICKS_A_SECOND = 100
/** Places in /proc/<pid>/stat, counted from the state behind the program's name. */
const USER_TICKS = 11
const SYSTEM_TICKS = 12

/** The value below which `share` of the sorted values lie (nearest rank); null when there are none. */
export function percentile(sorted, share) {
  if (sorted.length === 0) return null
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** {count, p50, p95, p99, max} of times in milliseconds. */
export function spread(times) {
  const sorted = Float64Array.from(times).sort()
  const at = (share) => rounded(percentile(sorted, share), 2)
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

export function rounded(value, digits) {
  return value === null ? null : Math.round(value * 10 ** digits) / 10 ** digits
}

/** User and system time of a process and its children, in seconds. */
export function cpuSeconds(pid) {
  return family(pid).reduce((sum, member) => sum + ticks(member), 0) / TICKS_A_SECOND
}

/** What the whole machine has worked since it started, all cores together, in seconds. */
export function machineSeconds() {
  const [user, nice, system, , , irq, softirq, steal] = read("/proc/stat").split("\n", 1)[0].trim().split(/\s+/).slice(1).map(Number)
  return (user + nice + system + irq + softirq + steal) / TICKS_A_SECOND
}

/** Memory in use by a process and its children, in MB. */
export function memoryMb(pid) {
  return Math.round(family(pid).reduce((sum, member) => sum + residentKb(member), 0) / 1024)
}

function family(pid) {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(" ").filter(Boolean)
  return [pid, ...children.flatMap((child) => family(Number(child)))]
}

function ticks(pid) {
  const line = read(`/proc/${pid}/stat`)
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ")
  return Number(fields[USER_TICKS] ?? 0) + Number(fields[SYSTEM_TICKS] ?? 0)
}

const residentKb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)

/** A file of /proc; empty when the process has just ended. */
function read(path) {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return ""
    throw error
  }
}
