// The door: people come in over a time, each on her own, and what went wrong is said.
import { spread } from "../../load/figures.mjs"

const PARTS = ["scan", "press", "page", "follow", "whole"]

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

/** All of them within `seconds`, unevenly; `act(phone)` gives milliseconds by part. {failed, failures, ms by part}. */
export async function everybody(phones, { seconds, chance, act }) {
  const done = await Promise.all(phones.map(async (phone) => {
    await pause(chance() * seconds * 1000)
    try {
      return await act(phone)
    } catch (error) {
      return { failure: `person ${phone.number}: ${error.message}` }
    }
  }))
  const failures = done.flatMap(({ failure }) => (failure ? [failure] : []))
  const times = done.filter(({ failure }) => !failure)
  const known = PARTS.filter((part) => times.some((one) => part in one))
  return {
    people: phones.length, seconds, failed: failures.length, failures: failures.slice(0, 5),
    ms: Object.fromEntries(known.map((part) => [part, spread(times.map((one) => one[part]))])),
  }
}
