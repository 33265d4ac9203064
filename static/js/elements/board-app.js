// The live board: opens the model, draws its notes, and connects what people do to it. Until the model is open, and
// for ever without it, the server's page stands there and its form works.
//
// Attributes: data-board, data-person, data-name, data-open, data-may; data-live is set when the board is live.

import "network/elements/board-chips.js"
import "network/elements/conn-status.js"
import "network/elements/draft-list.js"
import "network/elements/key-list.js"
import "network/elements/move-dialog.js"
import "network/elements/note-menu.js"
import "network/elements/note-sheet.js"
import "network/elements/presence-list.js"
import "network/elements/text-size.js"
import { BoardActs } from "network/board/drawing-acts.js"
import { BoardDrag } from "network/board/drawing-drag.js"
import { BoardKeys } from "network/board/drawing-keys.js"
import { News } from "network/board/drawing-news.js"
import { footing, rightsOn } from "network/board/drawing-rights.js"
import { BoardDrawing } from "network/board/drawing.js"
import { openBoard } from "network/board/model.js"
import { openLink } from "network/live/socket.js"
import { openStore } from "network/offline/store.js"
import { announcePolitely } from "network/ui/announce.js"
import { ready, t, tn } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

export class BoardApp extends HTMLElement {
  #ends = null
  #link = null
  #model = null
  #drawing = null
  #acts = null
  #lives = []
  #parts = null
  #news = null
  #newsTimer = 0
  #footing = null
  #online = null

