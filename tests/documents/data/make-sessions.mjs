// Makes yjs-sessions.json: what real browsers send, with what they show at the end. Run it as
//   node --import ./tests/js/resolve.mjs tests/documents/data/make-sessions.mjs tests/documents/data/yjs-sessions.json
import * as Y from 'yjs'
import { writeFileSync } from 'fs'
const hex = u => Buffer.from(u).toString('hex')
let seed = 7
const rnd = n => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n }
const sorted = v => JSON.stringify(v, (_, x) => x && typeof x === 'object' && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).sort(([a], [b]) => (a < b ? -1 : 1))) : x)
const pick = a => a[rnd(a.length)]
const words = ['hei', 'Å, så fint', 'ja 😀', 'nei', 'skule', '👩‍👩‍👧', '漢字', 'ein lang setning om vegen til Sundby. ']
function session(people, steps) {
  const log = [], docs = []
  for (let i = 0; i < people; i++) {
    const d = new Y.Doc(); d.clientID = 1000 + i * 7919 + rnd(4e6) * 1000; docs.push(d)
    d.getMap('notes'); d.getMap('clusters')
    d.on('update', (u, origin) => { if (origin === 'net') return; const e = { by: i, hex: hex(u) }; log.push(e); waiting.push([i, u]) })
  }
  const undos = docs.map(d => new Y.UndoManager([d.getMap('notes')], { captureTimeout: 0 }))
  let waiting = []
  const deliver = () => { for (const [i, u] of waiting) docs.forEach((d, j) => { if (j !== i) Y.applyUpdate(d, u, 'net') }); waiting = [] }
  let n = 0
  for (let s = 0; s < steps; s++) {
    const i = rnd(people), d = docs[i], notes = d.getMap('notes'), ids = [...notes.keys()]
    const what = ids.length ? rnd(14) : 0
    if (what === 0) d.transact(() => { const m = new Y.Map(), t = new Y.Text(); t.insert(0, pick(words)); m.set('text', t); m.set('place', [pick(['a', 'b', 'c']), 'a' + rnd(99)]); m.set('hue', 'sun'); m.set('deleted', false); m.set('cluster', null); m.set('version_of', null); notes.set('note' + (n++), m) })
    else if (what > 11) rnd(3) ? undos[i].undo() : undos[i].redo()
    else if (what === 1) { const m = new Y.Map(); m.set('text', new Y.Text()); m.set('place', ['a', 'm']); notes.set('note' + (n++), m) }
    else {
      const m = notes.get(pick(ids)), t = m.get('text'), chars = [...t.toString()]
      const unit = k => chars.slice(0, k).join('').length
      if (what < 5) m.set('place', [pick(['a', 'b', 'c']), 'b' + rnd(999)])
      else if (what < 8) t.insert(unit(rnd(chars.length + 1)), pick(words))
      else if (what < 10 && chars.length > 2) { const k = rnd(chars.length - 1); const from = unit(k), to = unit(Math.min(chars.length, k + 1 + rnd(4))); t.delete(from, to - from) }
      else if (what === 10) m.set('deleted', !m.get('deleted'))
      else d.transact(() => { m.set('hue', 'sky'); m.set('hue', 'moss'); t.insert(0, 'x'); if (t.length > 3) t.delete(0, 1); m.set('score', 1.5); m.set('n', -70000); m.set('o', { a: [1, null, true, 'x'], b: {} }) })
    }
    if (rnd(3) === 0) deliver()
  }
  deliver(); deliver()
  const states = docs.map(d => sorted(d.getMap('notes').toJSON()))
  if (new Set(states).size > 1) throw new Error('differ')
  return { people, updates: log, shows: docs[0].getMap('notes').toJSON(), state: hex(Y.encodeStateAsUpdate(docs[0])), vector: hex(Y.encodeStateVector(docs[0])) }
}
function outbox() { // what one browser has in its outbox, sent one by one, merged, and as a difference
  const d = new Y.Doc(); d.clientID = 424242; const all = []
  d.on('update', u => all.push(u))
  const notes = d.getMap('notes'), m = new Y.Map(), t = new Y.Text('hei der')
  d.transact(() => { m.set('text', t); m.set('place', ['a', 'a0']); notes.set('n', m) })
  const first = Y.encodeStateVector(d)
  t.insert(3, ' på'); m.set('place', ['b', 'b0']); t.delete(0, 4); t.insert(t.length, ' 😀!')
  t.delete(0, 1)
  return { updates: all.map(hex), merged: hex(Y.mergeUpdates(all)), later: hex(Y.mergeUpdates(all.slice(1))), difference: hex(Y.encodeStateAsUpdate(d, first)), shows: notes.toJSON() }
}
writeFileSync(process.argv[2], JSON.stringify({ made_with: 'yjs 13.6.33', sessions: [session(1, 40), session(2, 60), session(3, 120), session(8, 200)], outbox: outbox() }, null, 0))
