import { describe, expect, it } from 'vitest'
import type { OrderView } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'
import { readOrder } from './read-order.ts'

const order = { orderId: 'an-order' } as OrderView
const found = async () => order
const refused = (status: number) => async () => {
  throw new ApiProblem(status, {}, new Headers())
}

describe('an order', () => {
  it('is read by the token kept with it, and as the account where none is', async () => {
    expect(await readOrder({ token: 't', byToken: found, byAccount: refused(500) })).toEqual({ order, token: 't' })
    expect(await readOrder({ token: undefined, byToken: refused(500), byAccount: found })).toEqual({
      order,
      token: undefined,
    })
  })

  it("whose links were made void is its owner's still, who is offered them no more", async () => {
    expect(await readOrder({ token: 't', byToken: refused(404), byAccount: found })).toEqual({
      order,
      token: undefined,
    })
  })

  it('is missing where the token is void and nobody is signed in, or the account is another', async () => {
    const missing = expect.objectContaining({ status: 404 })
    await expect(readOrder({ token: 't', byToken: refused(404), byAccount: undefined })).rejects.toEqual(missing)
    await expect(readOrder({ token: 't', byToken: refused(404), byAccount: refused(404) })).rejects.toEqual(missing)
  })

  it('is not looked for elsewhere while the shop has trouble', async () => {
    await expect(readOrder({ token: 't', byToken: refused(503), byAccount: found })).rejects.toMatchObject({
      status: 503,
    })
  })
})
