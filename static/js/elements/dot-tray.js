// Dots on the board: how many one has left while they are set, and the notes with most of them once they are shown. A
// press is kept on the device, sent once when there is a network, and until then said to wait. The buttons themselves
// stand on the notes.
//
// Attributes: data-place, what presses wait under; data-address, where they go; data-told, JSON of what the server says.
// Gives "dots-changed" when what stands on the notes is another, and "note-act" { id, act } from the list.

import { DotCount } from "network/board/dots.js"
import { quoted } from "network/board/drawing-words.js"
import { reasonOf, WaitingForms } from "network/offline/forms.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announcePolitely } from "network/ui/announce.js"
import { t, tn } from "network/ui/text.js"
import { toast } from "network/ui/toast.js"

const WHY_NOT = {
  spent: () => t("You have no dots left. Take one back from another note first."),
  most: (most) => tn("At most {count} dot of yours can lie on one note.", "At most {count} dots of yours can lie on one note.", most),
  none: () => t("There is no dot of yours on this note."),
}

export class DotTray extends WaitingForms {
  #count = new DotCount()
  #notes = []
  #canLift = false
  #drawn = ""

  begin(signal) {
    this.#count.learn(JSON.parse(this.dataset.told))
    this.addEventListener("click", this.#clicked, { signal })
  }

  get #topics() { return this.#notes.map(({ id }) => id) }

  /** How things stand: what the server has told (undefined: nothing yet), the notes on the board, whether one may choose among them. */
  stand({ told, notes, canLift }) {
    if (told !== undefined && told !== this.#count.told) this.#learn(told)
    this.#notes = notes
    this.#canLift = canLift
    this.#draw()
  }

  #learn(told) {
    const before = this.#count.told
    this.#count.learn(told)
    if (told?.shown && !before?.shown) announcePolitely(t("The dots are counted. The notes with most dots stand on top of the page."))
    if (told?.open && before?.id !== told.id) announcePolitely(this.#leftInWords())
  }

  /** What stands on a note: { isOpen, own, sum }. */
  on({ id }) {
    return { isOpen: this.#count.isOpen, own: this.#count.on(id), sum: this.#count.sum(id) }
  }

  /** One dot "more" on a note, or one "less". */
  async press(topic, step) {
    if (!this.#count.isOpen) return
    const { id: round, most } = this.#count.told
    const why = this.#count.whyNot(topic, step, this.#topics)
    if (why) return toast(WHY_NOT[why](most))
    const fields = { key: newKey(), round, topic, step }
    this.#count.add(fields)
    this.#changed()
    announcePolitely(this.#leftInWords())
    try {
      await sender.add({ place: this.place, kind: "dot", path: this.dataset.address, fields, title: t("Dots on the board") })
    } catch {
      this.#takeBack(fields.key, t("This device stores nothing more. The dot was not set."))
    }
  }

  // What waits, also from another page of this device, is hers already.
  takeUp(row) { this.#count.add(row.act.fields) }

  showWaiting(rows, isPersistent) {
    for (const row of rows) this.takeUp(row)
    super.showWaiting(rows, isPersistent)
    this.#changed()
  }

  giveBack(row) {
    this.#takeBack(row.act.fields.key, reasonOf(row))
    sender.drop(row.key)
  }

  #takeBack(key, why) {
    this.#count.drop(key)
    this.#changed()
    toast(why)
  }

  #changed() {
    this.#draw()
    this.dispatchEvent(new CustomEvent("dots-changed", { bubbles: true }))
  }

  #leftInWords() {
    const { budget } = this.#count.told
    return tn("You have {left} of {count} dot left.", "You have {left} of {count} dots left.", budget, { left: this.#count.left(this.#topics) })
  }

  #draw() {
    const told = this.#count.told
    this.#part("[data-part=set]").hidden = !told?.open
    this.#part("[data-part=shown]").hidden = !told?.shown
    if (told?.open) this.#drawSetting(told)
    else this.#follow(false)
    if (told?.shown) this.#drawOrder()
  }

  #drawSetting({ most, done, members }) {
    const isMine = this.#count.isOpen
    for (const name of ["left", "help"]) this.#part(`[data-${name}]`).hidden = !isMine
    if (isMine) this.#say("left", this.#leftInWords())
    this.#follow(isMine)
    if (isMine) this.#say("most", tn("At most {count} on one note.", "At most {count} on one note.", most))
    this.#say("done", t("{done} of {members} have set dots.", { done, members }))
  }

  // The same words where they stay in sight while one goes through the notes.
  #follow(isMine) {
    const line = this.closest("board-app")?.querySelector("[data-dots-left]")
    if (!line) return
    line.hidden = !isMine
    line.textContent = isMine ? this.#part("[data-left]").textContent : ""
  }

  #drawOrder() {
    const shown = this.#count.mostFirst(this.#notes)
    const drawn = JSON.stringify([this.#canLift, ...shown.map((note) => [note.id, note.text, note.lifted])])
    if (drawn === this.#drawn || this.#notes.length === 0) return
    this.#drawn = drawn
    const focused = document.activeElement?.closest("[data-topic]")?.dataset.topic
    this.#part(".dots__order").replaceChildren(...shown.map((note) => this.#item(note)))
    if (focused) this.querySelector(`[data-topic="${CSS.escape(focused)}"] button:not([hidden])`)?.focus()
  }

  #item({ id, text, lifted }) {
    const item = this.#part("template").content.firstElementChild.cloneNode(true)
    const one = (name) => item.querySelector(name)
    item.dataset.topic = id
    one(".dots__sum").textContent = tn("{count} dot", "{count} dots", this.#count.sum(id))
    one(".dots__text").textContent = text
    for (const words of item.querySelectorAll("[data-quoted]")) words.textContent = `: ${quoted(text)}`
    one("[data-do=lift]").hidden = !this.#canLift || lifted
    one("[data-do=lower]").hidden = !this.#canLift || !lifted
    return item
  }

  #clicked = ({ target }) => {
    const button = target.closest("[data-do]")
    const id = button?.closest("[data-topic]")?.dataset.topic
    if (id) this.dispatchEvent(new CustomEvent("note-act", { bubbles: true, detail: { id, act: button.dataset.do } }))
  }

  #part(name) { return this.querySelector(name) }

  #say(name, text) {
    const place = this.#part(`[data-${name}]`)
    if (place.textContent !== text) place.textContent = text
  }
}

if (!customElements.get("dot-tray")) customElements.define("dot-tray", DotTray)
