import { database } from '@korob/platform/database'
import { rawSql, sql } from '@korob/platform/sql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deliveryFee } from '../../functions/delivery/contract.ts'
import {
  type DeliveryService,
  hold,
  newOrderId,
  quoteFee,
  slotToCome,
  startDelivery,
} from './support/delivery-service.ts'
import { courierToken, operatorHttp, shopHttp, tokenOf } from './support/http.ts'
import { address } from './support/order-events.ts'
import { putZone, readZone, setFee } from './support/zones.ts'

let service: DeliveryService

beforeAll(async () => {
  service = await startDelivery()
})
afterAll(() => service.stop())

const steps = [
  { fromGrams: 10_000, extraMinor: 5_000 },
  { fromGrams: 50_000, extraMinor: 20_000 },
]

describe('the demo town', () => {
  test('has a base fee, a sum from which it is waived, and weight steps for each zone', async () => {
    const { body } = await operatorHttp('GET', '/api/operator/delivery/zones', {
      token: await tokenOf({ role: 'operator', id: 'o-1' }),
    })
    expect(body.zones.map(({ id, revision }: { id: string; revision: number }) => [id, revision])).toEqual([
      ['centre', 1],
      ['town', 1],
      ['outskirts', 1],
    ])
    for (const { fee } of body.zones) expect(fee.weightSteps.length).toBeGreaterThan(0)
  })
})

test('an operator sees the fleet, to choose from it whom to invite', async () => {
  const token = await tokenOf({ role: 'operator', id: 'o-1' })
  const { body } = await operatorHttp('GET', '/api/operator/couriers', { token })
  expect(body.couriers.map(({ firstName }: { firstName: string }) => firstName)).toEqual([
    'Анна',
    'Илья',
    'Ольга',
    'Тимур',
  ])
  expect(body.couriers[1]).toMatchObject({ id: '01900000-0000-7000-8000-000000000001', depot: { id: 'depot-1' } })
})

