import type { Environment } from './environment.ts'
import { IdleEnvironments } from './idle-environments.ts'
import { type Ticket, WaitingLine, type Wish } from './waiting-line.ts'

export type PoolOptions = {
  /** Most environments alive at once, over all functions. */
  maximum: number
  /** Most that load their code at the same time. */
  parallelStarts: number
  /** An idle environment is ended after this time. */
  idleMs: number
  /**
   * Who asks for a function whose environments are all at work, at least `parallelStarts` of them, waits so long for one
   * before another is started.
   */
  patienceMs: number
  /** One idle for so long may make room for a function that has others at work. */
  spareAfterMs: number
  start(functionName: string): Environment
}

const stopping = (): Error => new Error('The runner is stopping')

/**
 * Hands out execution environments: the most recently used idle one of the function, else a new one, else, at the cap,
 * one in exchange for the longest idle of another function, else whoever waits longest gets the next that falls free.
 * Lambda starts another at once when all are at work. Here each shares the machine with all others, and a call that waits
 * a little is mostly served by a warm one sooner than by one that has to load: hence the patience.
 * Of those who wait, the ones for whose function it is come first: ending an environment only to start another for the
 * next in line costs a hundred times the turn it saves. A function that has none goes before them, so none starves; one
 * that has others at work waits for those until what it would displace isn't in use any more.
 * Few load their code at the same time: a crowd that comes at once is served sooner by the first that are warm than by
 * as many as there are heads, each of them loading on a share of a core.
 *
 * Calls made by functions go before calls from outside, and a quarter of the cap is theirs alone: otherwise as many
 * callers as there are environments would wait for callees that can never start.
 */
