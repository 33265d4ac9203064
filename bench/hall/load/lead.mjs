// She who leads the day: moves it from the control page, pairs a screen, prints, and looks at the pages that are measured.
import { Browser, tokenIn } from "./browser.mjs"

const VERSION = /name="version"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="version"/
const DIGITS = /data-digits="(\d{4})"|>\s*(\d{4})\s*</

/** So many parts come after the one in which measuring begins, in each round of the template. */
const MOST_PARTS = 2

export class Lead {
  #browser
  #port
  #base
  #item
  #moves = 0

  constructor({ port, hall }) {
    this.#port = port
    this.#browser = new Browser(port, hall.lead)
    this.#base = `/gatherings/${hall.gathering}`
    this.#item = hall.item
  }

  /** Go to the mixed round, make its groups, send people to their tables, start. Milliseconds of what takes long. */
  async beginRound() {
    await this.#move("begin", { item: this.#item })
    const deal = await this.#move("deal")
    const boards = await this.#move("gather")
    await this.#move("start")
    // The boards are measured as everybody sees them: past the minutes in which each writes for herself, and all talk.
    await this.#move("phase")
    await this.#move("phase")
    return { deal: deal.ms, boards: boards.ms }
  }

  /** A move that every phone hears of: the next part of the round, for which each fetches its page, or a minute more. */
  move() {
    const isPart = this.#moves++ % 2 === 0 && this.#moves <= MOST_PARTS * 2
    return isPart ? this.#move("phase") : this.#move("add_time", { minutes: 1 })
  }

  /** The print pack, until its last byte. */
  async printPack() {
    const answer = await this.#browser.get(`${this.#base}/pack.pdf`)
    if (answer.status !== 200) throw new Error(`the print pack answered ${answer.status}`)
    return answer.ms
  }

  /** Pages that are looked at while the hall is live, each by whoever has it open: a delegate, a host, the lead, a screen. */
  async probes(delegate, host) {
    const screen = await this.#pairScreen()
    const page = (name, browser, path) => ({ name, ask: () => browser.get(path) })
    return [
      page("first page", delegate, "/"),
      page("gathering", delegate, this.#base),
      page("control", this.#browser, `${this.#base}/control`),
      page("host's list", host, `${this.#base}/door`),
      page("screen", screen, "/skjerm/now"),
      page("answers", this.#browser, `${this.#base}/invitations`),
    ]
  }

  async #pairScreen() {
    const screen = new Browser(this.#port)
    await screen.submit((await screen.get("/skjerm")).text, "/skjerm")
    const found = DIGITS.exec((await screen.get("/skjerm")).text)
    const control = await this.#control()
    const paired = await this.#browser.submit(control, `${this.#base}/screens`, { code: found?.[1] ?? found?.[2] ?? "" })
    if (paired.status !== 303) throw new Error(`the screen's digits answered ${paired.status}`)
    return screen
  }

  async #move(act, facts = {}) {
    const control = await this.#control()
    const found = VERSION.exec(control)
    const answer = await this.#browser.post(`${this.#base}/moves`, {
      csrf_token: tokenIn(control), act, version: found?.[1] ?? found?.[2] ?? "", ...facts,
    })
    if (answer.status !== 303) throw new Error(`the move ${act} answered ${answer.status}`)
    return answer
  }

  async #control() {
    const answer = await this.#browser.get(`${this.#base}/control`)
    if (answer.status !== 200) throw new Error(`the control page answered ${answer.status}`)
    return answer.text
  }
}
