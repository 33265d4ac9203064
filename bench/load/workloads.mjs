// What the people on the boards do. The same for every server.

/**
 * boards × each (people on a board) × rate (edits a second of one person); the first `glancing` people of all also say
 * `glances` times a second which note they look at.
 */
export const WORKLOADS = {
  S: { says: "small, to try the bench itself: 2 boards of 3, 4 edits a second each", boards: 2, each: 3, rate: 4, glancing: 2, glances: 2 },
  A: { says: "breakout: 25 boards of 6, 2 edits a second each", boards: 25, each: 6, rate: 2 },
  B: { says: "plenary: 1 board of 150, 1 edit a second each", boards: 1, each: 150, rate: 1 },
  B4: { says: "plenary, hectic: 1 board of 150, 4 edits a second each", boards: 1, each: 150, rate: 4 },
  C: { says: "hall: 1 board of 300, an edit each in 5 seconds, 30 of them moving about", boards: 1, each: 300, rate: 0.2, glancing: 30, glances: 5 },
}

/** A workload by name, with its number of people. Throws for a name that is none. */
export function workload(name) {
  const found = WORKLOADS[name]
  if (!found) throw new Error(`No workload ${name}. There are ${Object.keys(WORKLOADS).join(", ")}.`)
  return { name, glancing: 0, glances: 0, ...found, people: found.boards * found.each }
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
