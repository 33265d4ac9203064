// What this person wants of this device: whether the phone buzzes when the time is nearly over.

const KEY = "samling-buzz"

export const canBuzz = (device = globalThis.navigator) => typeof device?.vibrate === "function"

export function wantsBuzz(store = localStore()) {
  try {
    return store?.getItem(KEY) === "on"
  } catch {
    return false
  }
}

export function wishBuzz(on, store = localStore()) {
  try {
    store?.setItem(KEY, on ? "on" : "off")
  } catch {
    // A private window: the wish lasts as long as nobody asks again.
  }
}

function localStore() {
  try {
    return globalThis.localStorage
  } catch {
    return null
  }
}
