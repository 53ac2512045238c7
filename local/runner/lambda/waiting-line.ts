import type { Environment } from './environment.ts'

export type Wish = {
  functionName: string
  /** Asked for by a function, not from outside. */
  nested: boolean
  /** Bounds the wait. */
  waitMs: number
  onTimeout(): Error
  /** Aborted when whoever asks has left: their turn passes to the next. */
  left?: AbortSignal
}

export type Ticket = {
  functionName: string
  nested: boolean
  /** On the clock of `Date.now`. */
  joinedAt: number
  grant(environment: Environment): void
  refuse(error: Error): void
}

export const callerLeft = (): Error => new Error('The caller has left before its turn')

/** Those who wait for an environment, in the order of coming. */
export class WaitingLine {
  readonly #tickets = new Set<Ticket>()

  get length(): number {
    return this.#tickets.size
  }

  /** Joins the line; `serve` is asked at once to look at it. */
  join({ functionName, nested, waitMs, onTimeout, left }: Wish, serve: () => void): Promise<Environment> {
    if (left?.aborted) return Promise.reject(callerLeft())
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined
      const onLeft = (): void => ticket.refuse(callerLeft())
      const leave = (): void => {
        this.#tickets.delete(ticket)
        clearTimeout(timer)
        left?.removeEventListener('abort', onLeft)
      }
      const ticket: Ticket = {
        functionName,
        nested,
        joinedAt: Date.now(),
        grant: (environment) => {
          leave()
          resolve(environment)
        },
        refuse: (error) => {
          leave()
          reject(error)
        },
      }
      this.#tickets.add(ticket)
      serve()
      if (!this.#tickets.has(ticket)) return
      timer = setTimeout(() => ticket.refuse(onTimeout()), waitMs)
      left?.addEventListener('abort', onLeft, { once: true })
    })
  }

  first(): Ticket | undefined {
    return this.find(() => true)
  }

  find(suits: (ticket: Ticket) => boolean): Ticket | undefined {
    for (const ticket of this.#tickets) if (suits(ticket)) return ticket
    return undefined
  }

  refuseAll(error: Error): void {
    for (const ticket of [...this.#tickets]) ticket.refuse(error)
  }
}
