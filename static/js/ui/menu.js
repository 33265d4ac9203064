// Where a menu opens: under its button, or above it where there is no room below.

const HEIGHT = 280

export function placeMenu(menu, button) {
  const box = button.getBoundingClientRect()
  const fitsBelow = box.bottom + HEIGHT < innerHeight
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 264))}px`
  menu.style.top = fitsBelow ? `${box.bottom + 4}px` : "auto"
  menu.style.bottom = fitsBelow ? "auto" : `${innerHeight - box.top + 4}px`
}
