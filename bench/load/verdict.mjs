// After a run: did everything arrive, and does everybody have the same board?
import * as Y from "yjs"
import { documentOf, fingerprint } from "./author.mjs"
import { readBoard } from "./link.mjs"

/** Edits that some member of the author's board has not heard of; each counts once for each who lacks it. */
export function undelivered(boards) {
  let missing = 0
  for (const members of boards) {
    for (const receiver of members) {
      for (const { number, author } of members) {
        if (number !== receiver.number) missing += author.edits - 1 - receiver.arrivals.last(number)
      }
    }
  }
  return missing
}

/** Edits whose author was not told that they are stored. */
export const unstored = (boards) => boards.flat().reduce((sum, member) => sum + member.author.edits - member.stored, 0)

/** For each board whether the server's copy, the authors' own and what two receivers heard are the same. */
export async function converged(boards, { Adapter, port }) {
  const equal = []
  for (const members of boards) equal.push(await isTheSame(members, { Adapter, port }))
  return equal
}

async function isTheSame(members, { Adapter, port }) {
  const own = members.map(({ author }) => Y.encodeStateAsUpdate(author.doc))
  const wanted = fingerprint(documentOf(own))
  const served = fingerprint(documentOf(await readBoard({ Adapter, port, seat: members[0].seat })))
  const heard = members.filter(({ isRecorder }) => isRecorder).map((member) => {
    return fingerprint(documentOf([Y.encodeStateAsUpdate(member.author.doc), ...member.heard]))
  })
  return [served, ...heard].every((copy) => copy === wanted)
}
