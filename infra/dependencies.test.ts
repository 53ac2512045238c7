import { describe, expect, it } from 'vitest'
import { type Import, importsIn } from './support/imports.ts'

const functions = importsIn('functions')
const platform = importsIn('layers/platform')
const infra = importsIn('infra')

const serviceOf = (file: string): string | undefined => file.match(/^functions\/([^/]+)\//)?.[1]
const areaOf = (file: string): string | undefined => file.match(/^functions\/[^/]+\/([^/]+)\//)?.[1]
const isPackage = (module: string): boolean => !/^(functions|layers|infra|local|tests|web|node:|@korob\/)/.test(module)
const told = ({ from, to }: Import): string => `${from} → ${to}`

/** What of the platform holds rules and values only. */
const pure = /^@korob\/platform\/(schema|errors|address|phone|ids)$/

describe('dependencies point one way', () => {
  it('finds the imports at all', () => {
    expect(functions.length).toBeGreaterThan(200)
    expect(platform.length).toBeGreaterThan(50)
  })

  it('services know of each other only contract.ts', () => {
    const crossing = functions.filter(({ from, to }) => serviceOf(to) && serviceOf(from) !== serviceOf(to))
    expect(crossing.filter(({ to }) => !/^functions\/[^/]+\/contract\.ts$/.test(to)).map(told)).toEqual([])
  })

  it('handlers are imported by no one', () => {
    const all = [...functions, ...platform, ...infra]
    expect(all.filter(({ to }) => areaOf(to) === 'handlers').map(told)).toEqual([])
  })

  it('rules know no database, no broker and no AWS', () => {
    const allowed = ({ from, to, typeOnly }: Import): boolean =>
      (serviceOf(to) === serviceOf(from) && (areaOf(to) === 'domain' || areaOf(to) === undefined)) ||
      /^functions\/[^/]+\/contract\.ts$/.test(to) ||
      pure.test(to) ||
      to === 'node:crypto' ||
      (typeOnly && serviceOf(to) === undefined)
    const rules = functions.filter(({ from }) => areaOf(from) === 'domain')
    expect(rules.length).toBeGreaterThan(20)
    expect(rules.filter((one) => !allowed(one)).map(told)).toEqual([])
  })

  it('SQL knows rules, and nothing of who calls it', () => {
    const beside = new Set(['domain', 'store', undefined])
    const sql = functions.filter(({ from }) => areaOf(from) === 'store')
    const upward = sql.filter(({ to }) => serviceOf(to) && !beside.has(areaOf(to)))
    expect(upward.map(told)).toEqual([])
  })

  it('services reach libraries through the platform only', () => {
    expect(functions.filter(({ to, typeOnly }) => isPackage(to) && !typeOnly).map(told)).toEqual([])
  })

  it('each library has one door: a single file of the platform', () => {
    const doors = Map.groupBy(
      platform.filter(({ to, typeOnly }) => isPackage(to) && !typeOnly),
      ({ to }) => to.match(/^(@[^/]+\/)?[^/]+/)![0],
    )
    const shared = [...doors].filter(([, imports]) => new Set(imports.map(({ from }) => from)).size > 1)
    expect(shared.map(([library, imports]) => `${library}: ${imports.map(({ from }) => from).join(', ')}`)).toEqual([])
  })

  it('the platform knows no service, and nothing that is deployed knows what runs it here', () => {
    expect(platform.filter(({ to }) => /^(functions|infra|local|tests|web)\//.test(to)).map(told)).toEqual([])
    expect(functions.filter(({ to }) => /^(infra|local|tests|web)\//.test(to)).map(told)).toEqual([])
    expect(infra.filter(({ to }) => /^(local|tests|web)\//.test(to)).map(told)).toEqual([])
  })

  it('what is deployed is told of services by their routes and contracts', () => {
    const read = infra.filter(({ to }) => serviceOf(to))
    expect(read.filter(({ to }) => !/\/(routes|contract)\.ts$/.test(to)).map(told)).toEqual([])
  })
})
