// What of a shared document lies on this device, and when it is written: rows at once, drafts after a fifth of a second, the copy after half a one;
// when only others wrote after some seconds, and when the page is left, since writing all of it is what costs a phone most.
import { Pace } from "network/live/pace.js"

const COPY_EVERY = 400
const OTHERS_EVERY = 20_000
const DRAFTS_EVERY = 150
const TRY_AGAIN = 5000
const ADOPTING = 250

export class Keeping {
  #name
  #store
  #tab
  #outbox
  #host
  #now
  #timers
  #page
  #drafts = new Map()
  #draftsToWrite = new Set()
  #gone = new Set()
  #done = new Set()
  #isWriting = false
  #hasFailed = false
  #retry = null
  #copyTimer = null
  #copyAt = 0
  #draftPace

  /** host: {record(), kept(ids), adopted(rows), status()}; `page` is the window, for its last moments. */
  constructor({ name, store, tab, outbox, host, now, timers = globalThis, page = null }) {
    this.#name = name
    this.#store = store
    this.#tab = tab
    this.#outbox = outbox
    this.#host = host
    this.#now = now
    this.#timers = timers
    this.#page = page
    this.#draftPace = new Pace({ every: DRAFTS_EVERY, run: () => this.#writeDrafts(), now, timers })
    page?.addEventListener("pagehide", this.#lastMoment)
    page?.document?.addEventListener("visibilitychange", this.#lastMoment)
  }

  get isStored() { return this.#store.isPersistent && !this.#hasFailed }

  /** The copy, or null. Rows of tabs that are dead are taken over on the way, as far as that is quick. */
  async load() {
    const [record, drafts] = await this.#trying(() => Promise.all([this.#store.board(this.#name), this.#store.drafts(this.#name)]), [null, []])
    for (const draft of drafts) if (!this.#drafts.has(draft.key)) this.#drafts.set(draft.key, draft)
    return record
  }

  /** Takes over rows of dead tabs; resolves when that is done or takes long. Those of living tabs come when they die. */
  async adopt() {
    const rows = await this.#trying(() => this.#store.rows(this.#name), [])
    const tabs = new Set(rows.map((row) => row.tab))
    const all = Promise.all([...tabs].map((tab) => this.#tab.afterDeath(tab, () => this.#takeOver(tab))))
    let timer = null
    await Promise.race([all, new Promise((resolve) => { timer = this.#timers.setTimeout(resolve, ADOPTING) })])
    this.#timers.clearTimeout(timer)
  }

  async #takeOver(tab) {
    await this.#trying(async () => {
      const rows = (await this.#store.rows(this.#name)).filter((row) => row.tab === tab)
      if (rows.length === 0) return
      const taken = rows.map((row) => ({ ...row, tab: this.#tab.id }))
      await this.#store.writeRows(taken)
      this.#host.adopted(taken)
    })
  }

  /** Rows are new in the outbox. */
  rowsChanged() { this.#writeRows() }

  /** Rows are `gone` from the outbox for other rows, and the document is another: the rows reach the disk in one step, the copy next. */
  replaced(gone) {
    for (const row of gone) this.#gone.add(row.key)
    this.#writeRows()
    this.#writeCopy()
  }

  /** The server has these: marked at once, so that nobody is told of unsent words; gone with a copy that contains them. */
  rowsDone(rows) {
    for (const row of rows) this.#done.add(row.key)
    this.#trying(() => this.#store.writeRows(rows.map((row) => ({ ...row, isAcknowledged: true }))))
    this.copyChanged()
  }

  /** `isOthers`: nothing in it is this person's own. */
  copyChanged({ isOthers = false } = {}) {
    const at = this.#now() + (isOthers ? OTHERS_EVERY : COPY_EVERY)
    if (this.#copyTimer !== null && this.#copyAt <= at) return
    this.#timers.clearTimeout(this.#copyTimer)
    this.#copyAt = at
    this.#copyTimer = this.#timers.setTimeout(() => this.#writeCopy(), at - this.#now())
  }

  /** The sign-in is over, perhaps on another tab: copies go, unsent words stay. */
  leave() {
    this.#timers.clearTimeout(this.#copyTimer)
    this.#copyTimer = null
    return this.#trying(() => this.#store.clearBoards())
  }

  drafts() { return [...this.#drafts.values()] }

  saveDraft(key, draft) {
    this.#drafts.set(key, { ...draft, key })
    this.#draftsToWrite.add(key)
    this.#draftPace.ask()
  }

  dropDraft(key) {
    if (!this.#drafts.delete(key)) return
    this.#draftsToWrite.add(key)
    this.#draftPace.ask()
  }

  close() {
    this.#flush()
    this.#timers.clearTimeout(this.#retry)
    this.#page?.removeEventListener("pagehide", this.#lastMoment)
    this.#page?.document?.removeEventListener("visibilitychange", this.#lastMoment)
    this.#tab.close()
  }

  #lastMoment = ({ type }) => {
    if (type === "visibilitychange" && this.#page.document.visibilityState === "visible") this.adopt()
    else this.#flush()
  }

  #flush() {
    this.#writeRows()
    if (this.#draftPace.isWaiting) this.#draftPace.flush()
    if (this.#copyTimer !== null) this.#writeCopy()
  }

  async #writeRows() {
    if (this.#isWriting || !this.#store.isPersistent) return
    this.#isWriting = true
    while (await this.#writeSomeRows());
    this.#isWriting = false
  }

  async #writeSomeRows() {
    const rows = this.#outbox.unkept()
    const gone = [...this.#gone]
    if (rows.length === 0 && gone.length === 0) return false
    return this.#trying(async () => {
      await this.#store.writeRows(rows, gone)
      for (const key of gone) this.#gone.delete(key)
      this.#outbox.kept(rows.map((row) => row.key))
      this.#host.kept(new Set(rows.flatMap((row) => row.touches)))
      return true
    }, false)
  }

  async #writeCopy() {
    this.#timers.clearTimeout(this.#copyTimer)
    this.#copyTimer = null
    const done = [...this.#done]
    const stored = await this.#trying(async () => {
      await this.#store.writeBoard(this.#host.record(), done)
      return true
    }, false)
    // A copy too large for this device must not keep its rows from ending.
    if (!stored && done.length > 0) await this.#trying(() => this.#store.writeRows([], done))
    for (const key of done) this.#done.delete(key)
  }

  async #writeDrafts() {
    const keys = [...this.#draftsToWrite]
    this.#draftsToWrite.clear()
    const puts = keys.filter((key) => this.#drafts.has(key)).map((key) => this.#drafts.get(key))
    const gone = keys.filter((key) => !this.#drafts.has(key))
    const stored = await this.#trying(async () => { await this.#store.writeDrafts(this.#name, puts, gone); return true }, false)
    if (!stored) for (const key of keys) this.#draftsToWrite.add(key)
  }

  /** Storage may fail at any time (full, private, taken away): said in the status, tried again, and the page goes on in memory. */
  async #trying(act, otherwise) {
    try {
      const made = await act()
      this.#fails(false)
      return made
    } catch {
      this.#fails(true)
      return otherwise
    }
  }

  #fails(hasFailed) {
    if (hasFailed) this.#tryAgain()
    if (hasFailed === this.#hasFailed) return
    this.#hasFailed = hasFailed
    this.#host.status()
  }

  #tryAgain() {
    this.#timers.clearTimeout(this.#retry)
    this.#retry = this.#timers.setTimeout(() => {
      this.#writeRows()
      if (this.#draftsToWrite.size > 0) this.#writeDrafts()
      this.copyChanged()
    }, TRY_AGAIN)
  }
}
