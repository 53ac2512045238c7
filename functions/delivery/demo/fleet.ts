import type { Shift } from '../domain/shifts.ts'

export interface DemoCourier {
  id: string
  firstName: string
  capacityGrams: number
  shifts: Shift[]
}

const firstNames = ['Илья', 'Анна', 'Тимур', 'Ольга'] as const

/** Every slot has two couriers at least, the afternoon's all four. They set off half an hour before their first slot. */
const morning = { startsMinute: 9 * 60 + 30, endsMinute: 18 * 60 + 30 }
const evening = { startsMinute: 13 * 60 + 30, endsMinute: 22 * 60 + 30 }

/** Fixed, so that a token can be made for a courier: 01900000-0000-7000-8000-000000000001 is Илья. */
export const courierId = (number: number): string => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** The first `size` couriers: mornings and evenings in turn, each with a van that takes a tonne. */
export const demoFleet = (size: number): DemoCourier[] =>
  Array.from({ length: size }, (_, index) => ({
    id: courierId(index + 1),
    firstName: firstNames[index % firstNames.length] ?? firstNames[0],
    capacityGrams: 1_000_000,
    shifts: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...(index % 2 === 0 ? morning : evening) })),
  }))
