import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planFaults } from '../../../functions/delivery/domain/feasibility.ts'
import type { Plan, Problem } from '../../../functions/delivery/domain/planner/problem.ts'
import { reoptimise } from '../../../functions/delivery/domain/planner/reoptimise.ts'
import { timesOf } from '../../../functions/delivery/domain/planner/timetable.ts'
import { readFolder } from './folder.ts'
import { generateInstance, kinds } from './generate.ts'
import { parseInstance, problemOf } from './instance.ts'

const faults = (problem: Problem, plan: Plan) =>
  planFaults(
    problem,
    plan,
    problem.trips.map((trip, index) => timesOf(problem, trip, plan.trips[index]!)),
  )

describe.each(kinds)('a generated instance of kind %s', (kind) => {
  const instance = generateInstance(kind, 50, 7)
  const problem = problemOf(instance)
  const trips = problem.trips.map((_, index) => (instance.known[index] ?? []).map((place) => place - 1))
  const cost = trips.reduce((sum, stops, index) => sum + timesOf(problem, problem.trips[index]!, stops).cost, 0)

  test('can be served as it was made', () => {
    expect(faults(problem, { trips, unassigned: [], cost })).toEqual([])
    expect(trips.flat()).toHaveLength(50)
  })

  test('is planned at least as well as that', () => {
    const plan = reoptimise(problem, { seed: 1, iterations: 3000 })
    expect(faults(problem, plan)).toEqual([])
    expect(plan.unassigned).toEqual([])
    expect(plan.cost).toBeLessThanOrEqual(cost)
  })

  test('is the same for the same seed', () => {
    expect(generateInstance(kind, 50, 7)).toEqual(instance)
    expect(generateInstance(kind, 50, 8)).not.toEqual(instance)
  })
})

const text = `TINY

VEHICLE
NUMBER     CAPACITY
  2         20

CUSTOMER
CUST NO.   XCOORD.   YCOORD.   DEMAND    READY TIME   DUE DATE   SERVICE TIME

    0      0         0          0          0        230          0
    1      3.5       4         10         73        204         10
    2      -1        1          7         18        147         10
`

describe('an instance as Solomon wrote it', () => {
  test('is read with distances cut off after one decimal', () => {
    const { name, vehicles, capacity, places } = parseInstance(text)!
    expect({ name, vehicles, capacity }).toEqual({ name: 'TINY', vehicles: 2, capacity: 20 })
    expect(places[1]).toEqual({ x: 3.5, y: 4, demand: 10, opens: 73, closes: 204, service: 10 })
    const { matrix, jobs, trips } = problemOf(parseInstance(text)!)
    expect([...matrix.durations]).toEqual([0, 53, 14, 53, 0, 54, 14, 54, 0])
    expect(jobs[1]).toEqual({ place: 2, opens: 180, closes: 1470, service: 100, load: [7] })
    expect(trips).toHaveLength(2)
  })

  test('is told from any other text', () => {
    expect(parseInstance('# Readme\n\n12 monkeys')).toBeUndefined()
  })
})

describe('a folder of instances', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'korob-instances-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is read with the references of its table, if it has one; what is no instance is named and passed over', () => {
    writeFileSync(join(folder, 'TINY.txt'), text)
    writeFileSync(join(folder, 'OTHER.txt'), text)
    writeFileSync(join(folder, 'notes.txt'), '12 monkeys')
    mkdirSync(join(folder, 'more.txt'))
    writeFileSync(join(folder, 'README.md'), '| instance | distance |\n|---|---|\n| TINY | 12.1 | 1 |\n')
    const { instances, others } = readFolder(folder)
    expect(instances.map(({ instance, reference }) => [instance.name, reference])).toEqual([
      ['OTHER', undefined],
      ['TINY', 12.1],
    ])
    expect(others).toEqual(['notes.txt'])
  })

  test('without any, or that is not there, is refused by its name', () => {
    expect(() => readFolder(folder)).toThrow(`no instance of the VRPTW in ${folder}`)
    expect(() => readFolder(join(folder, 'away'))).toThrow(`no folder ${join(folder, 'away')}`)
  })
})
