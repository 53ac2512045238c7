import type { TestShop } from './test-shop.ts'

/** How many invocations of a function have ended with an error of its own, however much each had to say of it. */
export const failedInvocations = ({ log }: Pick<TestShop, 'log'>, functionName: string): number =>
  new Set(
    log
      .filter((entry) => entry.function?.includes(functionName) && entry.text.includes('Invoke Error'))
      .map(({ requestId }) => requestId),
  ).size
