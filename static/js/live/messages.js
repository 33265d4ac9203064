// Every word on the wire, with its meaning. network/live/messages.py says the same; a test compares them.

export const PROTOCOL = 1

export const CLIENT_WORDS = Object.freeze({
  "join": "[board, history or null, protocol] I want to be on this board; the history is the one my copy came from",
  "y": "[board, bytes] y-protocols messages: sync step 1 and 2, updates, presence",
  "hall:join": "[gathering] I have a page open that follows this gathering",
})

export const SERVER_WORDS = Object.freeze({
  "joined": "[board, facts] you are on the board: history_id, you, open, may, plenary",
  "y": "[board, bytes] y-protocols messages: sync step 1 and 2, updates, presence",
  "a": "[board, n] n of the updates of this connection since its last join are stored",
  "deny": "[board, reason, message] this was refused; message is for the person",
  "resync": "[board, reason] your copy and ours have parted; start from a fresh document and join again",
  "notes:known": "[board, facts by note id] who wrote these notes",
  "notes:mine": "[board, note ids] these are your own, on a board that does not say whose a note is",
  "board:closed": "[board] the board is closed; nobody writes on it any more",
  "board:opened": "[board] the board is open again",
  "board:plenary": "[board, note ids] the notes that the group shows to everybody, first first",
  "board:alone": "[board] each writes for herself from now on",
  "board:together": "[board] all write on the board again; what was written alone comes onto it",
  "board:written": "[board, n] so many notes that nobody else has seen the group has written alone",
  "board:dots": "[board, facts] the dots: how many have set some, one's own while they are set, the sums after",
  "board:photos": "[board, photos] the photos of paper sheets that lie under the board, each with id and alt",
  "board:put_back": "[board, text] the whole board is as it was at an earlier time; text is for the person",
  "writing:closed": "[writing] the texts are closed; nobody writes in them any more",
  "writing:opened": "[writing] the texts are open again",
  "hall:joined": "[gathering, revision, facts] you follow it; a page of another revision is old: ask for it again",
  "hall:changed": "[gathering, revision, facts] what is shown has changed: title, version, clock, server_ms",
  "hall:message": "[gathering, id, text] a line from the facilitator, shown until it is put away",
  "sign_in:ended": "[] this sign-in is over; the server closes the connection and it does not come back",
  "server:leaving": "[seconds] the server stops; come back after a random time within these seconds",
})
