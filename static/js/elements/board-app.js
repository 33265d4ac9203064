// The live board: opens the model, draws its notes, and connects what people do to it. Until the model is open, and
// for ever without it, the server's page stands there and its form works.
//
// While the group writes alone (data-alone) the model is one's own notes, and nobody else's are on the page; when the
// group is shown them it goes over to the board by itself, or when a sentence that is being written is done.
//
// Whoever comes after the others have written has some quiet seconds (data-quiet) of the same, or fewer when she wants.
//
// Attributes: data-board, data-person, data-name, data-open, data-may, data-alone, data-quiet, data-names (how much is told of who wrote), data-wrote-alone (there are
// notes of her own behind the board); data-live is set when the board is live.

import "network/elements/board-chips.js"
import "network/elements/cluster-list.js"
import "network/elements/cluster-menu.js"
import "network/elements/cluster-name.js"
import "network/elements/conn-status.js"
import "network/elements/dot-tray.js"
import "network/elements/draft-list.js"
import "network/elements/key-list.js"
import "network/elements/mark-sheet.js"
import "network/elements/move-dialog.js"
import "network/elements/note-menu.js"
import "network/elements/note-sheet.js"
import "network/elements/plenary-choice.js"
import "network/elements/presence-list.js"
import "network/elements/sheet-strip.js"
import "network/elements/sort-bar.js"
import "network/elements/text-size.js"
import { BoardActs } from "network/board/drawing-acts.js"
import { BoardDots } from "network/board/drawing-dots.js"
import { KeptTexts } from "network/board/drawing-drafts.js"
import { BoardDrag } from "network/board/drawing-drag.js"
import { KeptBoard } from "network/board/drawing-kept.js"
import { BoardKeys } from "network/board/drawing-keys.js"
import { BoardNames } from "network/board/drawing-names.js"
import { rightsOn } from "network/board/drawing-rights.js"
import { BoardSorting } from "network/board/drawing-sort.js"
import { clearDrawn, idsTold } from "network/board/drawing-stand-ins.js"
import { BoardStatus } from "network/board/drawing-status.js"
import { BoardTalk } from "network/board/drawing-talk.js"
import { BoardDrawing } from "network/board/drawing.js"
import { openBoard } from "network/board/model.js"
import { shareLink } from "network/live/shared.js"
import { ownNameOf } from "network/offline/posts.js"
import { openStore } from "network/offline/store.js"
import { announcePolitely } from "network/ui/announce.js"
import { ready, t } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

/** For what others did to the whole board: nobody looks at the place where it is said. */
const TO_BE_READ_MS = 12_000
/** The parts of a round in which whoever came later writes for herself first: as STILL_QUIET on the server. */
const STILL_QUIET = new Set(["talk", "sort"])

export class BoardApp extends HTMLElement {
  #ends = null
  #shared = null
  #store = null
  #model = null
  #drawing = null
  #acts = null
  #sorting = null
  #status = null
  #texts = null
  #talk = null
  #dots = null
  #lives = []
  #turnEnds = null
  #older = null
  #names = new BoardNames({ app: this, host: this.#namesHost() })
  #quietEnd = null
  #kept = null
  #parts = null
  #writers = new Map()

