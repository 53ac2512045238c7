import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMinistack } from '../../local/engines/ministack/ministack.ts'
import { endToEnd } from '../e2e/end-to-end.ts'
import { required } from '../support/required.ts'
import { type DeployedShop, deployShop } from './support/deployed-shop.ts'

const python = process.env.TEST_MINISTACK ?? ''

// What is deployed is what `npx cdk deploy` deploys to AWS, but for engines and edge: through CloudFormation, with the
// platform as a layer, functions as processes of their own.
describe.skipIf(python === '')('deployed by cdklocal to ministack', () => {
  let shop: DeployedShop

  beforeAll(async () => {
    shop = await deployShop({
      assembly: required('TEST_ASSEMBLY'),
      startEmulator: (dataDir, logDir) => startMinistack({ python, dataDir, logDir }),
    })
  })
  afterAll(() => shop?.stop())

  endToEnd(() => shop.target)

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
    const { mappings } = (await (await fetch(shop.mappingUrl)).json()) as {
      mappings: { source: string; state: string }[]
    }
    expect(mappings.map(({ source, state }) => [source, state]).sort()).toEqual([
      ['notifications.delivery', 'enabled'],
      ['notifications.orders', 'enabled'],
      ['orders.delivery', 'enabled'],
    ])
  })
})
