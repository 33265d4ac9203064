// What the people on the boards do. The same for every server.

/** The runs that are no plain writing; each has a script of its own in bench/load/. */
export const STORM = "storm"
export const KILL = "kill"
export const PAGES = "pages"

/**
 * boards × each (people on a board) × rate (edits a second of one person); the first `glancing` people of all also say
 * `glances` times a second which note they look at. `kind` is the run's script, where it is not run.mjs.
 */
export const WORKLOADS = {
  S: { says: "small, to try the bench itself: 2 boards of 3, 4 edits a second each", boards: 2, each: 3, rate: 4, glancing: 2, glances: 2 },
  A: { says: "breakout: 25 boards of 6, 2 edits a second each", boards: 25, each: 6, rate: 2 },
  B: { says: "plenary: 1 board of 150, 1 edit a second each", boards: 1, each: 150, rate: 1 },
  B4: { says: "plenary, hectic: 1 board of 150, 4 edits a second each", boards: 1, each: 150, rate: 4 },
  A50: { says: "breakout with 50 boards, for what one more board costs", boards: 50, each: 6, rate: 2 },
  A100: { says: "the same with 100 boards", boards: 100, each: 6, rate: 2 },
  A200: { says: "the same with 200 boards, at half the pace", boards: 200, each: 6, rate: 1 },
  C: { says: "hall: 1 board of 300, an edit each in 5 seconds, 30 of them moving about", boards: 1, each: 300, rate: 0.2, glancing: 30, glances: 5 },
  D: { says: "150 come within 2 s to 25 boards of 500 notes", kind: STORM, boards: 25, each: 6, rate: 0, notes: 500, seconds: 2 },
  E: { says: "the server is killed under A, and everybody comes back", kind: KILL, boards: 25, each: 6, rate: 2 },
  E6: { says: "the server is killed under 300 people on 6 boards, and everybody comes back", kind: KILL, boards: 6, each: 50, rate: 0.5 },
  SD: { says: "D, small", kind: STORM, boards: 2, each: 3, rate: 0, notes: 60, seconds: 0.2 },
  SE: { says: "E, small", kind: KILL, boards: 2, each: 3, rate: 8 },
  L: { says: "A, while 16 clients load the first page one after the other", kind: PAGES, boards: 25, each: 6, rate: 2, loaders: 16 },
}

/** A workload by name, with its number of people. Throws for a name that is none. */
export function workload(name) {
  const found = WORKLOADS[name]
  if (!found) throw new Error(`No workload ${name}. There are ${Object.keys(WORKLOADS).join(", ")}.`)
  return { name, kind: "", glancing: 0, glances: 0, ...found, people: found.boards * found.each }
}

/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32): each server gets the same edits at the same times. */
export function chances(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
