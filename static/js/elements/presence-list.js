// Who is here: initials on a button, names behind it. Property `people` is [{ key, name, note, typing }].

import { initials } from "network/board/drawing-words.js"
import { t, tn } from "network/ui/text.js"

const SHOWN = 4

export class PresenceList extends HTMLElement {
  #icon = null
  #people = []

  connectedCallback() {
    this.#icon ??= this.querySelector(".people__count svg")
    this.querySelector("[popover]").addEventListener("beforetoggle", this.#place)
    this.people = this.#people
  }

  disconnectedCallback() {
    this.querySelector("[popover]").removeEventListener("beforetoggle", this.#place)
  }

  set people(people) {
    this.#people = people
    if (!this.isConnected) return
    this.hidden = people.length === 0
    this.querySelector(".people__initials").replaceChildren(...people.slice(0, SHOWN).map(badge))
    this.querySelector(".people__count").replaceChildren(...(people.length ? [] : [this.#icon]), tn("{count} here now", "{count} here now", people.length))
    this.querySelector("ul").replaceChildren(...people.map(line))
  }

  #place = () => {
    const box = this.querySelector("button").getBoundingClientRect()
    const list = this.querySelector("[popover]")
    list.style.top = `${box.bottom + 4}px`
    list.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 296))}px`
  }
}

function badge(person) {
  return Object.assign(document.createElement("span"), { className: "people__badge", textContent: initials(person.name) })
}

function line(person) {
  const item = document.createElement("li")
  item.append(badge(person), Object.assign(document.createElement("span"), { textContent: person.typing ? t("{name} is writing", { name: person.name }) : person.name }))
  item.firstChild.setAttribute("aria-hidden", "true")
  return item
}

customElements.define("presence-list", PresenceList)
