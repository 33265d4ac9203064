// Notes when a step's press came and when what it leads to stood painted, also when that is on the next page.
// A step: {press, selector, text}: the event that it begins with ("" when it begins outside), and what stands when it is
// there: something of the selector that says the text.

const KEY = "bench-step"
const now = () => performance.timeOrigin + performance.now()
let step = JSON.parse(sessionStorage.getItem(KEY) ?? "null")

const stands = () => [...document.querySelectorAll(step.selector)].some((one) => one.textContent.includes(step.text))
const keep = () => sessionStorage.setItem(KEY, JSON.stringify(step))

// The frame's own callbacks come before it is painted, and a message after.
const painted = new MessageChannel()
painted.port1.onmessage = () => { step.stood ??= now(); keep() }

function look() {
  if (step.stood) return
  if (step.pressed && document.readyState !== "loading" && stands()) painted.port2.postMessage("")
  requestAnimationFrame(look)
}

function pressed(event) {
  if (!step || step.pressed || event.type !== step.press) return
  step.pressed = performance.timeOrigin + event.timeStamp
  keep()
}
for (const press of ["pointerdown", "pointerup", "keydown"]) addEventListener(press, pressed, { capture: true })

globalThis.benchArm = (next) => {
  step = next
  keep()
  if (stands()) return false
  if (!step.press) step.pressed = now()
  keep()
  look()
  return true
}
globalThis.benchGo = (address) => { step.pressed = now(); keep(); location.assign(address) }
globalThis.benchTook = () => step?.stood ? step.stood - step.pressed : null
if (step) look()
