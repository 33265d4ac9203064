// One writing a page, for the fields that show its texts: the first opens it, the last closes it.

import { shareLink } from "network/live/shared.js"
import { openStore } from "network/offline/store.js"
import { openWriting } from "network/writing/model.js"

/** A part of the page that is changed for a newer one leaves and comes at once: nothing is closed for that. */
const LINGER_MS = 1000

const open = new Map()

/** Gives {opened: a promise of the model, with the device's copy read; close()}. */
export function shareWriting(name, { person, address = location.pathname } = {}) {
  const one = open.get(name) ?? begin(name, { person, address })
  one.users += 1
  let isMine = true
  return {
    opened: one.opened,
    close() {
      if (!isMine) return
      isMine = false
      one.users -= 1
      setTimeout(() => end(name, one), LINGER_MS)
    },
  }
}

function begin(name, { person, address }) {
  const one = { users: 0, end: () => {} }
  one.opened = start(name, one, { person, address })
  open.set(name, one)
  return one
}

async function start(name, one, { person, address }) {
  const store = await openStore({ person })
  const shared = shareLink()
  const model = openWriting({ name, person, link: shared.link, store, address })
  one.end = () => { model.close(); shared.close(); store.close() }
  await model.ready
  return model
}

async function end(name, one) {
  await one.opened
  if (one.users > 0 || open.get(name) !== one) return
  open.delete(name)
  one.end()
}
