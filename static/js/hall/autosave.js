// Saving a form while it is written: what has changed, and what an answer means for the form. Plain values.

/** Names of the fields that say something else than they did: {name: text} twice. */
export const changed = (now, began) => Object.keys(now).filter((name) => now[name] !== began[name])

/**
 * What a form holds after its words were saved.
 *
 * `sent` is what was sent, `now` what stands there, `theirs` what others wrote in boxes that she had left alone, `marks`
 * the server's new marks. Gives {texts, marks, began, isSaved}: fields to fill in, marks to set, what counts as saved.
 * A box of theirs in which she has begun meanwhile keeps its older mark, so that the server sees both.
 */
export function afterSave({ sent, now, theirs, marks, oldMarks }) {
  const texts = {}
  const began = { ...sent }
  const kept = { ...marks }
  for (const [name, text] of Object.entries(theirs)) {
    if (now[name] === sent[name]) {
      texts[name] = text
      began[name] = text
    } else {
      kept[name] = oldMarks[name]
    }
  }
  const after = { ...now, ...texts }
  return { texts, marks: kept, began, isSaved: changed(after, began).length === 0 }
}

/** What to take up again of words that were left unsent: fields that say something else now, with the marks of then. */
export function takeUp(draft, now) {
  const names = Object.keys(draft.fields ?? {}).filter((name) => name in now && draft.fields[name] !== now[name])
  return {
    texts: Object.fromEntries(names.map((name) => [name, draft.fields[name]])),
    marks: Object.fromEntries(names.map((name) => [name, draft.marks?.[name] ?? ""])),
  }
}
