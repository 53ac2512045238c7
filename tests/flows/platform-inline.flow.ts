import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Platform } from '../../local/shop/products.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { driveAll } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { required } from '../support/required.ts'
import { type Shopper, shopperAt } from '../support/shopper.ts'
import { startTestShop, type TestShop } from '../support/test-shop.ts'

interface Resource {
  Type: string
  Properties?: { Layers?: unknown[] }
}

const assemblies: Record<Platform, string> = {
  layer: required('TEST_ASSEMBLY'),
  inline: required('TEST_ASSEMBLY_INLINE'),
}

/** The platform layer is the only one; how many functions have so many layers. */
const layersOfFunctions = (assembly: string): { functions: number; withLayer: number; layers: number } => {
  const resources = globSync(join(assembly, '*.template.json')).flatMap((file) => {
    const { Resources = {} } = JSON.parse(readFileSync(file, 'utf8')) as { Resources?: Record<string, Resource> }
    return Object.values(Resources)
  })
  const functions = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function')
  return {
    functions: functions.length,
    withLayer: functions.filter(({ Properties }) => Properties?.Layers?.length === 1).length,
    layers: resources.filter(({ Type }) => Type === 'AWS::Lambda::LayerVersion').length,
  }
}

describe('the platform', () => {
  test('is one layer of every function, or bundled into each and no layer at all', () => {
    const layer = layersOfFunctions(assemblies.layer)
    expect(layer.functions).toBeGreaterThan(20)
    expect(layer).toEqual({ functions: layer.functions, withLayer: layer.functions, layers: 1 })
    expect(layersOfFunctions(assemblies.inline)).toEqual({ functions: layer.functions, withLayer: 0, layers: 0 })
    const bundles = (assembly: string) =>
      globSync(join(assembly, 'asset.*/index.js')).map((file) =>
        readFileSync(file, 'utf8').includes('require("@korob/'),
      )
    expect(new Set(bundles(assemblies.layer))).toContain(true)
    expect(new Set(bundles(assemblies.inline))).toEqual(new Set([false]))
  })
})

describe('with the platform bundled into each function', () => {
  let shop: TestShop
  let shopper: Shopper

  beforeAll(async () => {
    shop = await startTestShop({ assembly: assemblies.inline })
    shopper = shopperAt(shop.apiUrl)
  })
  afterAll(() => shop?.stop())

  test('an order becomes a text, and is delivered', async () => {
    const { items } = await shopper.search({ inStock: 'true', limit: '1' })
    const order = await shopper.order(items.map(({ id }) => ({ productId: id, quantity: 1 })))
    const status = async () => (await shopper.readOrder(order.orderId, order.trackingToken)).body.status
    await eventually('a courier is assigned', async () => (await status()) === 'scheduled')
    const texts = () => shop.sms.inbox({ to: order.phone }).messages
    await eventually('two texts', () => texts().length === 2)
    expect(await driveAll(shop, shopper)).toBe(1)
    await eventually('the order is delivered', async () => (await status()) === 'delivered')
    expect(await auditAtRest(shop, [order])).toEqual([])
  })
})
