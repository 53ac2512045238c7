import { expect } from 'vitest'
import type { RawAnswer } from '../../support/bad-input/problem.ts'
import { type RawRequest, rawRequests } from '../../support/bad-input/raw-request.ts'
import { documentedOutcomes, type Operation, operations } from './document.ts'
import { faultsOf, outcomeOf } from './faults.ts'
import { examplesOf, requestOf, type Values } from './requests.ts'
import { credentialsFor, madeReal, type World } from './world.ts'

/** A change of a request that is otherwise right. */
export interface Change {
  values?: Values['parameters']
  body?: unknown
  /** Undefined takes a header away. */
  headers?: Record<string, string | undefined>
  /** In place of the body, as bytes. */
  text?: string
}

/** Sends requests as the document says, holds every answer to it, and remembers which were seen. */
export const callerOf = (world: World) => {
  const raw = rawRequests(world.shop.apiUrl)
  const seen = new Map(operations.map(({ operationId }) => [operationId, new Set<string>()]))

  /** @throws unless the answer is as documented */
  const exchange = async (operation: Operation, request: RawRequest): Promise<RawAnswer> => {
    const answer = await raw(request)
    expect(faultsOf(operation, answer), `${request.method} ${request.path} → ${answer.status} ${answer.text}`).toEqual(
      [],
    )
    seen.get(operation.operationId)?.add(outcomeOf(answer))
    return answer
  }

  /** Sends a request with these values, right but for the change. */
  const send = async (operation: Operation, values: Values, change: Change = {}): Promise<RawAnswer> => {
    const changed: Values = {
      parameters: { ...values.parameters, ...change.values },
      body: change.body === undefined ? values.body : change.body,
    }
    const request = requestOf(operation, changed, await credentialsFor(world, operation, changed))
    const headers = Object.entries({ ...request.headers, ...change.headers }).filter(([, value]) => value !== undefined)
    return exchange(operation, {
      ...request,
      headers: Object.fromEntries(headers) as Record<string, string>,
      ...(change.text !== undefined && { body: change.text }),
    })
  }

  /** Values of an example, the first unless given, as this shop knows them. */
  const valuesFor = (operation: Operation, example = Object.values(examplesOf(operation))[0]): Promise<Values> =>
    madeReal(world, operation, example ?? { parameters: {} })

  const call = async (operation: Operation, change: Change = {}): Promise<RawAnswer> =>
    send(operation, await valuesFor(operation), change)

  /** Sends a request that the change makes wrong. */
  const callWrongly = async (operation: Operation, change: Change): Promise<RawAnswer> => {
    const [example] = Object.values(examplesOf(operation))
    return send(operation, await madeReal(world, operation, example ?? { parameters: {} }, true), change)
  }

  /** What the document promises of an operation and no answer has shown. */
  const unseen = (operation: Operation): string[] =>
    documentedOutcomes(operation).filter((outcome) => !seen.get(operation.operationId)?.has(outcome))

  return { call, callWrongly, send, valuesFor, unseen }
}

export type Caller = ReturnType<typeof callerOf>
