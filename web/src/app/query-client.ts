import { QueryClient } from '@tanstack/react-query'
import { ApiProblem, NoAnswer } from '../api/problem.ts'

const maxRetries = 2

/** Only what may go better the next time: a refusal stays one. */
const worthRetrying = (error: unknown): boolean =>
  error instanceof NoAnswer ||
  (error instanceof ApiProblem && (error.status >= 500 || error.status === 429 || error.status === 408))

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // `navigator.onLine` is wrong on some networks; an error and a retry button are clearer than a page that waits.
        networkMode: 'always',
        staleTime: 15_000,
        retry: (failures, error) => failures < maxRetries && worthRetrying(error),
        retryDelay: (failures, error) =>
          (error instanceof ApiProblem ? error.retryAfterMs : undefined) ?? 500 * 2 ** failures,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