  async connectedCallback() {
    const ends = this.#ends = new AbortController()
    this.#kept = new KeptBoard({ told: JSON.parse(this.querySelector("dot-tray").dataset.told) })
    const [store] = await Promise.all([openStore({ person: this.dataset.person }), ready])
    if (ends.signal.aborted) return store.close()
    this.#store = store
    this.#shared = shareLink()
    const quiet = Number(this.dataset.quiet ?? 0)
    if (quiet) this.#quietEnd = setTimeout(() => this.#endQuiet(), quiet * 1000)
    if (quiet) document.addEventListener("hall-shown", () => this.#endQuietWithStep(), { signal: ends.signal })
    await this.#turn()
    return this.#sendOn()
  }

  disconnectedCallback() {
    this.#ends.abort()
    clearTimeout(this.#quietEnd)
    this.#leave()
    this.#kept.close()
    this.#names.close()
    this.#older?.close()
    this.#model?.close()
    this.#shared?.close()
    this.#store?.close()
  }

  get #isAlone() { return this.hasAttribute("data-alone") }

  get #bottoms() { return Object.fromEntries([...this.querySelectorAll("[data-column][data-bottom]")].map(({ dataset }) => [dataset.column, dataset.bottom])) }

  #open({ alone }) {
    const { board, person: key, name } = this.dataset
    return openBoard({ board: alone ? ownNameOf(board) : board, person: { key, name }, names: this.dataset.names, bottoms: this.#bottoms, link: this.#shared.link, store: this.#store })
  }

  /** Open what is written on now – the board, or one's own notes – and draw it. */
  async #turn() {
    const turn = this.#turnEnds = new AbortController()
    this.#model = this.#open({ alone: this.#isAlone })
    this.#build()
    this.#listen(turn.signal)
    await this.#model.ready
    if (!turn.signal.aborted) this.#start()
  }

  #leave() {
    this.#turnEnds?.abort()
    this.#sorting?.leave({ quiet: true })
    for (const life of this.#lives) life.close()
    this.#lives = []
  }

  /** The group goes over from writing alone to the board they share, or back. What is unsent is sent on from behind. */
  async #goOver() {
    const before = this.#model
    const hadFocus = this.querySelector(".board__columns").contains(document.activeElement)
    this.#leave()
    this.#names.keep(before, null)
    this.toggleAttribute("data-alone", !this.#isAlone)
    clearDrawn(this.querySelector(".board__columns"))
    this.#older?.close()
    this.#older = before
    await this.#turn()
    if (this.#ends.signal.aborted) return
    this.#sendOn()
    if (hadFocus) this.querySelector(".board__columns").focus()
    announcePolitely(this.#isAlone ? t("Now each writes for herself.") : t("Now you see the notes of the whole group."))
  }

  /** Own notes that this device has not got through yet go out while the board is shown; what was begun comes along. */
  async #sendOn() {
    const isLacking = () => !this.#ends.signal.aborted && !this.#isAlone && !this.#older && !this.#names.isApart
    if (isLacking() && (await this.#hasOwnBehind()) && isLacking()) this.#older = this.#open({ alone: true })
    const older = this.#older
    if (!older) return
    await older.ready
    if (this.#ends.signal.aborted || this.#older !== older) return
    this.#model.inherit(older)
    this.#texts.show()
    const letGo = () => {
      if (older.status.unsent > 0 || this.#older !== older) return
      this.#older = null
      older.close()
    }
    older.addEventListener("status", letGo, { signal: this.#ends.signal })
    older.addEventListener("recovered", () => { this.#model.inherit(older); this.#texts.open() }, { signal: this.#ends.signal })
    letGo()
  }

  /** Whether there is anything of her own behind the board. The server knows nothing of what a device never got through. */
  async #hasOwnBehind() {
    if (this.hasAttribute("data-wrote-alone")) return true
    const own = ownNameOf(this.dataset.board)
    const kept = await Promise.all([this.#store.rows(own), this.#store.drafts(own)])
    return kept.flat().length > 0
  }

  #namesHost() {
    return {
      open: () => this.#behind(),
      changed: (change) => this.#changed(change),
      status: () => this.#showStatus(),
      denied: (refusal) => this.#sayDenied(refusal),
      inherit: (own, { isLost }) => { this.#model.inherit(own); if (isLost) this.#texts.open(); else this.#texts.show() },
    }
  }

  /** The model of one's own notes: the one that was written on until now, if it is still open. */
  #behind() {
    const older = this.#older
    this.#older = null
    return older ?? this.#open({ alone: true })
  }

  #sayDenied({ message }) { toast(message || t("The server would not take your last change. Your text is kept.")) }

  #build() {
    const part = (name) => this.querySelector(name)
    const root = part(".board__columns")
    const parts = this.#parts = {
      chips: part("board-chips"), dots: part("dot-tray"), drafts: part("draft-list"), keyList: part("key-list"), menu: part("note-menu"),
      marks: this.#isAlone ? null : document.querySelector("mark-sheet"), mover: part("move-dialog"), clusterList: part("cluster-list"), clusterMenu: part("cluster-menu"), clusterName: part("cluster-name"), sortBar: part("sort-bar"), people: part("presence-list"), plenary: part("plenary-choice"), sheet: part("note-sheet"), sheets: part("sheet-strip"), status: part("conn-status"),
    }
    const model = this.#model
    const titles = new Map([...root.querySelectorAll("[data-column]")].map(({ dataset }) => [dataset.column, dataset.title]))
    const status = this.#status = new BoardStatus({ app: this, model, parts })
    const drawing = this.#drawing = new BoardDrawing({ root, templates: { note: part("#note-template"), cluster: part("#cluster-template") }, read: () => this.#read() })
    const acts = this.#acts = new BoardActs({ model, drawing, status, parts, titles })
    acts.sorting = this.#sorting = new BoardSorting({ app: this, model, drawing, acts, parts })
    this.#texts = new KeptTexts({ app: this, model, acts, status, parts })
    this.#talk = new BoardTalk({ known: idsTold(root), titleOf: acts.titleOf, isWanted: () => parts.keyList.hearsNews })
    this.#dots = new BoardDots({ model, drawing, tray: parts.dots, begun: () => this.#sorting.giveWay() })
    this.#lives = [drawing, this.#talk, this.#dots, new BoardKeys({ root, drawing, acts }), new BoardDrag({ root, drawing, acts })]
  }

  #start() {
    this.toggleAttribute("data-live", true)
    this.#drawing.flush()
    this.#showPeople()
    this.#showStatus()
    this.#texts.show()
  }

  #listen(signal) {
    const on = (target, name, act) => target.addEventListener(name, act, { signal })
    const orKeep = (event, isTaken) => { if (!isTaken) event.preventDefault() }
    on(this.#model, "change", ({ detail }) => this.#changed(detail))
    on(this.#model, "known", ({ detail }) => { this.#drawing.mark(detail.ids, { inPlace: true }); this.#dots.show() })
    on(this.#model, "people", () => this.#showPeople())
    on(this.#model, "status", () => this.#showStatus())
    on(this.#model, "said", ({ detail }) => toast(detail.words, { isPolite: true, ms: TO_BE_READ_MS }))
    on(this.#model, "denied", ({ detail }) => this.#sayDenied(detail))
    on(this.#model, "recovered", () => this.#texts.open())
    on(document, "marks-changed", ({ detail }) => this.#drawing.mark([detail.id], { inPlace: true }))
    on(document, "mark-left", ({ detail }) => this.#left(detail.id))
    on(this, "click", (event) => this.#clicked(event))
    on(this, "note-act", ({ detail }) => this.#act(detail))
    on(this, "sort-act", ({ detail }) => this.#sorting.act(detail.what))
    on(this, "sort-one", ({ detail }) => this.#sorting.one(detail.id, detail.act))
    on(this, "cluster-chosen", ({ detail }) => this.#sorting.listed(detail))
    on(this, "cluster-typing", ({ detail }) => this.#model.focus(detail.id, detail.typing))
    on(this, "note-written", (event) => orKeep(event, this.#acts.written(event.detail)))
    on(this, "note-edited", (event) => orKeep(event, this.#acts.edited(event.detail)))
    on(this, "note-moved", ({ detail }) => this.#acts.drop(detail.id, detail.place))
    on(this, "draft-written", ({ detail }) => this.#texts.keep(detail))
    on(this, "draft-add", ({ detail }) => this.#texts.addAgain(detail))
    on(this, "draft-drop", ({ detail }) => this.#texts.drop(detail))
    on(this, "sheet-typing", ({ detail }) => this.#model.focus(detail.note, detail.typing))
    on(this, "dialog-left", ({ detail }) => this.#left(detail.id))
    on(this, "board-emptied", () => this.querySelector(".board__columns").focus())
  }

  #act({ id, act }) {
    if (act === "edit") return this.#acts.open(id)
    if (act === "take") return this.#acts.take(id)
    if (act === "gather" || act === "ungather") return this.#sorting.one(id, act)
    if (act === "first") return this.#parts.plenary.putFirst(id)
    if (act === "lift" || act === "lower") return this.#parts.plenary.lift(id, act === "lift", () => this.#model.lifted())
    return this.#acts.remove(id)
  }

  #read() {
    const status = this.#status.now
    const { marks } = this.#parts
    const view = (note) => ({
      may: rightsOn(note, status, marks), writer: this.#writers.get(note.id) ?? "", isTaken: marks?.has(note.id) ?? false,
      dots: note.isComing ? null : this.#dots.on(note), isPicked: note.isComing ? null : this.#sorting.isPicked(note.id),
    })
    const viewCluster = ({ id }) => ({ may: status.canMove && !this.#isAlone, writer: this.#writers.get(id) ?? "", isWaiting: this.#sorting.count > 0, dots: this.#dots.on({ id }) })
    const model = this.#model
    return { get topics() { return model.topics() }, note: (id) => model.note(id), view, viewCluster }
  }

  #changed({ ids, remote, added = [], inPlace = false }) {
    this.#drawing.mark(ids, { remote, inPlace })
    this.#dots.show()
    this.#sorting.follow()
    if (!remote) return
    this.#talk.heard(ids, added, [...ids].filter((id) => this.#model.note(id)?.deleted))
    this.#warnWriter(ids)
  }

  // The sheet is never taken away; the one who writes is told what will happen when she saves.
  #warnWriter(ids) {
    const { sheet } = this.#parts
    const { note: id, base } = sheet.isOpen ? sheet.draft : {}
    if (!id || !new Set(ids).has(id)) return
    const note = this.#model.note(id)
    if (!note || note.deleted) sheet.tell(t("Somebody deleted this note while you were writing. When you save, your text becomes a note of its own."))
    else if (note.text !== base) sheet.tell(t("Somebody changed this note while you were writing. When you save, both texts will stand on the board."))
  }

  #showPeople() {
    const others = this.#model.people()
    const before = this.#writers
    this.#writers = new Map(others.filter((one) => one.typing && one.note).map((one) => [one.note, one.name]))
    this.#drawing.mark([...before.keys(), ...this.#writers.keys()], { inPlace: true })
    const me = { key: this.dataset.person, name: this.dataset.name, note: null, typing: false }
    this.#parts.people.people = this.#model.status.link === "online" && !this.#isAlone ? [me, ...others] : []
  }

  #showStatus() {
    this.#names.follow(this.#model, { isAlone: this.#isAlone })
    if (this.#status.show()) this.#drawing.markAll()
    if (!this.#status.now.canMove) this.#sorting.leave({ quiet: true })
    const { link, reason } = this.#status.now
    if (link === "online" && !reason) this.#drawing.settle()
    this.#dots.show()
    this.#parts.sheets.stand(this.#model.status.photos)
    this.#kept.follow(this.#model.status)
    this.#follow()
  }

  /** Nobody's sentence is taken from her: while she writes, the sheet says what comes, and it comes when she is done. */
  #follow() {
    const { alone, isOfNow } = this.#model.status
    // As soon as the server has said it, before the notes have come: in between a note would be begun on the wrong board.
    if (!isOfNow || alone === null) return
    if (alone) this.#endQuiet()
    if (this.hasAttribute("data-quiet") || alone === this.#wantsAlone) return
    const { sheet } = this.#parts
    if (!sheet.isOpen) this.#goOver()
    else if (alone) sheet.tell(t("Next step: each writes for herself. Finish your sentence first."))
    else sheet.tell(t("Next step: you see the notes of the whole group. Finish your sentence first."))
  }

  /** The group's notes are shown to her who came later; or all write alone now, and she is one of them. */
  #endQuiet() {
    if (!this.hasAttribute("data-quiet")) return
    clearTimeout(this.#quietEnd)
    this.removeAttribute("data-quiet")
    this.querySelector("[data-act=see]").remove()
    this.#showStatus()
  }

  // Dots and choosing are of what all have written, and do not wait for her.
  #endQuietWithStep() {
    const step = document.querySelector("board-step")
    if (step && !STILL_QUIET.has(step.dataset.phase)) this.#endQuiet()
  }

  // Who only reads has no notes of her own to write; those she wrote before she was moved are shown with all others'.
  get #wantsAlone() {
    const { canWrite, alone } = this.#model.status
    return canWrite || this.#isAlone ? this.#isAlone : alone
  }

  #clicked(event) {
    const button = event.target.closest("[data-act]")
    const note = event.target.closest(".note")
    const id = (button ?? note)?.closest("[data-note]")?.dataset.note
    const cluster = button?.closest("[data-cluster]")?.dataset.cluster
    if (id ?? cluster) this.#drawing.stopAt(id ?? cluster)
    if (note && this.#sorting.isOn) return this.#sorting.pick(id)
    if (button?.dataset.act === "see") event.preventDefault()
    const act = {
      more: () => this.#parts.menu.prepare(button, this.#acts.rights(id)),
      move: () => this.#acts.move(id),
      dot: () => this.#acts.dot(id ?? cluster, "more"),
      undot: () => this.#acts.dot(id ?? cluster, "less"),
      sort: () => this.#acts.sort(),
      fold: () => this.#drawing.fold(cluster),
      here: () => this.#sorting.here(cluster),
      cluster: () => this.#parts.clusterMenu.prepare(button),
      add: () => this.#acts.add(this.#parts.chips.current),
      keys: () => this.#acts.keys(),
      see: () => this.#endQuiet(),
      lost: () => this.#texts.open(),
      begun: () => this.#texts.goOn(),
    }[button?.dataset.act]
    act?.()
  }

  // After a dialog about a note the focus is on that note, also when the button that opened it is gone.
  #left(id) {
    this.#texts.show()
    this.#follow()
    if (id && this.#drawing.focus(id)) return
    const held = document.activeElement
    if (!held || held === document.body || held.closest("dialog, [popover]")) this.querySelector(".board__new").focus()
  }
}

customElements.define("board-app", BoardApp)
