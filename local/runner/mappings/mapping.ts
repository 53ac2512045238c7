/** An event source mapping as others see it. */
export type MappingState = 'enabled' | 'paused' | 'disabled'

export type MappingInfo = {
  kind: 'sqs' | 'rabbitmq'
  id: string
  function: string
  source: string
  state: MappingState
}

/** A mapping's running side. `pause` resolves when nothing more will be taken from the source and no batch is under way. */
export type Mapping = {
  info(): MappingInfo
  start(): void
  pause(): Promise<void>
  resume(): void
  stop(): Promise<void>
}

export type Mappings = {
  list(): MappingInfo[]
  /** Part of the function's name or of the source's; all without it. */
  pause(filter?: string): Promise<void>
  resume(filter?: string): void
}

export function groupMappings(mappings: () => Mapping[]): Mappings {
  const select = (filter: string | undefined): Mapping[] => {
    const all = mappings()
    if (filter === undefined) return all
    const chosen = all.filter((mapping) => {
      const { function: name, source, id } = mapping.info()
      return name.includes(filter) || source.includes(filter) || id.includes(filter)
    })
    if (chosen.length === 0) throw new Error(`No event source mapping matches ${filter}`)
    return chosen
  }
  return {
    list: () => mappings().map((mapping) => mapping.info()),
    pause: async (filter) => {
      await Promise.all(select(filter).map((mapping) => mapping.pause()))
    },
    resume: (filter) => {
      for (const mapping of select(filter)) mapping.resume()
    },
  }
}
