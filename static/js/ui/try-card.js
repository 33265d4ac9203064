// The demo's card stays as it was left, on the next page too. Without a script each page begins with it folded.

const card = document.querySelector(".try")

card?.addEventListener("toggle", () => {
  document.cookie = `demo_card=${card.open ? "open" : "folded"}; path=/; SameSite=Lax`
})
