import type { Fate } from './message.ts'
import { type Random, seededRandom } from './random.ts'
import { defaultSwitches, parseSwitches, type Switches } from './switches.ts'

export type Luck = { fails: boolean; timesOut: boolean; disconnects: boolean; fate: Fate }

export type Switchboard = ReturnType<typeof createSwitchboard>

/** The switches as they are now, and the dice they weight. @throws InvalidSwitches */
export function createSwitchboard(initial: Partial<Switches> = {}) {
  let switches: Switches = { ...defaultSwitches, ...parseSwitches(initial) }
  let random: Random = seededRandom(switches.seed)

  return {
    current: (): Switches => switches,
    change(input: unknown): Switches {
      const changes = parseSwitches(input)
      switches = { ...switches, ...changes }
      if (changes.seed !== undefined) random = seededRandom(changes.seed)
      return switches
    },
    reset(): Switches {
      switches = { ...defaultSwitches }
      random = seededRandom(switches.seed)
      return switches
    },
    /** Throws every die each time, so that turning one switch doesn't change what another does to the same messages. */
    draw(): Luck {
      const hits = (rate: number) => random() < rate
      return {
        fails: hits(switches.failRate),
        timesOut: hits(switches.timeoutRate),
        disconnects: hits(switches.disconnectRate),
        fate: {
          undelivered: hits(switches.undeliveredRate),
          receiptsLost: hits(switches.loseReceiptRate),
          receiptsDoubled: hits(switches.duplicateReceiptRate),
          receiptsReordered: hits(switches.reorderReceiptRate),
        },
      }
    },
  }
}
