// Dots on the board: how many one has left while they are set, and the notes with most of them once they are shown. While
// the group chooses and nobody has set dots, all that stands on the board is listed to choose from. A
// press is kept on the device, sent once when there is a network, and until then said to wait. The buttons themselves
// stand on the notes.
//
// Attributes: data-place, what presses wait under; data-address, where they go; data-told, JSON of what the server says;
// data-words, JSON of what is said: name → one form, or those of one and of more; data-choosing while the group chooses.
// Gives "dots-changed" when what stands on the notes is another, and "note-act" { id, act } from the list, and "dots-asked" when it has to be told anew how things stand.

import { DotCount, inWords } from "network/board/dots.js"
import { quoted } from "network/board/drawing-words.js"
import { reasonOf, WaitingForms } from "network/offline/forms.js"
import { newKey } from "network/offline/keys.js"
import { sender } from "network/offline/sender.js"
import { announcePolitely } from "network/ui/announce.js"
import { toast } from "network/ui/toast.js"

/** The part of a round in which the group says what everybody should hear. */
const CHOOSE = "choose"

export class DotTray extends WaitingForms {
  #count = new DotCount()
  #words = {}
  #topics = []
  #may = { canLift: false, mayLift: false, isWhole: false }
  #drawn = ""
  /** What stands in the list: topic → { said, item }, item the list item and said what it says. */
  #items = new Map()

