// Watches a page while somebody goes through it with the keyboard.
// Gives `keys`: `next` focuses the next thing that opens, `opened` and `left` judge what Enter and Escape did to it;
// after `begin` each press of Tab is judged at the one that follows it.

;(() => {
  const OWN = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex], [contenteditable]"
  const PRESSED = "a, button, input, select, textarea, summary"
  const OPENS = "details:not([open]) > summary, [popovertarget], [command=show-modal]"
  const LAYER = "dialog[open], :popover-open"
  /** Parts of which one thing is reached by Tab and the rest from there, with arrows or with Tab: they have tests of their own. */
  const BY_ARROWS = "[data-note]"
  const OF_PARTS = "input:is([type=date], [type=time], [type=datetime-local], [type=month])"
  const plain = new Map()
  const visited = []
  const faults = []
  const tried = new Set()
  let opener = null
  let isOver = false

  const named = (one) => {
    const words = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent ?? ""
    return `${one.localName}${one.id ? `#${one.id}` : ""} ${words.replace(/\s+/g, " ").trim().slice(0, 50)}`
  }
  const isShown = (one) => !one.matches(":disabled, dialog, [popover]") && !one.closest("[inert], [aria-hidden=true]") && one.checkVisibility({ visibilityProperty: true })
  const groupOf = (radio) => [...document.getElementsByName(radio.name)].filter((one) => one.form === radio.form && one.type === "radio")
  const standsFor = (one) => {
    if (one.type !== "radio") return true
    const group = groupOf(one)
    return group.some(({ checked }) => checked) ? one.checked : group[0] === one
  }
  const all = () => [...document.querySelectorAll(OWN)].filter((one) => isShown(one) && standsFor(one))
  const isTabbed = (one) => one.tabIndex >= 0
  const look = (one) => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one)
    const isDrawn = outlineStyle !== "none" && parseFloat(outlineWidth) > 0 && !/^rgba.*, 0\)$/.test(outlineColor)
    return { ring: isDrawn ? `${outlineStyle} ${outlineWidth} ${outlineColor}` : "", shadow: boxShadow === "none" ? "" : boxShadow }
  }
  /** What the ring may be drawn round: a box to tick has it round itself and its words. */
  const framesOf = (one) => [one, ...one.matches("input") ? [one.closest("label"), one.closest(".ds-field")].filter(Boolean) : []]
  const isMarked = (one) => framesOf(one).some((frame) => {
    const [before, now] = [plain.get(frame) ?? { ring: "", shadow: "" }, look(frame)]
    return (now.ring !== "" && now.ring !== before.ring) || (now.shadow !== "" && now.shadow !== before.shadow)
  })
  /** Of nine points of what has the focus, one at least is in sight and has nothing lying over it. */
  const isInSight = (one) => [...one.getClientRects()].some(({ left, top, width, height }) => [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
    const found = document.elementFromPoint(left + width * x, top + height * y)
    return found && (one.contains(found) || [...one.labels ?? []].some((label) => label.contains(found)))
  })))

  const next = () => {
    opener = [...document.querySelectorAll(OPENS)].find((one) => isShown(one) && !tried.has(one) && !one.closest(BY_ARROWS)) ?? null
    opener?.focus()
    tried.add(opener)
    return opener !== null
  }
  /** Whether a layer lies over the page now. What is folded has none, and stays open. */
  const opened = () => {
    if (!opener.isConnected && named(document.activeElement) === named(opener)) opener = document.activeElement
    const layer = document.querySelector(LAYER)
    const isOpen = opener.localName === "summary" ? opener.parentElement.open : layer !== null
    if (!isOpen) faults.push(`does not open: ${named(opener)}`)
    if (layer?.matches("dialog") ? !layer.contains(document.activeElement) : document.activeElement !== opener) faults.push(`loses the focus on opening: ${named(opener)}`)
    return layer !== null
  }
  const left = () => {
    if (document.querySelector(LAYER)) faults.push(`does not close with Escape: ${named(opener)}`)
    if (document.activeElement !== opener) faults.push(`does not get the focus back: ${named(opener)}`)
  }

  const judge = () => {
    const one = document.activeElement
    if (isOver || !one || one === visited.at(-1) && one.matches(OF_PARTS)) return
    isOver = visited.includes(one) || (visited.length > 0 && one === document.body)
    if (one === visited.at(-1)) faults.push(`does not let go of the focus: ${named(one)}`)
    else if (isOver && one !== document.body && one !== visited[0]) faults.push(`comes twice: ${named(one)}`)
    if (isOver || one === document.body) return
    visited.push(one)
    if (!isMarked(one)) faults.push(`shows no focus: ${named(one)}`)
    if (!isInSight(one)) faults.push(`has the focus out of sight: ${named(one)}`)
  }
  const begin = async () => {
    document.activeElement.blur()
    await new Promise(requestAnimationFrame)
    for (const one of all()) for (const frame of framesOf(one)) plain.set(frame, look(frame))
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute("tabindex")
    addEventListener("keydown", judge, { capture: true })
  }
  /** What the page has changed for a newer part meanwhile was judged when it was there. */
  const judged = () => {
    const there = all()
    const order = there.filter((one) => visited.includes(one))
    const astray = visited.filter((one) => order.includes(one)).find((one, at) => one !== order[at])
    const missed = there.filter((one) => one.matches(PRESSED) && plain.has(one) && !visited.includes(one) && !one.closest(BY_ARROWS))
    return [...faults, ...missed.map((one) => `is not reached: ${named(one)}`), ...(astray ? [`comes out of turn: ${named(astray)}`] : [])]
  }

  window.keys = { next, opened, left, begin, isOver: () => isOver, faults: judged }
})()