describe('an operator who changes a fee', () => {
  test('changes what the next quote, hold and list of slots say, all at once', async () => {
    const fee = { feeMinor: 17_700, freeFromMinor: 444_400, weightSteps: steps }
    const before = await readZone('centre')
    const changed = await putZone('centre', before.headers.etag, { name: before.body.name, fee })
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' }, body: { fee, revision: 2 } })
    expect(await readZone('centre')).toMatchObject({ headers: { etag: '"2"' }, body: { fee, revision: 2 } })
    expect(await quoteFee({ address })).toMatchObject({ output: { fee } })
    expect(await hold({ orderId: newOrderId(), slotId: await slotToCome() })).toMatchObject({ output: { fee } })
    const { city, street, house } = address
    const slots = await shopHttp('GET', '/api/delivery/slots', { query: { city, street, house } })
    expect(slots.body.zone).toMatchObject({ id: 'centre', fee })
  })

  test('leaves a line of who did it, for the day somebody asks what they were charged', async () => {
    const { revision } = await setFee('town', { feeMinor: 100, freeFromMinor: null })
    const { rows } = await service.db.admin.query(
      `select rule, actor_id as "actorId" from delivery.zone_change where zone_id = 'town' and revision = $1`,
      [revision],
    )
    expect(rows).toMatchObject([{ rule: { feeMinor: 100, weightSteps: [] }, actorId: 'o-1' }])
    const log = await service.db.admin.query(
      `select actor_id as by, action, before, after from delivery.audit_log where target_id = 'town' order by id desc limit 1`,
    )
    expect(log.rows).toMatchObject([
      { by: 'o-1', action: 'zone.change', before: { freeFromMinor: expect.any(Number) }, after: { feeMinor: 100 } },
    ])
  })

  test('does not undo what another has changed meanwhile: of ten at once, one is served', async () => {
    const { body, headers } = await readZone('outskirts')
    const seen = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        putZone('outskirts', headers.etag, {
          name: body.name,
          fee: { feeMinor: 1_000 + n, freeFromMinor: null, weightSteps: steps.slice(0, n % 3) },
        }),
      ),
    )
    const served = seen.filter(({ status }) => status === 200)
    expect(served).toHaveLength(1)
    expect(seen.filter(({ status }) => status === 412).map((one) => one.body.code)).toEqual(
      Array.from({ length: 9 }, () => 'precondition_failed'),
    )
    expect((await readZone('outskirts')).body).toEqual(served[0]?.body)
  })

  test.each<[string, object]>([
    ['fee.feeMinor', { feeMinor: -1 }],
    ['fee.feeMinor', { feeMinor: 100_000_000_000 }],
    ['fee.freeFromMinor', { freeFromMinor: 1.5 }],
    ['fee.weightSteps', { weightSteps: steps.toReversed() }],
    ['fee.weightSteps.0.extraMinor', { weightSteps: [{ fromGrams: 1, extraMinor: 0 }] }],
  ])('is refused a rule whose %s is wrong, by its name: %j', async (field, wrong) => {
    const { body, headers } = await readZone('town')
    const seen = await putZone('town', headers.etag, { name: body.name, fee: { ...body.fee, ...wrong } })
    expect(seen).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ field }] } })
    expect((await readZone('town')).body).toEqual(body)
  })

  test('must say which revision is meant, and of a zone that is there', async () => {
    const { body } = await readZone('town')
    const change = { name: body.name, fee: body.fee }
    expect(await putZone('town', undefined, change)).toMatchObject({
      status: 428,
      body: { code: 'precondition_required' },
    })
    expect(await putZone('town', 'latest', change)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'if-match' }] },
    })
    expect(await putZone('nowhere', '"1"', change)).toMatchObject({ status: 404 })
    expect(await readZone('nowhere')).toMatchObject({ status: 404 })
  })

  test('is nobody but an operator', async () => {
    const send = (token?: string) => operatorHttp('GET', '/api/operator/delivery/zones', token ? { token } : {})
    expect(await send()).toMatchObject({ status: 401 })
    expect(await send(await tokenOf({ role: 'shopper', id: newOrderId() }))).toMatchObject({ status: 403 })
    expect(await send(await courierToken(newOrderId()))).toMatchObject({ status: 403 })
  })
})

describe('the schema itself', () => {
  test.each([
    [`update zone set fee_minor = -1`, 'zone_fee_minor_check'],
    [`update zone set fee_minor = 100000000000`, 'zone_fee_bound'],
    [`insert into zone_weight_step values ('town', 0, 5)`, 'zone_weight_step_from_grams_check'],
    [`insert into zone_weight_step values ('town', 5, 0)`, 'zone_weight_step_extra_minor_check'],
    [`insert into zone_weight_step values ('centre', 60000, 5)`, 'zone_weight_step_rises'],
    [`insert into zone_weight_step select 'town', n, n from generate_series(1, 21) as n`, 'zone_weight_step_few'],
  ])('refuses a rule that makes no sense, whoever writes it: %s', async (statement, constraint) => {
    await database.run(sql`delete from zone_weight_step where zone_id = 'town'`)
    await expect(database.run(rawSql(statement))).rejects.toMatchObject({ code: '23514', constraint })
  })
})

test('a quote can come with the slots of the days ahead, and what the largest vehicle of each carries', async () => {
  const { output } = (await quoteFee({ address, withSlots: true })) as unknown as {
    output: { timeZone: string; slots: { id: string; free: boolean; maxWeightGrams: number }[]; fee: never }
  }
  expect(output.timeZone).toBe('Europe/Moscow')
  expect(output.slots.find(({ free }) => free)?.maxWeightGrams).toBe(1_000_000)
  expect(deliveryFee(output.fee, { itemsMinor: 0, weightGrams: 0 }).feeMinor).toBeGreaterThan(0)
})
