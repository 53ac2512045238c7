import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { InvokeCall } from '../faults.ts'
import { eventually, type Sample, startSample } from '../testing/sample.ts'

let sample: Sample

beforeAll(async () => {
  sample = await startSample()
})
afterEach(() => sample.runner.faults.onInvoke(undefined))
afterAll(() => sample?.stop())

const nameOf = (part: string): string =>
  sample.runner.functions.find((one) => one.path === `sample/${part}/Resource`)?.name ?? part

const callProbe = () =>
  sample.runner.invoke(nameOf('Service'), { do: 'call', name: nameOf('Probe'), payload: { action: 'called' } })

const probeCalls = (): number => sample.log.filter((entry) => entry.text.includes('probe called called')).length

describe('faults', () => {
  it('see who calls whom', async () => {
    const calls: InvokeCall[] = []
    sample.runner.faults.onInvoke((call) => {
      calls.push(call)
      return 'none'
    })
    await callProbe()
    expect(calls).toEqual([
      { caller: undefined, target: nameOf('Service'), type: 'RequestResponse' },
      { caller: nameOf('Service'), target: nameOf('Probe'), type: 'RequestResponse' },
    ])
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('kill the caller %s its call is executed', async (when, executed) => {
    const before = probeCalls()
    sample.runner.faults.onInvoke((call) => (call.caller ? `kill-caller-${when}` : 'none'))
    const { functionError, payload } = await callProbe()
    expect(functionError).toBe('Unhandled')
    expect(payload).toMatchObject({ errorType: 'Runtime.ExitError' })
    expect(probeCalls() - before).toBe(executed)
  })

  it('fail a call', async () => {
    sample.runner.faults.onInvoke((call) => (call.caller ? 'fail' : 'none'))
    expect((await callProbe()).payload).toMatchObject({ errorType: 'ServiceException' })
  })

  it('kill environments while they serve', async () => {
    const running = sample.runner.invoke(nameOf('Single'), { until: 'it is killed' })
    await eventually('the environment', async () => (await sample.runner.faults.killEnvironments('Single')) > 0)
    expect((await running).payload).toMatchObject({ errorType: 'Runtime.ExitError' })
  })

  it('make a function unavailable until it is enabled again', async () => {
    await sample.runner.faults.disable('sample/Worker')
    await expect(sample.runner.invoke('sample/Worker', {})).rejects.toMatchObject({ status: 503 })
    expect(sample.runner.mappings.list().find((one) => one.function === nameOf('Worker'))?.state).toBe('paused')
    await sample.runner.faults.enable('sample/Worker')
    expect(sample.runner.mappings.list().find((one) => one.function === nameOf('Worker'))?.state).toBe('enabled')
    expect((await sample.runner.invoke('sample/Worker', { Records: [] })).functionError).toBeUndefined()
  })

  it('that would hit nothing are refused', async () => {
    await expect(sample.runner.faults.disable('unheard of')).rejects.toThrow('No function matches unheard of')
  })
})
