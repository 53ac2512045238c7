import { expect } from 'vitest'
import { operatorHttp, tokenOf } from './http.ts'

const path = '/api/operator/delivery/zones/{zoneId}'
const operator = () => tokenOf({ role: 'operator', id: 'o-1' })

export const readZone = async (zoneId: string) =>
  operatorHttp('GET', path, { token: await operator(), params: { zoneId } })

export interface ZoneBody {
  name: { ru: string; en: string }
  fee: { feeMinor: number; freeFromMinor: number | null; weightSteps?: { fromGrams: number; extraMinor: number }[] }
}

export const putZone = async (zoneId: string, ifMatch: string | undefined, body: unknown) =>
  operatorHttp('PUT', path, {
    token: await operator(),
    params: { zoneId },
    headers: ifMatch === undefined ? {} : { 'If-Match': ifMatch },
    body,
  })

/** Changes the zone's fee, whatever it is now. */
export const setFee = async (zoneId: string, fee: ZoneBody['fee']) => {
  const { body, headers } = await readZone(zoneId)
  const changed = await putZone(zoneId, headers.etag, { name: body.name, fee })
  expect(changed.status).toBe(200)
  return changed.body
}
