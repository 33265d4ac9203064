// Everybody at the door at once, behind one address: a bus has come, and the hall's network shares one.
import { chances } from "../../load/workloads.mjs"
import { everybody } from "./door.mjs"
import { newTally, phonesOf } from "./phone.mjs"

export async function rush({ hall, port, seconds, late, seed }) {
  const chance = chances(seed)
  const tally = newTally()
  const phones = phonesOf(hall.people.slice(0, hall.people.length - late), { hall, port, tally, seed })
  const joins = await everybody(phones, { seconds, chance, act: (phone) => phone.join() })
  for (const phone of phones) phone.leave()
  return { joins, failures: [...joins.failures, ...tally.failures] }
}
