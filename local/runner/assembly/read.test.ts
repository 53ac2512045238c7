import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAssembly } from './read.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'korob-runner-assembly-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'shop.template.json' } }

describe('an assembly that cannot be read is said to be so', () => {
  it.each([
    ['a damaged manifest', '{', undefined, "manifest.json can't be read (Expected property name"],
    ['no stacks', '{"artifacts":{}}', undefined, 'has no stacks'],
    [
      'a missing template',
      JSON.stringify({ artifacts: { stack } }),
      undefined,
      "shop.template.json can't be read (ENOENT",
    ],
    ['a damaged template', JSON.stringify({ artifacts: { stack } }), '{"Res', "shop.template.json can't be read"],
    ['a template of nothing', JSON.stringify({ artifacts: { stack } }), '{}', 'shop.template.json has no Resources'],
  ])('with %s', (_what, manifest, template, message) => {
    write('manifest.json', manifest)
    if (template !== undefined) write('shop.template.json', template)
    expect(() => readAssembly(folder)).toThrow(message)
  })
})
