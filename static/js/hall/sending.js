// Forms sent without leaving the page, one at a time in the order in which they were pressed: of two answers the later one
// shows what both have done.

/** A hall's network often hangs rather than fails: then it counts as gone. */
export const PATIENCE_MS = 10_000

export class Sending {
  #last = Promise.resolve()
  #count = 0
  #told

  /** `told`: {answered(response, html, {form, part}), unanswered(form), settled()}; `part` is what the form stood in. */
  constructor(told) {
    this.#told = told
  }

  get isGoingOn() { return this.#count > 0 }

  /** What is in the form now is sent when its turn comes, whatever has become of the form by then. */
  send(form, submitter) {
    form.setAttribute("aria-busy", "true")
    const [body, part] = [new URLSearchParams(new FormData(form, submitter)), form.closest("[data-region]")]
    this.#count += 1
    this.#last = this.#last.then(() => this.#post({ form, body, part }))
    return this.#last
  }

  async #post({ form, body, part }) {
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE_MS) })
      await this.#told.answered(response, await response.text(), { form, part })
    } catch {
      await this.#told.unanswered(form)
    } finally {
      form.removeAttribute("aria-busy")
      this.#count -= 1
      this.#told.settled()
    }
  }
}
