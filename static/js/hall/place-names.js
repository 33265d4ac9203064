// Which names fit what is typed: each typed word begins a word of the name, whatever its letters' size and accents.

const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u0309\u030b-\u036f]/g, "").normalize("NFC").toLowerCase()

const wordsOf = (text) => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean)

// Å keeps its ring: it is a letter of its own, and "Al" is not "Ål".
export function fits(name, typed) {
  const words = wordsOf(name)
  return wordsOf(typed).every((wanted) => words.some((word) => word.startsWith(wanted)))
}
