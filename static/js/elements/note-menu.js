// What lies behind "More" on a note: one menu for all notes. Gives "note-act" { id, act: "edit" | "gather" | "ungather" | "take" | "delete" | "lift" | "first" | "lower" }:
// what its button said when it was tapped, however the note stands by then.

import { OpenedMenu } from "network/ui/menu.js"

export class NoteMenu extends OpenedMenu {
  /** Called before the menu opens: `button` opens it, for a note that `may` be edited, taken home, deleted or shown to everybody. */
  prepare(button, may) {
    super.prepare(button)
    this.querySelector("[data-do=edit]").hidden = !may.edit
    this.querySelector("[data-do=gather]").hidden = !may.sort
    this.querySelector("[data-do=ungather]").hidden = !may.sort || !may.isGathered
    this.querySelector("[data-do=take]").hidden = !may.take
    this.querySelector("[data-do=delete]").hidden = !may.delete
    this.querySelector("[data-why]").hidden = may.delete
    this.querySelector("[data-do=lift]").hidden = !may.lift || may.isLifted
    this.querySelector("[data-do=first]").hidden = !may.lift || !may.isLifted || may.isFirst
    this.querySelector("[data-do=lower]").hidden = !may.lift || !may.isLifted
  }

  chose(act, button) {
    const id = button.closest("[data-note]")?.dataset.note
    this.dispatchEvent(new CustomEvent("note-act", { bubbles: true, detail: { id, act } }))
  }
}

customElements.define("note-menu", NoteMenu)
