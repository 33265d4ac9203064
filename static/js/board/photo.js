// How a photo of a paper sheet is sent: made small enough first, and with a word of what came of it.

const LONGEST_SIDE = 2_000

/** How large a picture is to be sent: as it is, or with its longest side at LONGEST_SIDE. */
export function fitted(width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** What came of it: {ok}, {message} from the server, or {offline} when it could not be asked. */
export async function sent(address, body, { fetch = globalThis.fetch } = {}) {
  try {
    const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } })
    const answer = await response.json().catch(() => ({}))
    if (response.ok && answer.ok) return { ok: true }
    return answer.message ? { message: answer.message } : { offline: true }
  } catch {
    return { offline: true }
  }
}
