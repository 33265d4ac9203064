// One connection a page, for the elements that only listen: the first opens it, the last closes it.

import { openLink } from "network/live/socket.js"

let link = null
let users = 0

/** Gives {link, close()}. `open` is for tests. */
export function shareLink(open = openLink) {
  users += 1
  link ??= open()
  let isMine = true
  return {
    link,
    close() {
      if (!isMine) return
      isMine = false
      users -= 1
      if (users > 0) return
      link.close()
      link = null
    },
  }
}
