// Somebody with a badge and a phone: comes in at the door, keeps the first page open, and may write at her table.
import { Author } from "../../load/author.mjs"
import { chances } from "../../load/workloads.mjs"
import { Browser } from "./browser.mjs"
import { Line } from "./line.mjs"

/** As static/js/hall/regions.js: a hall full of phones does not ask in one moment. */
const MOST_JITTER_MS = 4_000
const OWN_JITTER_MS = 1_500
const CLOCK_JITTER_MS = 30_000
const MOST_RETURN_MS = 1_000
const HOME = "/"
const BOARD = /href="\/boards\/([\w-]+)"/

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

export class Refused extends Error {}

export const newTally = () => ({ refetches: [], stored: [], failures: [], heard: 0, returns: 0 })

/** A phone for each of these people, with chances of its own. */
export function phonesOf(people, { hall, port, tally, seed }) {
  return people.map((person, number) => new Phone({ port, person, hall, number, tally, chance: chances(seed * people.length + number) }))
}

export class Phone {
  #person
  #gathering
  #columns
  #port
  #tally
  #timer = null
  #askAt = 0
  #revision = null
  #line = null

  /** `tally`: {refetches: [ms], stored: [ms], failures: [text], heard, returns} that all phones fill. */
  constructor({ port, person, hall, number, chance, tally }) {
    this.#person = person
    this.#gathering = hall.gathering
    this.#columns = hall.columns
    this.#port = port
    this.#tally = tally
    this.number = number
    this.chance = chance
    this.browser = new Browser(port)
  }

  /** Scan, press the button, see where to go. Gives the milliseconds of each part. */
  async comeIn() {
    const began = performance.now()
    const scanned = await this.#get(this.#person.badge)
    const pressed = await this.browser.submit(scanned.text, this.#person.badge)
    if (pressed.status !== 303) throw new Refused(`the badge's button answered ${pressed.status}`)
    const shown = await this.#get(HOME)
    return { scan: scanned.ms, press: pressed.ms, page: shown.ms, whole: performance.now() - began }
  }

  /** Scan, press, open the page and follow the hall. */
  async join() {
    const parts = await this.comeIn()
    const began = performance.now()
    await this.follow()
    const follow = performance.now() - began
    return { ...parts, follow, whole: parts.whole + follow }
  }

  follow() {
    this.#line = new Line({ port: this.#port, cookie: this.browser.cookie, gathering: this.#gathering }, {
      changed: (revision, facts) => this.#changed(revision, facts),
      heard: () => { this.#tally.heard++ },
      stored: (count) => this.#stored(count),
      failed: (why) => this.#cut(why),
    })
    this.following = this.#line.joined
    return this.following
  }

  /** Somebody whose rights are others than before is let go and comes back with them, as a browser does by itself. */
  #cut(why) {
    if (this.author) {
      this.#tally.failures.push(`person ${this.number}, writing: ${why}`)
      return
    }
    this.#tally.returns++
    this.following = pause(this.chance() * MOST_RETURN_MS).then(() => this.follow())
    this.following.catch((error) => this.#tally.failures.push(`person ${this.number}, coming back: ${error.message}`))
  }

  /** The id of the board that her first page leads to. */
  async boardOf() {
    this.board = BOARD.exec((await this.#get(HOME)).text)?.[1]
    if (!this.board) throw new Refused("the first page names no board")
    return this.board
  }

  /** Open that board's page and take a place there. */
  async sitDown() {
    await this.#get(`/boards/${this.board}`)
    await this.following
    await this.#line.sit(this.board)
    this.author = new Author(this.number, { columns: this.#columns, chance: this.chance })
    this.sentAt = []
  }

  write() {
    const update = this.author.edit()
    this.sentAt.push(performance.now())
    this.#line.write(update)
  }

  get unstored() { return this.author ? this.author.edits - (this.storedCount ?? 0) : 0 }

  leave() {
    clearTimeout(this.#timer)
    this.#line?.close()
    this.browser.close()
  }

  async #get(path) {
    const answer = await this.browser.get(path)
    if (answer.status !== 200) throw new Refused(`${path.split(".")[0]} answered ${answer.status}`)
    return answer
  }

  #stored(count) {
    for (let edit = this.storedCount ?? 0; edit < count; edit++) this.#tally.stored.push(performance.now() - this.sentAt[edit])
    this.storedCount = count
  }

  /** The sooner of what was planned and what this word asks for. */
  #changed(revision, { is_own: isOwn = false, is_clock_alone: isClockAlone = false }) {
    if (revision === this.#revision) return
    this.#revision = revision
    const most = isOwn ? OWN_JITTER_MS : isClockAlone ? CLOCK_JITTER_MS : MOST_JITTER_MS
    const wait = this.chance() * most
    const at = performance.now() + wait
    if (this.#timer !== null && this.#askAt <= at) return
    clearTimeout(this.#timer)
    this.#askAt = at
    this.#timer = setTimeout(() => this.#ask(), wait)
  }

  async #ask() {
    this.#timer = null
    try {
      const answer = await this.browser.again(HOME)
      if (answer.status !== 200) throw new Refused(`${HOME} answered ${answer.status}`)
      this.#tally.refetches.push(answer.ms)
    } catch (error) {
      this.#tally.failures.push(`person ${this.number}, asking again: ${error.message}`)
    }
  }
}
