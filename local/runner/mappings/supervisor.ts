import type { Mapping } from './mapping.ts'

export type Wanted = { settings: { id: string }; create(): Mapping }

/** Keeps the running mappings in step with what the assembly asks for. */
export class MappingSupervisor {
  readonly #running = new Map<string, { settings: string; mapping: Mapping }>()

  all(): Mapping[] {
    return [...this.#running.values()].map(({ mapping }) => mapping)
  }

  /** Starts new mappings, replaces changed ones, stops those that are gone. */
  async apply(wanted: Wanted[]): Promise<void> {
    const texts = new Map(wanted.map(({ settings }) => [settings.id, JSON.stringify(settings)]))
    const outdated = [...this.#running].filter(([id, { settings }]) => texts.get(id) !== settings)
    for (const [id] of outdated) this.#running.delete(id)
    await Promise.all(outdated.map(([, { mapping }]) => mapping.stop()))
    for (const { settings, create } of wanted) {
      if (this.#running.has(settings.id)) continue
      const mapping = create()
      this.#running.set(settings.id, { settings: JSON.stringify(settings), mapping })
      mapping.start()
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((mapping) => mapping.stop()))
  }
}
