// Must stand before the kit's own import: it reads this once, and its warnings are for those who build it.
window.dsWarnings = false
