import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleAssembly } from '../testing/assembly.ts'
import { eventually, type Sample, startSample } from '../testing/sample.ts'

let sample: Sample
let assembly: string

beforeAll(async () => {
  assembly = mkdtempSync(join(tmpdir(), 'korob-runner-reload-'))
  cpSync(await sampleAssembly(), assembly, { recursive: true })
  sample = await startSample({ assembly, watch: true })
})
afterAll(async () => {
  await sample?.stop()
  rmSync(assembly, { recursive: true, force: true })
})

/** A file of an asset, whichever folder it is in. */
function assetFile(name: string): string {
  const folder = readdirSync(assembly).find(
    (one) => one.startsWith('asset.') && readdirSync(join(assembly, one)).includes(name),
  )
  return join(assembly, folder ?? '', name)
}

const edit = (file: string, from: string, to: string): void =>
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(from, to))

describe('a change', () => {
  it("of a function's code is served by new environments, while the running one finishes", async () => {
    const [first, second] = [join(sample.dataDir, 'first'), join(sample.dataDir, 'second')]
    const seen = async (file: string) => (await sample.runner.invoke('sample/Service', { do: 'until', file })).payload
    const [running, idle] = [seen(first), seen(second)]
    // An environment that is only starting would load the new code.
    const waits = (file: string) => sample.log.some(({ text }) => text.includes(`waits for ${file}`))
    await eventually('both running', () => waits(first) && waits(second))
    writeFileSync(second, '')
    expect(await idle).toBe('seen')
    edit(assetFile('service.js'), "return 'seen'", "return 'seen anew'")
    await eventually('the new code', async () => (await seen(second)) === 'seen anew')
    writeFileSync(first, '')
    expect(await running).toBe('seen')
  })

  it("of the template changes a function's settings and the routes", async () => {
    expect((await fetch(`${sample.runner.apiUrl}/renamed`)).status).toBe(403)
    const template = join(assembly, 'sample.template.json')
    edit(template, '"PathPart": "items"', '"PathPart": "renamed"')
    await eventually('the new route', async () => (await fetch(`${sample.runner.apiUrl}/renamed`)).status === 200)
    expect((await fetch(`${sample.runner.apiUrl}/items`)).status).toBe(403)
  })

  it("of the template changes a queue's settings", async () => {
    const template = join(assembly, 'sample-data.template.json')
    edit(template, '"VisibilityTimeout": 30', '"VisibilityTimeout": 31')
    await eventually('the new visibility timeout', async () => {
      const { Attributes } = await sample.messaging.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: sample.queueUrl('SlowJobs'), AttributeNames: ['VisibilityTimeout'] }),
      )
      return Attributes?.VisibilityTimeout === '31'
    })
  })

  it('that breaks the template is reported and leaves everything as it was', async () => {
    const template = join(assembly, 'sample.template.json')
    const before = readFileSync(template, 'utf8')
    writeFileSync(template, before.slice(0, 1000))
    await eventually('the report', () => sample.log.some((entry) => entry.text.startsWith('not reloaded: ')))
    expect((await fetch(`${sample.runner.apiUrl}/renamed`)).status).toBe(200)
    writeFileSync(template, before)
  })
})
