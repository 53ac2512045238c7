import type { Environment } from './environment.ts'

export type PoolOptions = {
  /** Most environments alive at once, over all functions. */
  maximum: number
  /** An idle environment is ended after this time. */
  idleMs: number
  start(functionName: string): Environment
}

type Ticket = {
  functionName: string
  nested: boolean
  grant(environment: Environment): void
  refuse(error: Error): void
}

const stopping = (): Error => new Error('The runner is stopping')

/**
 * Hands out execution environments: the most recently used idle one of the function, else a new one, else, at the cap,
 * one in exchange for the longest idle of another function, else whoever waits longest gets the next that falls free.
 *
 * Calls made by functions go before calls from outside, and a quarter of the cap is theirs alone: otherwise as many
 * callers as there are environments would wait for callees that can never start.
 */
export class EnvironmentPool {
  readonly #options: PoolOptions
  readonly #all = new Set<Environment>()
  readonly #idle = new Map<string, Environment[]>()
  readonly #busy = new Map<Environment, Ticket>()
  readonly #nestedQueue: Ticket[] = []
  readonly #outerQueue: Ticket[] = []
  readonly #outerLimit: number
  readonly #reaper: NodeJS.Timeout
  #outerBusy = 0
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#outerLimit = options.maximum - Math.floor(options.maximum / 4)
    this.#reaper = setInterval(() => this.#reap(), Math.max(50, Math.min(options.idleMs / 4, 15_000)))
    this.#reaper.unref()
  }

  /** Resolves when an environment is free for the function; `waitMs` bounds the wait at the cap. */
  acquire(functionName: string, nested: boolean, waitMs: number, onTimeout: () => Error): Promise<Environment> {
    // Whoever comes after the end would wait for an environment that never starts.
    if (this.#closed) return Promise.reject(stopping())
    return new Promise((resolve, reject) => {
      const queue = nested ? this.#nestedQueue : this.#outerQueue
      let timer: NodeJS.Timeout | undefined
      const ticket: Ticket = {
        functionName,
        nested,
        grant: (environment) => {
          clearTimeout(timer)
          resolve(environment)
        },
        refuse: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      }
      queue.push(ticket)
      this.#serveQueues()
      if (!queue.includes(ticket)) return
      timer = setTimeout(() => {
        queue.splice(queue.indexOf(ticket), 1)
        reject(onTimeout())
      }, waitMs)
    })
  }

  /** Takes an environment back; `reuse` is false when it is broken or runs outdated code. */
  release(environment: Environment, reuse: boolean): void {
    this.#endUse(environment)
    if (reuse && !environment.exited && this.#all.has(environment) && !this.#closed) {
      environment.idleSince = Date.now()
      const idle = this.#idle.get(environment.functionName)
      if (idle) idle.push(environment)
      else this.#idle.set(environment.functionName, [environment])
    } else {
      this.#discard(environment)
    }
    this.#serveQueues()
  }

  forget(environment: Environment): void {
    this.#endUse(environment)
    this.#all.delete(environment)
    this.#takeFromIdle(environment)
    this.#serveQueues()
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
    for (const environment of this.#idle.get(functionName) ?? []) {
      this.#all.delete(environment)
      void environment.terminate()
    }
    this.#idle.delete(functionName)
  }

  /** Resolves when nothing is being served, or after the time given. */
  async settled(withinMs: number): Promise<void> {
    const untilMs = Date.now() + withinMs
    while (this.#busy.size > 0 && Date.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#reaper)
    for (const ticket of [...this.#nestedQueue.splice(0), ...this.#outerQueue.splice(0)]) ticket.refuse(stopping())
    await Promise.all([...this.#all].map((environment) => environment.terminate()))
  }

  #serveQueues(): void {
    if (this.#closed) return
    this.#serve(this.#nestedQueue)
    if (this.#nestedQueue.length === 0) this.#serve(this.#outerQueue)
  }

  #serve(queue: Ticket[]): void {
    for (let ticket = queue[0]; ticket; ticket = queue[0]) {
      if (!ticket.nested && this.#outerBusy >= this.#outerLimit) return
      const environment = this.#obtain(ticket.functionName)
      if (!environment) return
      queue.shift()
      this.#busy.set(environment, ticket)
      if (!ticket.nested) this.#outerBusy++
      ticket.grant(environment)
    }
  }

  #obtain(functionName: string): Environment | undefined {
    const warm = this.#idle.get(functionName)?.pop()
    if (warm) return warm
    if (this.#all.size >= this.#options.maximum) {
      const longestIdle = this.#longestIdle()
      if (!longestIdle) return undefined
      this.#discard(longestIdle)
    }
    const started = this.#options.start(functionName)
    this.#all.add(started)
    return started
  }

  #longestIdle(): Environment | undefined {
    let longest: Environment | undefined
    for (const [first] of this.#idle.values()) {
      if (first && (!longest || first.idleSince < longest.idleSince)) longest = first
    }
    return longest
  }

  #discard(environment: Environment): void {
    this.#all.delete(environment)
    this.#takeFromIdle(environment)
    void environment.terminate()
  }

  #takeFromIdle(environment: Environment): void {
    const idle = this.#idle.get(environment.functionName)
    const index = idle?.indexOf(environment) ?? -1
    if (index >= 0) idle?.splice(index, 1)
  }

  #endUse(environment: Environment): void {
    const ticket = this.#busy.get(environment)
    if (!ticket) return
    this.#busy.delete(environment)
    if (!ticket.nested) this.#outerBusy--
  }

  #reap(): void {
    const limit = Date.now() - this.#options.idleMs
    for (const environments of this.#idle.values()) {
      for (const environment of environments.filter((one) => one.idleSince < limit)) this.#discard(environment)
    }
  }
}