  async connectedCallback() {
    const ends = this.#ends = new AbortController()
    const { board, person } = this.dataset
    this.#link = openLink({})
    const [store] = await Promise.all([openStore({ person }), ready])
    const model = await openBoard({ board, person, link: this.#link, store, now: Date.now })
    if (ends.signal.aborted) return model.close()
    this.#model = model
    this.#build()
    this.#listen(ends.signal)
    return this.#start()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#newsTimer)
    for (const life of this.#lives) life.close()
    this.#model?.close()
    this.#link?.close()
  }

  #build() {
    const root = this.querySelector(".board__columns")
    const part = (tag) => this.querySelector(tag)
    this.#parts = {
      chips: part("board-chips"), drafts: part("draft-list"), keyList: part("key-list"),
      menu: part("note-menu"), mover: part("move-dialog"), people: part("presence-list"), sheet: part("note-sheet"),
      status: part("conn-status"), root,
    }
    this.#news = new News([...root.querySelectorAll("[data-note]")].map((item) => item.dataset.note))
    const titles = new Map([...root.querySelectorAll("[data-column]")].map(({ dataset }) => [dataset.column, dataset.title]))
    this.#drawing = new BoardDrawing({ root, template: this.querySelector("#note-template"), read: () => this.#read() })
    this.#acts = new BoardActs({ model: this.#model, drawing: this.#drawing, parts: this.#parts, titles })
    const tools = { root, drawing: this.#drawing, acts: this.#acts }
    this.#lives = [this.#drawing, new BoardKeys(tools), new BoardDrag(tools)]
  }

  #start() {
    this.toggleAttribute("data-live", true)
    this.#drawing.mark([])
    this.#drawing.flush()
    this.#showPeople()
    this.#showStatus()
    return this.#offerDrafts()
  }

  #listen(signal) {
    const on = (target, name, act) => target.addEventListener(name, act, { signal })
    on(this.#model, "change", ({ detail }) => this.#changed(detail))
    on(this.#model, "known", () => this.#drawing.markAll())
    on(this.#model, "people", () => this.#showPeople())
    on(this.#model, "status", () => this.#showStatus())
    on(this.#model, "denied", ({ detail }) => this.#denied(detail.message))
    on(this.#model, "recovered", () => this.#offerDrafts({ open: true }))
    on(this, "click", (event) => this.#clicked(event))
    on(this, "note-act", ({ detail }) => (detail.act === "edit" ? this.#acts.open(detail.id) : this.#acts.remove(detail.id)))
    on(this, "note-written", (event) => { if (!this.#acts.written(event.detail)) event.preventDefault() })
    on(this, "note-edited", (event) => { if (!this.#acts.edited(event.detail)) event.preventDefault() })
    on(this, "note-moved", ({ detail }) => this.#acts.drop(detail.id, detail.place))
    on(this, "draft-written", ({ detail }) => this.#keep(detail))
    on(this, "draft-add", ({ detail }) => this.#addDraft(detail))
    on(this, "draft-drop", ({ detail }) => this.#dropDraft(detail.key))
    on(this, "sheet-typing", ({ detail }) => this.#model.focus(detail.note, detail.typing))
    on(this, "dialog-left", ({ detail }) => this.#returnFocus(detail.id))
    on(this, "board-emptied", () => this.querySelector(".board__new").focus())
    on(this, "news-switched", () => this.#tellNews())
  }

  #read() {
    const status = this.#model.status
    const writers = new Map(this.#model.people().filter((one) => one.typing && one.note && one.key !== this.dataset.person).map((one) => [one.note, one.name]))
    const view = (note) => ({ may: rightsOn(note, status), writer: writers.get(note.id) ?? "" })
    return { notes: this.#model.notes().filter((note) => !note.deleted), view }
  }

  #changed({ ids, remote, added = [] }) {
    this.#drawing.mark(ids, { remote })
    if (!remote) return
    this.#news.heard(ids, added)
    this.#tellNews()
    this.#warnWriter(ids)
  }

  // The sheet is never taken away; the one who writes is told what will happen when she saves.
  #warnWriter(ids) {
    const { sheet } = this.#parts
    const { note: id, base } = sheet.isOpen ? sheet.draft : {}
    if (!id || !new Set(ids).has(id)) return
    const note = this.#model.note(id)
    if (!note || note.deleted) sheet.tell(t("Somebody deleted this note while you were writing. Your text is kept: save it, or copy it."))
    else if (note.text !== base) sheet.tell(t("Somebody changed this note while you were writing. When you save, both texts will stand on the board."))
  }

  #tellNews() {
    clearTimeout(this.#newsTimer)
    const wait = this.#news.wait(Date.now())
    if (wait === null) return
    if (wait > 0) {
      this.#newsTimer = setTimeout(() => this.#tellNews(), wait)
      return
    }
    const { added, changed } = this.#news.take(Date.now())
    if (!this.#parts.keyList.hearsNews) return
    const words = added.map(([column, count]) => tn("{count} new note in {column}", "{count} new notes in {column}", count, { column: this.#acts.titleOf(column) }))
    if (changed) words.push(tn("{count} note changed", "{count} notes changed", changed))
    announcePolitely(`${words.join(". ")}.`)
  }

  #showPeople() {
    const people = this.#model.people()
    this.#parts.people.people = people
    this.#drawing.markAll()
  }

  #showStatus() {
    const status = this.#model.status
    const bar = this.#parts.status
    bar.setAttribute("link", status.link)
    bar.setAttribute("transport", status.transport ?? "")
    bar.setAttribute("unsent", String(status.unsent))
    bar.setAttribute("stored", String(status.stored))
    this.#tellLink(status.link)
    this.#showFooting(status)
    this.#drawing.markAll()
    if (status.link === "online" && status.synced !== false) this.#drawing.settle()
  }

  #tellLink(link) {
    const online = link === "online"
    if (link === "connecting" || online === this.#online) return
    if (this.#online !== null || !online) {
      announcePolitely(online ? t("Connected again.") : t("No connection. What you write is kept on this device and sent later."))
    }
    this.#online = online
  }

  #showFooting(status) {
    const now = footing(status)
    for (const part of this.querySelectorAll("[data-writers-only]")) part.hidden = !status.canWrite
    if (now === this.#footing) return
    const words = { open: "", late: t("The board is closed. You can still add what you were writing; it is marked as late."), closed: t("The board is closed. Everything that stands here can be read."), reader: t("You can read this board. Only the members of the group write here.") }[now]
    const said = now === "closed" || now === "reader" ? status.reason || words : words
    const notice = this.querySelector(".board__notice")
    notice.hidden = !said
    notice.querySelector("p").textContent = said
    const { sheet } = this.#parts
    sheet.canSend = status.canWrite
    if (sheet.isOpen && this.#footing !== null) sheet.tell(now === "closed" || now === "reader" ? `${said} ${t("Your text is kept here. You can copy it.")}` : said)
    this.#footing = now
  }

  #denied(message) {
    toast(message)
  }

  #keep({ key, text, column, note, base }) {
    if (text.trim()) this.#model.saveDraft(key, { text, column, note, base })
    else this.#model.dropDraft(key)
  }

  async #lost() {
    const drafts = await this.#model.drafts()
    return drafts.filter((draft) => draft.key !== "new" && !this.#model.note(draft.key))
  }

  async #offerDrafts({ open = false } = {}) {
    const drafts = await this.#lost()
    const line = this.querySelector("[data-drafts]")
    line.hidden = drafts.length === 0
    line.querySelector("span").textContent = tn("{count} text of yours is not on the board.", "{count} texts of yours are not on the board.", drafts.length)
    if (open && drafts.length) this.#parts.drafts.open(drafts, { canAdd: this.#model.status.canWrite })
  }

  async #addDraft(draft) {
    const column = this.#drawing.columns.some(({ key }) => key === draft.column) ? draft.column : this.#drawing.columns[0].key
    if (this.#acts.written({ column, text: draft.text, again: true, key: draft.key })) await this.#dropDraft(draft.key)
  }

  async #dropDraft(key) {
    await this.#model.dropDraft(key)
    this.#parts.drafts.show(await this.#lost(), { canAdd: this.#model.status.canWrite })
    await this.#offerDrafts()
  }

  #clicked(event) {
    const act = event.target.closest("[data-act]")
    const id = act?.closest("[data-note]")?.dataset.note
    if (id) this.#drawing.stopAt(id)
    if (act?.dataset.act === "more") this.#parts.menu.prepare(act, rightsOn(this.#model.note(id), this.#model.status))
    if (act?.dataset.act === "move") this.#acts.move(id)
    if (act?.dataset.act === "add") this.#acts.add(this.#parts.chips.current)
    if (act?.dataset.act === "keys") this.#acts.keys()
    if (act?.dataset.act === "drafts") this.#offerDrafts({ open: true })
  }

  #returnFocus(id) {
    if (document.activeElement !== document.body && !document.activeElement?.closest("dialog")) return
    if (!id || !this.#drawing.focus(id)) this.querySelector(".board__new").focus()
  }
}

customElements.define("board-app", BoardApp)
