import assert from "node:assert/strict"
import { test } from "node:test"
import { News, PAUSE_MS } from "network/board/drawing-news.js"

test("new notes are counted for each column and told once", () => {
  const news = new News()
  news.heard(["a", "b", "c"], [{ id: "a", column: "ideas" }, { id: "b", column: "ideas" }, { id: "c", column: "doubts" }])

  assert.deepEqual(news.take(0), { added: [["ideas", 2], ["doubts", 1]], changed: 0, gone: 0 })
  assert.equal(news.take(PAUSE_MS), null)
})

test("within twenty seconds nothing more is told, then all of it at once", () => {
  const news = new News()
  news.heard(["a"], [{ id: "a", column: "ideas" }])
  news.take(1_000)
  news.heard(["b"], [{ id: "b", column: "ideas" }])
  news.heard(["z"])

  assert.equal(news.take(1_000 + PAUSE_MS - 1), null)
  assert.deepEqual(news.take(1_000 + PAUSE_MS), { added: [["ideas", 1]], changed: 1, gone: 0 })
})

test("the wait is what is left of the pause, and nothing when there is no news", () => {
  const news = new News()
  news.heard(["a"])
  news.take(0)

  assert.equal(news.wait(5_000), null)
  news.heard(["a"])
  assert.equal(news.wait(5_000), PAUSE_MS - 5_000)
})

test("a note that is written on many times is one changed note", () => {
  const news = new News()
  for (let times = 0; times < 50; times += 1) news.heard(["a"])

  assert.deepEqual(news.take(0), { added: [], changed: 1, gone: 0 })
})

test("a note that is new stays one new note while it is being written", () => {
  const news = new News()
  news.heard(["a"], [{ id: "a", column: "ideas" }])
  news.heard(["a"])

  assert.deepEqual(news.take(0), { added: [["ideas", 1]], changed: 0, gone: 0 })
})

test("notes that stood on the page already are no news", () => {
  const news = new News(["old"])
  news.heard(["old"], [{ id: "old", column: "ideas" }])

  assert.equal(news.wait(0), null)
})

test("a note that is deleted is said to be, and not to have changed", () => {
  const news = new News()
  news.heard(["a"])
  news.heard(["a", "b"], [], ["a", "b"])

  assert.deepEqual(news.take(0), { added: [], changed: 0, gone: 2 })
})

test("what comes and goes between two messages is no news, and what is put back has changed", () => {
  const news = new News()
  news.heard(["a"], [{ id: "a", column: "ideas" }])
  news.heard(["a"], [], ["a"])
  assert.equal(news.wait(0), null)

  news.heard(["b"], [], ["b"])
  news.heard(["b"])
  assert.deepEqual(news.take(0), { added: [], changed: 1, gone: 0 })
})
