import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Build, buildFunctions } from './build.ts'
import { filesOf, writeFolder } from './folder.ts'
import { refuseMissing } from './function-bundles.ts'
import { layerFolder, sources } from './paths.ts'
import { maxFunctionBytes, refuseLargeFunctions } from './sizes.ts'

/** Runs code in a Node of its own that finds modules as Lambda does. */
const inLambda = (code: string): string =>
  execFileSync(process.execPath, ['-e', code], {
    encoding: 'utf8',
    env: { NODE_PATH: join(layerFolder, 'nodejs/node_modules'), AWS_REGION: 'eu-central-1' },
  })

describe('the build', () => {
  let built: Build
  beforeAll(async () => {
    built = await buildFunctions('layer')
  })

  it('makes a bundle for each function, small without the layer', () => {
    expect(built.sizes.functions.map(({ id }) => id)).toEqual(sources.map(({ id }) => id))
    for (const { id, bytes } of built.sizes.functions) expect(bytes, id).toBeLessThan(maxFunctionBytes)
  })

  it('refuses a function that is too large, naming it', () => {
    const sizes = { functions: [{ id: 'catalog-shop', bytes: maxFunctionBytes + 1 }], layerBytes: 1 }
    expect(() => refuseLargeFunctions(sizes)).toThrow(/catalog-shop {2}TOO LARGE/)
  })

  it('names the handler that a function lacks', () => {
    const lost = { id: 'orders-lost', entry: 'functions/orders/handlers/lost.ts', data: [] }
    expect(() => refuseMissing([...sources, lost])).toThrow(
      /does not exist:\n {2}functions\/orders\/handlers\/lost\.ts {2}\(function orders-lost\)$/,
    )
  })

  it('makes handlers that load beside the layer, each with its handler', () => {
    const paths = sources.map(({ id }) => join(built.functions, id, 'index.js'))
    const found = inLambda(
      `console.log(JSON.stringify(${JSON.stringify(paths)}.map((path) => typeof require(path).handler)))`,
    )
    expect(JSON.parse(found)).toEqual(sources.map(() => 'function'))
  })

  it('keeps the state of a platform module in one place, whoever imports it', () => {
    const found = inLambda(`
      const { withContext, contextFrom } = require('@korob/platform/context')
      const { newEvent } = require('@korob/platform/events')
      const { z } = require('@korob/platform/schema')
      const definition = { type: 't', source: 's', carriers: [], dataversion: 1, description: '', data: z.unknown() }
      withContext(contextFrom('correlation-1'), () => console.log(newEvent(definition, 'x', 1, 1).correlationid))`)
    expect(found.trim()).toBe('correlation-1')
  })

  it('gives provision the migrations of every service, and others the files they show or load', () => {
    const files = readdirSync(join(built.functions, 'provision'), { recursive: true }).map(String)
    for (const folder of ['layers/platform', 'functions/catalog', 'functions/orders', 'functions/delivery'])
      expect(files.some((file) => file.startsWith(`${folder}/migrations/0001_`))).toBe(true)
    expect(readdirSync(join(built.functions, 'catalog-seed/demo'))).toContain('products.jsonl')
    expect(readdirSync(join(built.functions, 'backend-developer/docs')).sort()).toEqual([
      'index.html',
      'openapi.json',
      'page.js',
      'swagger-ui.css',
      'swagger-ui.js',
    ])
  })

  it('makes the same bytes again', async () => {
    const read = () => sources.map(({ id }) => readFileSync(join(built.functions, id, 'index.js')))
    const before = read()
    await buildFunctions('layer')
    expect(read().every((bytes, index) => bytes.equals(before[index]!))).toBe(true)
  })
})

describe('a folder that is written', () => {
  it('holds exactly the files given', () => {
    const folder = mkdtempSync(join(tmpdir(), 'korob-folder-'))
    writeFolder(
      folder,
      new Map([
        ['a.json', Buffer.from('1')],
        ['old/b.json', Buffer.from('2')],
      ]),
    )
    writeFolder(folder, new Map([['a.json', Buffer.from('3')]]))
    expect([...filesOf(folder, 'x', ['.json'])]).toEqual([['x/a.json', Buffer.from('3')]])
  })
})
