// Dragging a person to another table with a mouse or a pen: what it would cost is said before she is let go. The same
// can be done by taps and keys on her own page, which is where the words and the forms come from. The form is sent from
// where one is (network/elements/hall-page.js), which also says what is refused or asked: in a hall of sixty tables nobody
// looks for her place again.
// Inside: cards with data-group, and in them rows with data-person and a link to that page.
// Attributes: data-back (said over her own table), data-way (what the link to her own page is called after a refusal).

const FAR_ENOUGH = 6

export class GroupDrag extends HTMLElement {
  #ends = null
  #drag = null
  #wasDragged = false

  connectedCallback() {
    const { signal } = this.#ends = new AbortController()
    this.addEventListener("pointerdown", this.#down, { signal })
    this.addEventListener("click", this.#clicked, { signal, capture: true })
    for (const [name, act] of [["pointermove", this.#moved], ["pointerup", this.#up], ["pointercancel", this.#cancel]]) {
      window.addEventListener(name, act, { signal })
    }
    window.addEventListener("keydown", this.#key, { signal })
  }

  disconnectedCallback() {
    this.#ends.abort()
    this.#cancel()
  }

  #down = (event) => {
    const row = event.target.closest("li[data-person]")
    this.#wasDragged = false
    if (!row || event.button !== 0 || event.pointerType === "touch") return
    this.#drag = { row, x: event.clientX, y: event.clientY, line: null, targets: null, over: null }
  }

  #moved = (event) => {
    const drag = this.#drag
    if (!drag) return
    if (!drag.line && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < FAR_ENOUGH) return
    if (!drag.line) this.#begin(drag)
    event.preventDefault()
    getSelection()?.removeAllRanges()
    drag.line.style.setProperty("translate", `${event.clientX + 12}px ${event.clientY + 12}px`)
    this.#over(drag, document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-group]") ?? null)
  }

  #begin(drag) {
    this.#wasDragged = true
    drag.name = drag.row.querySelector("a").textContent.trim()
    drag.href = drag.row.querySelector("a").href
    drag.line = Object.assign(document.createElement("p"), { className: "group-drag", textContent: drag.name })
    this.append(drag.line)
    drag.row.classList.add("group__person--dragged")
    fetch(drag.href, { headers: { Accept: "text/html" }, signal: this.#ends.signal })
      .then((answer) => answer.ok ? answer.text() : "")
      .then((html) => { drag.targets = targetsIn(html); this.#say(drag) })
      .catch(() => { if (this.#drag === drag) this.#cancel() })
  }

  #over(drag, card) {
    if (drag.over === card) return
    drag.over?.classList.remove("group--target")
    drag.over = card && this.contains(card) ? card : null
    drag.over?.classList.add("group--target")
    this.#say(drag)
  }

  #say(drag) {
    if (!drag.line || !drag.over) { if (drag.line) drag.line.textContent = drag.name; return }
    const isOwn = drag.over.contains(drag.row)
    const said = isOwn ? this.dataset.back : drag.targets?.get(drag.over.dataset.group)?.words ?? "…"
    drag.line.textContent = `${drag.name}: ${said}`
  }

  #up = () => {
    const drag = this.#drag
    if (!drag) return
    const target = drag.over && !drag.over.contains(drag.row) ? drag.targets?.get(drag.over.dataset.group) : null
    this.#cancel()
    if (target) this.#send(target.form, drag.href)
  }

  #send(given, way) {
    const form = document.importNode(given, true)
    form.hidden = true
    Object.assign(form.dataset, { hall: "", way, wayWords: this.dataset.way })
    this.append(form)
    form.requestSubmit()
    form.remove()
  }

  #cancel = () => {
    const drag = this.#drag
    if (!drag) return
    drag.line?.remove()
    drag.over?.classList.remove("group--target")
    drag.row.classList.remove("group__person--dragged")
    this.#drag = null
  }

  #key = (event) => {
    this.#wasDragged = false
    if (event.key === "Escape") this.#cancel()
  }

  /** What ends a drag is no press on the name; a press of a key (detail 0) is one, whatever a pointer did before. */
  #clicked = (event) => {
    if (!this.#wasDragged || event.detail === 0) return
    this.#wasDragged = false
    event.preventDefault()
    event.stopPropagation()
  }
}

/** Group id → what it would mean, and the form that does it, from the person's own page. */
export function targetsIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html")
  return new Map([...page.querySelectorAll("[data-target]")].map((row) => {
    const words = [...row.querySelector("[data-cost]").children].map((part) => part.textContent.trim().replaceAll(/\s+/g, " "))
    return [row.dataset.target, { words: words.join(" · "), form: row.querySelector("form") }]
  }))
}

customElements.define("group-drag", GroupDrag)