export class EnvironmentPool {
  readonly #options: PoolOptions
  readonly #all = new Set<Environment>()
  readonly #idle = new IdleEnvironments()
  readonly #busy = new Map<Environment, Ticket>()
  readonly #nestedLine = new WaitingLine()
  readonly #outerLine = new WaitingLine()
  readonly #outerLimit: number
  readonly #reaper: NodeJS.Timeout
  #later: NodeJS.Timeout | undefined
  #outerBusy = 0
  #starting = 0
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#outerLimit = options.maximum - Math.floor(options.maximum / 4)
    this.#reaper = setInterval(() => this.#reap(), Math.max(50, Math.min(options.idleMs / 4, 15_000)))
    this.#reaper.unref()
  }

  /** Resolves when an environment is free for the function. */
  acquire(wish: Wish): Promise<Environment> {
    // Whoever comes after the end would wait for an environment that never starts.
    if (this.#closed) return Promise.reject(stopping())
    const line = wish.nested ? this.#nestedLine : this.#outerLine
    return line.join(wish, () => this.#serveLines())
  }

  /** Takes an environment back; `reuse` is false when it is broken or runs outdated code. */
  release(environment: Environment, reuse: boolean): void {
    this.#endUse(environment)
    if (reuse && !environment.exited && this.#all.has(environment) && !this.#closed) {
      this.#idle.put(environment)
    } else {
      this.#discard(environment)
    }
    this.#serveLines()
  }

  forget(environment: Environment): void {
    this.#endUse(environment)
    this.#all.delete(environment)
    this.#idle.remove(environment)
    this.#serveLines()
  }

  find(accessKeyId: string): Environment | undefined {
    for (const environment of this.#all) if (environment.accessKeyId === accessKeyId) return environment
    return undefined
  }

  of(functionName: string): Environment[] {
    return [...this.#all].filter((environment) => environment.functionName === functionName)
  }

  /** Ends the idle environments of a function, whose code has changed. */
  retire(functionName: string): void {
    for (const environment of this.#idle.takeAll(functionName)) this.#discard(environment)
  }

  /** Resolves when nothing is being served, or after the time given. */
  async settled(withinMs: number): Promise<void> {
    const untilMs = Date.now() + withinMs
    while (this.#busy.size > 0 && Date.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#reaper)
    clearTimeout(this.#later)
    for (const line of [this.#nestedLine, this.#outerLine]) line.refuseAll(stopping())
    await Promise.all([...this.#all].map((environment) => environment.terminate()))
  }

  #serveLines(): void {
    if (this.#closed) return
    this.#serve(this.#nestedLine)
    this.#serve(this.#outerLine)
    this.#lookAgain()
  }

  #serve(line: WaitingLine): void {
    for (let ticket = this.#nextOf(line); ticket; ticket = this.#nextOf(line)) {
      const environment = this.#obtain(ticket.functionName)
      this.#busy.set(environment, ticket)
      if (!ticket.nested) this.#outerBusy++
      ticket.grant(environment)
    }
  }

  /** Who of a line can be served now. */
  #nextOf(line: WaitingLine): Ticket | undefined {
    const first = line.first()
    if (!first || (!first.nested && this.#outerBusy >= this.#outerLimit)) return undefined
    // What can be started is for the calls made by functions first.
    const mayStart = this.#canStart() && (first.nested || this.#nestedLine.length === 0)
    if (!mayStart || (line.length === 1 && this.#idle.has(first.functionName))) return this.#withIdle(line)
    return this.#withoutAny(line) ?? this.#withIdle(line) ?? (this.#startInMs(first) <= 0 ? first : undefined)
  }

  #canStart(): boolean {
    if (this.#starting >= this.#options.parallelStarts) return false
    return this.#all.size < this.#options.maximum || this.#idle.longest() !== undefined
  }

  #withoutAny(line: WaitingLine): Ticket | undefined {
    const served = new Set([...this.#all].map(({ functionName }) => functionName))
    return line.find(({ functionName }) => !served.has(functionName))
  }

  #withIdle(line: WaitingLine): Ticket | undefined {
    return line.find(({ functionName }) => this.#idle.has(functionName))
  }

  #obtain(functionName: string): Environment {
    const warm = this.#idle.take(functionName)
    if (warm) return warm
    const longestIdle = this.#all.size >= this.#options.maximum ? this.#idle.longest() : undefined
    if (longestIdle) this.#discard(longestIdle)
    const started = this.#options.start(functionName)
    this.#all.add(started)
    this.#starting++
    void started.initialized.then(() => {
      this.#starting--
      this.#serveLines()
    })
    return started
  }

  /** When there is room for another environment; Infinity while all are at work. */
  #spareInMs(): number {
    if (this.#all.size < this.#options.maximum) return 0
    const longest = this.#idle.longest()
    return longest ? longest.idleSince + this.#options.spareAfterMs - Date.now() : Number.POSITIVE_INFINITY
  }

  /** When this one's function may have another environment. */
  #startInMs({ functionName, joinedAt }: Ticket): number {
    const patienceMs = this.of(functionName).length < this.#options.parallelStarts ? 0 : this.#options.patienceMs
    return Math.max(joinedAt + patienceMs - Date.now(), this.#spareInMs())
  }

  /** Whose patience ends, or what becomes spare, must not have to wait for somebody else's call. */
  #lookAgain(): void {
    const waiting = [this.#nestedLine.first(), this.#outerLine.first()].filter((ticket) => ticket !== undefined)
    const inMs = Math.min(...waiting.map((ticket) => this.#startInMs(ticket)).filter((ms) => ms > 0))
    clearTimeout(this.#later)
    if (inMs === Number.POSITIVE_INFINITY) return
    this.#later = setTimeout(() => this.#serveLines(), inMs)
  }

  #discard(environment: Environment): void {
    this.#all.delete(environment)
    this.#idle.remove(environment)
    void environment.terminate()
  }

  #endUse(environment: Environment): void {
    const ticket = this.#busy.get(environment)
    if (!ticket) return
    this.#busy.delete(environment)
    if (!ticket.nested) this.#outerBusy--
  }

  #reap(): void {
    const limit = Date.now() - this.#options.idleMs
    for (const environment of this.#idle.since(limit)) this.#discard(environment)
  }
}
