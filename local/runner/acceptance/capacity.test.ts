import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, type Sample, startSample } from '../testing/sample.ts'

let sample: Sample

afterEach(() => sample?.stop())

const nameOf = (part: string): string =>
  sample.runner.functions.find((one) => one.path === `sample/${part}/Resource`)?.name ?? part

const alive = (): number => sample.runner.functions.reduce((sum, one) => sum + one.environments, 0)

describe('the cap on environments', () => {
  it('is never exceeded, and every event is served in its turn', async () => {
    sample = await startSample({ maxEnvironments: 3 })
    let most = 0
    const watching = setInterval(() => {
      most = Math.max(most, alive())
    }, 1)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2
          ? sample.runner.invoke(nameOf('Service'), { do: 'slow', ms: 50 })
          : sample.runner.invoke(nameOf('Probe'), {}),
      ),
    )
    clearInterval(watching)
    expect(answers.every((answer) => answer.functionError === undefined)).toBe(true)
    expect(most).toBeLessThanOrEqual(3)
  })

  it('leaves room for the functions that others wait for', async () => {
    sample = await startSample({ maxEnvironments: 4 })
    const wish = { do: 'call', name: nameOf('Probe'), payload: {} }
    const answers = await Promise.all(Array.from({ length: 8 }, () => sample.runner.invoke(nameOf('Service'), wish)))
    expect(answers.map((answer) => answer.functionError)).toEqual(Array(8).fill(undefined))
  })
})

describe('an idle environment', () => {
  it('is ended after its time', async () => {
    sample = await startSample({ idleEnvironmentMs: 100 })
    const until = join(sample.dataDir, 'it-was-seen')
    const running = sample.runner.invoke(nameOf('Single'), { until })
    await eventually('the environment', () => alive() === 1)
    writeFileSync(until, '')
    expect((await running).functionError).toBeUndefined()
    await eventually('the environment to end', () => alive() === 0)
  })
})
