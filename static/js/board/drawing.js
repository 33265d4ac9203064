// The notes and clusters on the screen: one element for each, changed ones collected, one flush an animation frame.

import { withCarried } from "network/board/drawing-carry.js"
import { headOf, makeCluster, notesOf, patchCluster, setHeadStop } from "network/board/drawing-cluster.js"
import { Columns } from "network/board/drawing-columns.js"
import { flash, makeItem, makePlace, noteOf, patchItem, setStop, settleFlashes } from "network/board/drawing-note.js"
import { heir } from "network/board/drawing-order.js"
import { StandIns } from "network/board/drawing-stand-ins.js"
import { LaidAhead } from "network/ui/laid-ahead.js"

/** So many notes are drawn at once, the others in frames of so many milliseconds: a slow phone stays awake. */
const FIRST = 12
const SLICE_MS = 8

export class BoardDrawing {
  #root
  #templates
  #read
  #items = new Map()
  #ahead = new LaidAhead(this.#items)
  #clusters = new Map()
  #page
  #standIns
  #dirty = new Set()
  #fresh = new Set()
  #made = []
  #folded = new Set()
  #frame = 0
  #upgradeFrame = 0
  #isOrderKnown = true
  #columns = []
  #lines = []
  #carried = null
  #current = null
  #ends = new AbortController()