  begin(signal) {
    this.#words = JSON.parse(this.dataset.words)
    this.#count.learn(JSON.parse(this.dataset.told))
    this.addEventListener("click", this.#clicked, { signal })
    document.addEventListener("hall-shown", this.#followStep, { signal })
  }

  /** Whether the group chooses now: then topics are wanted, dots or none. */
  get isChoosing() { return this.hasAttribute("data-choosing") && !this.closest("[data-alone]") }

  #followStep = () => {
    const isNow = document.querySelector("board-step")?.dataset.phase === CHOOSE
    if (isNow === this.hasAttribute("data-choosing")) return
    this.toggleAttribute("data-choosing", isNow)
    this.dispatchEvent(new Event("dots-asked"))
  }

  get #ids() { return this.#topics.map(({ id }) => id) }

  /** How things stand: what the server has told (undefined: nothing yet), the topics on the board, whether one may choose among
   * them and can just now, how many are chosen, and whether all that the server has is here. A topic is { id, text, note, notes, lifted }. */
  stand({ told, topics, ...may }) {
    if (told !== undefined && told !== this.#count.told) this.#learn(told)
    this.#topics = topics
    this.#count.stand(topics)
    this.#may = may
    this.#draw()
  }

  #learn(told) {
    const before = this.#count.told
    this.#count.learn(told)
    if (told?.shown && !before?.shown) announcePolitely(this.#said("shown"))
    if (this.#count.isOpen && before?.id !== told.id) announcePolitely(this.#leftInWords())
  }

  /** What stands on a topic: { isOpen, isOwn, words }. */
  on({ id }) {
    const [own, sum] = [this.#count.on(id), this.#count.sum(id)]
    const words = own > 0 ? this.#said("own", own) : sum > 0 ? this.#said("dots", sum) : ""
    return { isOpen: this.#count.isOpen, isOwn: own > 0, words }
  }

  /** One dot "more" on a topic, or one "less". */
  async press(topic, step) {
    if (!this.#count.isOpen) return
    const { id: round, most } = this.#count.told
    const why = this.#count.whyNot(topic, step, this.#ids)
    if (why) return toast(this.#said(why, most))
    const fields = { key: newKey(), round, topic, step }
    this.#count.add(fields)
    this.#changed()
    announcePolitely(this.#leftInWords())
    try {
      await sender.add({ place: this.place, kind: "dot", path: this.dataset.address, fields, title: this.#said("title") })
    } catch {
      this.#takeBack(fields.key, this.#said("full"))
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
    return this.#said("left", budget, { left: this.#count.left(this.#ids) })
  }

  #draw() {
    const told = this.#count.told
    this.#part("[data-part=set]").hidden = !told?.open
    if (told?.open) this.#drawSetting(told)
    else this.#follow(false)
    this.#drawList()
  }

  #drawSetting({ most, done, members }) {
    const isMine = this.#count.isOpen
    // Until the board is here, what the server drew stands.
    if (this.#topics.length > 0 || this.#may.isWhole) this.#part("[data-nothing]").hidden = !isMine || this.#topics.length > 0
    const isAsked = isMine && this.#part("[data-nothing]").hidden
    for (const name of ["left", "help"]) this.#part(`[data-${name}]`).hidden = !isAsked
    if (isMine) this.#say("left", this.#leftInWords())
    this.#follow(isAsked)
    if (isMine) this.#say("most", this.#said("most", most))
    this.#say("done", this.#said("done", 1, { done, members }))
  }

  // The same words where they stay in sight while one goes through the notes.
  #follow(isMine) {
    const line = this.closest("board-app")?.querySelector("[data-dots-left]")
    if (!line) return
    line.hidden = !isMine
    line.textContent = isMine ? this.#part("[data-left]").textContent : ""
  }

  // Until the board is here, what the server drew stands.
  #drawList() {
    const { canLift, mayLift, isWhole, chosen } = this.#may
    const ordered = this.#count.isShown ? this.#count.mostFirst(this.#topics) : []
    const toChoose = this.isChoosing && mayLift && !this.#count.told?.open && ordered.length === 0
    this.#part("[data-part=shown]").hidden = !this.#count.isShown && !toChoose
    const shown = toChoose ? this.#topics : ordered
    const name = !toChoose ? "order" : "choose"
    const drawn = JSON.stringify([name, canLift, chosen, this.#count.gone, ...shown.map((topic) => [topic.id, topic.text, topic.lifted])])
    if (drawn === this.#drawn || (this.#topics.length === 0 && !isWhole)) return
    this.#drawn = drawn
    this.#sayList({ title: `${name}_title`, help: toChoose && shown.length === 0 ? "choose_nothing" : `${name}_help` })
    this.#part("[data-list=chosen]").hidden = !mayLift || shown.length === 0
    this.#part("[data-list=chosen]").textContent = this.#said("chosen", chosen)
    this.#part("[data-list=gone]").hidden = this.#count.gone === 0
    this.#part("[data-list=gone]").textContent = this.#said("gone", this.#count.gone)
    this.#part(".dots__order").classList.toggle("dots__order--all", toChoose)
    const focused = document.activeElement?.closest("[data-topic]")?.dataset.topic
    this.#arrange(shown)
    if (focused && !document.activeElement.closest("[data-topic]")) this.querySelector(`[data-topic="${CSS.escape(focused)}"] button:not([hidden])`)?.focus()
  }

  /** Only items that say something else are made anew: of three hundred on the board one has changed. */
  #arrange(shown) {
    const before = this.#items
    this.#items = new Map(shown.map((topic) => {
      const said = JSON.stringify([topic, this.#count.sum(topic.id), this.#may.canLift])
      const known = before.get(topic.id)
      return [topic.id, known?.said === said ? known : { said, item: this.#item(topic) }]
    }))
    const [list, wanted] = [this.#part(".dots__order"), [...this.#items.values()].map(({ item }) => item)]
    const stay = new Set(wanted)
    for (const item of [...list.children]) if (!stay.has(item)) item.remove()
    let place = list.firstElementChild
    for (const item of wanted) {
      if (item === place) place = place.nextElementSibling
      else list.insertBefore(item, place)
    }
  }

  #sayList(names) {
    for (const [place, name] of Object.entries(names)) this.#part(`[data-list=${place}]`).textContent = this.#said(name)
  }

  #item({ id, text, note, lifted }) {
    const item = this.#part("template").content.firstElementChild.cloneNode(true)
    const one = (name) => item.querySelector(name)
    item.dataset.topic = id
    item.dataset.speaker = note
    const sum = this.#count.sum(id)
    one(".dots__sum").hidden = sum === 0
    one(".dots__sum").textContent = this.#said("dots", sum)
    one(".note__lifted").hidden = !lifted
    one(".dots__text").textContent = text
    for (const words of item.querySelectorAll("[data-quoted]")) words.textContent = `: ${quoted(text)}`
    one("[data-do=lift]").hidden = !this.#may.canLift || lifted
    one("[data-do=lower]").hidden = !this.#may.canLift || !lifted
    return item
  }

  #clicked = ({ target }) => {
    const button = target.closest("[data-do]")
    const id = button?.closest("[data-topic]")?.dataset.speaker
    if (id) this.dispatchEvent(new CustomEvent("note-act", { bubbles: true, detail: { id, act: button.dataset.do } }))
  }

  #said(name, count = 1, values = {}) { return inWords(this.#words[name], { count, ...values }) }

  #part(name) { return this.querySelector(name) }

  #say(name, text) {
    const place = this.#part(`[data-${name}]`)
    if (place.textContent !== text) place.textContent = text
  }
}

if (!customElements.get("dot-tray")) customElements.define("dot-tray", DotTray)
