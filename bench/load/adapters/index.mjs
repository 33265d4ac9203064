// The servers that can be measured. An adapter speaks one server's language for one connection:
//
//   new Adapter({board, cookie}, {send, sendText}, {ready, sync, presence, storedUpTo, refused})
//   .path .headers   of the handshake          .opened()   the socket is there
//   .heard(bytes, isBinary)                    .sync(step, payload)   say a sync message of y-protocols
//                                              .presence(entries)     say where somebody is
//   echoMeansStored   hearing one's own edit is all that this server says of storing
//   answersStep1      the server's own step 1 wants an answer from somebody new
import { Hocuspocus } from "./hocuspocus.mjs"
import { Samling } from "./samling.mjs"
import { YWebsocket } from "./y-websocket.mjs"

const ADAPTERS = { samling: Samling, "y-websocket": YWebsocket, hocuspocus: Hocuspocus }

/** Throws for a server that nobody has written an adapter for. */
export function adapterFor(server) {
  const found = ADAPTERS[server]
  if (!found) throw new Error(`No adapter for ${server}. There are ${Object.keys(ADAPTERS).join(", ")}.`)
  return found
}
