import type { OrderView } from '../api/answers.ts'
import { ApiProblem } from '../api/problem.ts'

export interface FoundOrder {
  order: OrderView
  /** What opened it; none: the account. */
  token: string | undefined
}

export interface WaysToOrder {
  token: string | undefined
  byToken: (token: string) => Promise<OrderView>
  /** None while nobody is signed in. */
  byAccount: (() => Promise<OrderView>) | undefined
}

const isMissing = (error: unknown): boolean => error instanceof ApiProblem && error.status === 404

/** By the token kept with an order of this browser; as the account where there is none, or the shop has made it void. */
export const readOrder = async ({ token, byToken, byAccount }: WaysToOrder): Promise<FoundOrder> => {
  if (token !== undefined) {
    try {
      return { order: await byToken(token), token }
    } catch (error) {
      if (!byAccount || !isMissing(error)) throw error
    }
  }
  if (!byAccount) throw new Error('neither a token nor an account to read an order by')
  return { order: await byAccount(), token: undefined }
}
