import { DeleteStackCommand, waitUntilStackDeleteComplete } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localEndpointsStack, localStack } from '../../local/deployed/release.ts'
import { ordersEndToEnd, pageEndToEnd } from '../e2e/end-to-end.ts'
import { auditAtRest } from '../support/at-rest.ts'
import { eventually } from '../support/eventually.ts'
import { type DeployedShop, type DeployedShopOptions, deployShop } from './support/deployed-shop.ts'

/**
 * What is deployed is what `cdk deploy` brings to AWS, but for engines and edge: through CloudFormation, functions in
 * processes or containers of their own, every call over the network.
 */
export const deployedTo = (name: string, options: () => DeployedShopOptions | undefined): void => {
  describe.skipIf(!options())(`deployed by cdklocal to ${name}`, () => {
    let shop: DeployedShop

    beforeAll(async () => {
      shop = await deployShop(options() as DeployedShopOptions)
    })
    afterAll(() => shop?.stop())

    const mappings = async () => {
      const answer = await fetch(shop.mappingUrl)
      return ((await answer.json()) as { mappings: { source: string; state: string }[] }).mappings
    }
    const placed = ordersEndToEnd(() => shop.target)

    test('once it has come to rest, nothing is lost, doubled, or left behind', async () => {
      expect(placed.length).toBeGreaterThan(0)
      expect(await auditAtRest(shop, placed)).toEqual([])
    })

    pageEndToEnd(() => shop.target)

    test('the page and all its parts are in S3, typed as a browser needs them', async () => {
      const fromS3 = async (key: string) => {
        const answer = await fetch(`${shop.endpoint}/${shop.bucket}/${key}`)
        expect(answer.status, key).toBe(200)
        return { type: answer.headers.get('content-type'), text: await answer.text() }
      }
      const { type, text } = await fromS3('index.html')
      expect(type).toBe('text/html; charset=utf-8')
      const parts = [...text.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
      expect(parts.length).toBeGreaterThan(2)
      for (const part of parts) expect((await fromS3(part)).type).toMatch(/^text\/(javascript|css); charset=utf-8$/)
    })

    test('the mapping process serves the queues that the deployed functions ask for', async () => {
      expect((await mappings()).map(({ source, state }) => [source, state]).sort()).toEqual([
        ['notifications.codes', 'enabled'],
        ['notifications.delivery', 'enabled'],
        ['notifications.orders', 'enabled'],
        ['orders.delivery', 'enabled'],
      ])
    })

    // The last, since it leaves no shop behind.
    test('when the stack is taken down, the mapping process serves nothing any more', async () => {
      const { cloudFormation } = shop.clients
      for (const StackName of [localEndpointsStack, localStack]) {
        await cloudFormation.send(new DeleteStackCommand({ StackName }))
        await waitUntilStackDeleteComplete({ client: cloudFormation, maxWaitTime: 120 }, { StackName })
      }
      await eventually('no mappings', async () => (await mappings()).length === 0)
    })
  })
}
