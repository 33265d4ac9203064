// The decisions of coming back, on plain values.
import assert from "node:assert/strict"
import { test } from "node:test"
import { isContested, ownNotesAsDrafts, plan } from "network/board/rebase.js"
import { isAhead } from "network/together/clocks.js"

const note = (id, text, more = {}) => ({ id, text, column: "ideas", position: `V${id}1`, hue: "sun", cluster: null, deleted: false, versionOf: null, ...more })
const notes = (...list) => new Map(list.map((one) => [one.id, one]))
const add = (id, text) => ({ kind: "add", id, note: { text, column: "ideas", position: `V${id}1`, hue: "sun", cluster: null, versionOf: null } })
const edit = (id, text, base) => ({ kind: "edit", id, text, base })
const rowsOf = (...acts) => acts.map((act, at) => ({ key: `r${at}`, act }))
const decide = ({ server = notes(), seen = server, clusters = notes(), seenClusters = clusters, acts, stored = [], ...more }) => {
  const rows = rowsOf(...acts)
  return plan({ server: { notes: server, clusters }, seen: { notes: seen, clusters: seenClusters }, rows, isStored: (row) => stored.includes(row.key), newId: () => "new", random: () => 0.5, ...more })
}
const said = (acts) => acts.map((act) => [act.kind, act.id, act.note?.text ?? act.text ?? act.deleted ?? act.column])

test("what the server has already is sent again as it is, the rest is done again", () => {
  const made = decide({ server: notes(note("a", "one")), acts: [add("a", "one"), add("b", "two")], stored: ["r0"] })

  assert.deepEqual(made.keep.map(({ key }) => key), ["r0"])
  assert.deepEqual(said(made.redo), [["add", "b", "two"]])
})

test("an edit is done again on unchanged words, else it stands beside them, and its next edit goes with it", () => {
  const acts = [edit("a", "red two", "red"), edit("b", "blue two", "blue"), edit("b", "blue three", "blue two")]

  const made = decide({ server: notes(note("a", "red"), note("b", "another's")), acts })

  assert.deepEqual(said(made.redo), [["edit", "a", "red two"], ["add", "new", "blue two"], ["edit", "new", "blue three"]])
  assert.equal(made.redo[1].note.versionOf, "b")
})

test("words that the server has anyhow, and moves that are made anyhow, are not done again", () => {
  const acts = [edit("a", "red", "r"), { kind: "move", id: "a", column: "ideas", position: "Va1" }, { kind: "delete", id: "a", deleted: false }]

  assert.deepEqual(decide({ server: notes(note("a", "red")), acts }).redo, [])
})

test("an act on a note that the server lacks brings the note back under its id", () => {
  const made = decide({ seen: notes(note("x", "lost")), acts: [{ kind: "move", id: "x", column: "wishes", position: "V9" }] })

  assert.deepEqual([made.redo[0].kind, made.redo[0].id, made.redo[0].note.column, made.redo[0].note.text], ["add", "x", "wishes", "lost"])
})

test("what others wrote and the server lacks is named, own and deleted notes are not", () => {
  const seen = notes(note("x", "lost"), note("gone", "deleted", { deleted: true }), note("own", "own"), note("both", "longer words"))

  const made = decide({ server: notes(note("both", "words")), seen, acts: [add("own", "own")] })

  assert.deepEqual(made.missing.map(({ id }) => id), ["x"])
  assert.deepEqual(made.lostTexts, [{ id: "both", text: "longer words", base: "words" }])
})

test("after a refusal the first row that the server does not know is given up, with what hangs on it", () => {
  const acts = [add("a", "stored"), add("b", "refused"), edit("b", "refused, longer", "refused"), { kind: "move", id: "b", column: "wishes", position: "V1" }, add("c", "fine")]

  const made = decide({ server: notes(note("a", "stored")), acts, stored: ["r0"], refused: true })

  assert.deepEqual(said(made.redo), [["add", "c", "fine"]])
  assert.deepEqual(made.drafts, [{ key: "recovered-b", text: "refused, longer", column: "ideas", note: null, base: null, recovered: true }])
})

test("a refused edit is a draft of its note; a note that its writer had deleted is none", () => {
  const refusedEdit = decide({ server: notes(note("a", "red")), acts: [edit("a", "redder", "red")], refused: true })
  const deleted = decide({ acts: [add("b", "never mind"), { kind: "delete", id: "b", deleted: true }], draftsOnly: true })

  assert.deepEqual(refusedEdit.drafts.map(({ text, note: of, base }) => [text, of, base]), [["redder", "a", "red"]])
  assert.deepEqual(deleted.drafts, [])
})

test("when nothing is sent again, what the server knows is not either: it may be what it stumbles over", () => {
  const made = decide({ server: notes(note("a", "stored")), acts: [add("a", "stored"), add("b", "not")], stored: ["r0"], draftsOnly: true })

  assert.deepEqual([made.keep, made.redo, made.drafts.map(({ text }) => text)], [[], [], ["not"]])
})