  /** `read()` gives { topics, note(id), view(note), viewCluster(cluster) }: what stands on the board in order (clusters.js), one note of
   *  it, and what drawing-note.js and drawing-cluster.js draw one by. `templates` are { note, cluster }.
   *  `root` holds the columns, with the notes that the server drew: each stands until the model has it and it is drawn anew.
   */
  constructor({ root, templates, read }) {
    this.#root = root
    this.#templates = templates
    this.#read = read
    this.#standIns = new StandIns(root)
    this.#page = new Columns(root, (id) => this.#items.get(id) ?? this.#clusters.get(id) ?? this.#standIns.get(id))
    this.#columns = this.#page.ordered([])
    settleFlashes(root, this.#ends.signal)
  }

  /** Note down that these notes and clusters changed; they are drawn together in the next frame. `inPlace`: only what is told
   *  beside them did, and each stands where it stood. */
  mark(ids, { remote = false, inPlace = false } = {}) {
    for (const id of ids) {
      this.#dirty.add(id)
      if (remote) this.#fresh.add(id)
    }
    this.#isOrderKnown &&= inPlace
    this.#frame ||= requestAnimationFrame(() => this.#isOrderKnown ? this.#patchInPlace() : this.flush())
  }

  markAll() {
    this.mark(this.#items.keys())
  }

  /** Draw what is dirty now. Of notes that are not live yet, the first; the rest follows by itself, and each when it is asked for. */
  flush() {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    const { topics, view, viewCluster } = this.#read()
    const clusters = topics.filter((topic) => topic.notes)
    const before = this.#lines
    this.#ahead.expect(this.#dirty.size)
    const known = this.#patch(topics, view)
    this.#columns = this.#page.ordered(topics)
    if (this.#carried && this.#items.has(this.#carried.id)) this.#columns = withCarried(this.#columns, this.#carried)
    this.#patchClusters(clusters, viewCluster)
    this.#lines = this.#columns.map((column) => this.#lineOf(column))
    this.#removeGone(known, before)
    this.#page.arrange(this.#columns)
    this.#removeGoneClusters(clusters, before)
    const asked = this.#standIns.follow(known)
    this.#page.count(this.#columns, this.#standIns.unknown(known))
    this.#keepOneStop()
    this.#drawn()
    if (asked) this.focus(asked)
  }

  #lineOf({ key, notes, inside }) {
    return { key, notes: inside.size === 0 ? notes : notes.flatMap((id) => [id, ...(this.#folded.has(id) ? [] : inside.get(id) ?? [])]) }
  }

  /** Let go of the server's notes that the model does not have: it is up to date now. */
  settle() {
    if (this.#standIns.size === 0) return
    this.#standIns.letGo(new Set(this.#read().topics.flatMap(({ note, notes = [note] }) => notes.map(({ id }) => id))))
    this.mark([])
  }

  /** The columns as shown, a carried note where it would land: [{ key, notes: [id], inside: Map(cluster id, [id]) }]; `notes` are
   *  what stands there by itself, loose notes and clusters. */
  get columns() {
    return this.#columns
  }

  /** The same as one reads it, what lies in clusters that are open in its place: [{ key, notes: [id] }]. */
  get lines() {
    return this.#lines
  }

  get current() {
    return this.#current
  }

  /** Show note `id` at `place` although the model has it elsewhere. */
  carry(id, place, { follow = true } = {}) {
    this.#carried = { id, place }
    this.flush()
    this.note(id)?.classList.add("note--carried")
    if (follow) this.note(id)?.scrollIntoView({ block: "nearest", inline: "nearest" })
  }

  /** End of carrying: the note is shown where the model has it. */
  release() {
    if (!this.#carried) return
    this.note(this.#carried.id)?.classList.remove("note--carried")
    this.#carried = null
    this.flush()
  }

  note(id) {
    if (this.#standIns.has(id)) this.#upgradeOne(id, this.#read())
    const item = this.#items.get(id)
    return item ? noteOf(item) : null
  }

  /** The element that has the focus when one stands on a note or a cluster. */
  stop(id) {
    return this.note(id) ?? (this.#clusters.has(id) ? headOf(this.#clusters.get(id)) : null)
  }

  /** Fold a cluster, or open it; for oneself alone. */
  fold(id, isFolded = !this.#folded.has(id)) {
    if (isFolded) this.#folded.add(id)
    else this.#folded.delete(id)
    this.mark([id])
    this.flush()
  }

  /** Put the focus on note or cluster `id`, drawing it first when it is new. */
  focus(id) {
    if (!this.stop(id)) this.flush()
    const home = this.#clusterOf(id)
    if (home && this.#folded.has(home)) this.fold(home, false)
    const stop = this.stop(id)
    if (!stop) return false
    this.stopAt(id)
    stop.focus({ preventScroll: true })
    stop.scrollIntoView({ block: "nearest", inline: "nearest" })
    return true
  }

  /** Make `id` the one note or cluster in the tab order. */
  stopAt(id) {
    if (id === this.#current && this.stop(id)) return
    this.#setStop(this.#current, false)
    this.#current = id
    this.#setStop(id, true)
  }

  close() {
    cancelAnimationFrame(this.#frame)
    cancelAnimationFrame(this.#upgradeFrame)
    this.#ahead.close()
    this.#ends.abort()
  }

  #setStop(id, isStop) {
    if (this.#items.has(id)) setStop(this.#items.get(id), isStop)
    else if (this.#clusters.has(id)) setHeadStop(this.#clusters.get(id), isStop)
  }

  #clusterOf(id) {
    for (const { inside } of this.#columns) for (const [cluster, notes] of inside) if (notes.includes(id)) return cluster
    return null
  }

  /** Gives the ids of all notes there are. */
  #patch(topics, view) {
    const known = new Set()
    let left = FIRST
    const patch = (note) => {
      known.add(note.id)
      if (!this.#dirty.has(note.id) && this.#items.has(note.id)) return
      if (this.#items.has(note.id) || left-- > 0) return this.#drawOne(note, view)
      if (!this.#standIns.has(note.id)) this.#standIns.hold(note.id, makePlace(this.#templates.note))
      this.#upgradeFrame ||= requestAnimationFrame(() => this.#upgrade())
    }
    for (const { note, notes } of topics) {
      if (note) patch(note)
      else notes.forEach(patch)
    }
    return known
  }

  #patchInPlace() {
    this.#frame = 0
    const { note: noteOf, view } = this.#read()
    if ([...this.#dirty].some((id) => this.#clusters.has(id))) return this.flush()
    this.#ahead.expect(this.#dirty.size)
    for (const id of this.#dirty) {
      const note = this.#items.has(id) ? noteOf(id) : null
      if (note) this.#drawOne(note, view)
    }
    return this.#drawn()
  }

  #drawn() {
    this.#dirty.clear()
    this.#fresh.clear()
    this.#isOrderKnown = true
    this.#planAhead()
  }

  #planAhead() {
    if (!this.#upgradeFrame) this.#ahead.plan(this.#made.splice(0))
  }

  #drawOne(note, view) {
    const standIn = this.#standIns.take(note.id)
    const item = this.#items.get(note.id) ?? this.#make(note.id, standIn)
    patchItem(item, note, view(note))
    if (!standIn && this.#fresh.has(note.id)) flash(item)
  }

  #make(id, standIn) {
    const item = makeItem(this.#templates.note, id, standIn)
    this.#items.set(id, item)
    this.#made.push(item)
    return item
  }

  /** As many of those that are not live yet as one frame has time for. */
  #upgrade() {
    const reading = this.#read()
    const until = performance.now() + SLICE_MS
    this.#upgradeFrame = 0
    for (const id of this.#standIns.ids) {
      if (performance.now() > until) {
        this.#upgradeFrame = requestAnimationFrame(() => this.#upgrade())
        return
      }
      this.#upgradeOne(id, reading)
    }
    this.#planAhead()
  }

  // Without a note, or with one that is deleted, it is not for us to say: the server has not been heard yet.
  #upgradeOne(id, { note: noteOf, view }) {
    const note = noteOf(id)
    if (!note || note.deleted) return
    this.#drawOne(note, view)
    this.#setStop(id, id === this.#current)
  }

  // Clusters are few, and what they say follows from their notes: all are looked at.
  #patchClusters(clusters, viewCluster) {
    for (const cluster of clusters) {
      const { id } = cluster
      if (!this.#clusters.has(id)) this.#clusters.set(id, makeCluster(this.#templates.cluster, id))
      const item = this.#clusters.get(id)
      if (notesOf(item).contains(document.activeElement)) this.#folded.delete(id)
      patchCluster(item, cluster, { ...viewCluster(cluster), isFolded: this.#folded.has(id) })
    }
  }

  #removeGone(known, before) {
    for (const [id, item] of this.#items) if (!known.has(id)) this.#remove(id, item, this.#items, before)
  }

  #removeGoneClusters(clusters, before) {
    const here = new Set(clusters.map((cluster) => cluster.id))
    for (const [id, item] of this.#clusters) if (!here.has(id)) this.#remove(id, item, this.#clusters, before)
  }

  #remove(id, item, from, before) {
    const next = heir(before, id)
    const hadFocus = item.contains(document.activeElement)
    item.remove()
    from.delete(id)
    if (id === this.#current) this.#current = next
    if (!hadFocus) return
    if (this.stop(next)) this.stop(next).focus({ preventScroll: true })
    else this.#root.dispatchEvent(new CustomEvent("board-emptied", { bubbles: true }))
  }

  // A box that scrolls must be reachable by keys also while there is no note in it.
  #keepOneStop() {
    if (this.#items.size > 0) this.#root.removeAttribute("tabindex")
    else this.#root.tabIndex = 0
    const isShown = this.#lines.some(({ notes }) => notes.includes(this.#current))
    if (isShown && this.stop(this.#current)) return this.#setStop(this.#current, true)
    const next = this.#clusterOf(this.#current) ?? this.#lines.flatMap((one) => one.notes)[0] ?? null
    this.#setStop(this.#current, false)
    this.#current = null
    return this.stopAt(next)
  }
}