test("rows of another history of the board are drafts, whatever the server's clocks say", () => {
  const made = decide({ acts: [add("a", "old")], stored: ["r0"], isStale: () => true })

  assert.deepEqual([made.keep, made.redo, made.drafts.map(({ text }) => text)], [[], [], ["old"]])
})

test("of a board begun anew, own notes that it lacks are offered", () => {
  const drafts = ownNotesAsDrafts({ server: notes(note("kept", "kept")), seen: notes(note("kept", "kept"), note("mine", "mine"), note("hers", "hers")), isMine: (id) => id !== "hers" })

  assert.deepEqual(drafts.map(({ text }) => text), ["mine"])
})

const row = (client, clock, end) => ({ client, clock, end })

test("we are ahead when a clock is beyond the server's and no row of ours fills the whole distance", () => {
  const ours = new Map([[1, 10], [2, 5]])
  const cases = [
    [[[1, 10], [2, 5]], [], false], [[[1, 20], [2, 5]], [], false], [[[1, 10]], [], true], [[[1, 10]], [row(2, 0, 5)], false],
    [[[1, 10], [2, 2]], [row(2, 0, 2), row(2, 2, 5)], false], [[[1, 10], [2, 2]], [row(2, 3, 5)], true], [[[1, 10], [2, 2]], [row(2, 2, 4)], true],
  ]

  for (const [theirs, rows, expected] of cases) assert.equal(isAhead({ ours, theirs: new Map(theirs), rows }), expected, JSON.stringify(theirs))
})

test("only words that another changed under an own edit are contested", () => {
  const rows = rowsOf(edit("a", "red two", "red"), { kind: "move", id: "b", column: "x", position: "V1" })
  const before = notes(note("a", "red two"), note("b", "blue"))
  const contested = (...now) => isContested({ rows, before: { notes: before }, now: { notes: notes(...now) } })

  assert.deepEqual([contested(note("a", "red two"), note("b", "changed")), contested(note("a", "red two!")), contested(note("a", "red two", { deleted: true })), contested()], [false, true, true, false])
})

const heap = (id, title = "") => ({ id, title, column: "ideas", position: `C${id}1` })
const sort = (steps, made = []) => ({ kind: "sort", id: steps[0][0], made, steps: steps.map(([id, cluster, place]) => ({ id, cluster, ...(place && { place }) })) })
const rename = (text, base) => ({ kind: "rename", id: "c", text, base })

test("sorting is done again, without what is so already, and its cluster comes with it", () => {
  const server = notes(note("a", "one"), note("b", "two", { cluster: "old" }))
  const acts = [sort([["a", "c"], ["b", "old"]], [heap("c")]), sort([["b", "c"]])]

  const made = decide({ server, clusters: notes(heap("old")), acts })

  assert.deepEqual(made.redo.map(({ steps, made }) => [steps.map(({ id, cluster }) => `${id}>${cluster}`), made.map(({ id }) => id)]), [[["a>c"], ["c"]], [["b>c"], []]])
})

test("a cluster of another that the server lacks comes again under its id, and one that nobody knows takes nothing", () => {
  const server = notes(note("a", "one"), note("b", "two"))
  const acts = [sort([["a", "theirs"]]), sort([["b", "nowhere"]])]

  const made = decide({ server, seenClusters: notes(heap("theirs", "Skule")), acts })

  assert.deepEqual(made.redo, [{ ...sort([["a", "theirs"]], [heap("theirs", "Skule")]) }])
})

test("a note that comes back on its own lies loose when its cluster is gone", () => {
  const made = decide({ seen: notes(note("x", "lost", { cluster: "gone" })), acts: [{ kind: "move", id: "x", column: "wishes", position: "V9" }] })

  assert.equal(made.redo[0].note.cluster, null)
})

test("of two names given without seeing each other both stand, once", () => {
  const acts = [rename("Sku", ""), rename("Skule", "Sku")]

  const made = decide({ clusters: notes(heap("c", "Barn")), acts })

  assert.equal(made.redo.at(-1).text, "Barn / Skule")
})

test("a name that nobody takes is kept as a draft, and sorting that is refused takes no notes with it", () => {
  const server = notes(note("a", "one"))
  const made = decide({ server, clusters: notes(heap("c")), acts: [sort([["a", "c"]]), { kind: "edit", id: "a", text: "one two", base: "one" }], refused: true })
  const named = decide({ acts: [rename("Skule", "")] })

  assert.deepEqual(made.redo.map(({ kind }) => kind), ["edit"])
  assert.deepEqual(named.drafts.map(({ text }) => text), ["Skule"])
})

test("a name that another has changed meanwhile is contested", () => {
  const before = { notes: notes(), clusters: notes(heap("c", "Skule")) }
  const contested = (title) => isContested({ rows: rowsOf(rename("Skule", "")), before, now: { notes: notes(), clusters: notes(heap("c", title)) } })

  assert.deepEqual([contested("Skule"), contested("BarnSkule")], [false, true])
})
