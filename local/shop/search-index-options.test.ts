import { expect, it } from 'vitest'
import { readSearchIndexOptions } from './search-index-options.ts'

it('means the shop on this machine unless told otherwise', () => {
  expect(readSearchIndexOptions(['rebuild'])).toEqual({ task: 'rebuild' })
  expect(readSearchIndexOptions(['rollback', '--stack', 'korob-prod-app', '--region', 'eu-central-1'])).toEqual({
    task: 'rollback',
    stack: 'korob-prod-app',
    region: 'eu-central-1',
  })
  expect(readSearchIndexOptions(['rebuild', '--cancel'])).toMatchObject({ task: 'cancel' })
})

it.each([
  [[], 'There is no task'],
  [['reindex'], 'There is no reindex'],
  [['rebuild', '--force'], "Unknown option '--force'"],
  [['rebuild', '--stack', 'a', '--function', 'b'], 'one is too many'],
  [['status', '--cancel'], '--cancel is for search:rebuild'],
])('refuses %j with a word on why', (args, message) => {
  expect(() => readSearchIndexOptions(args)).toThrow(message)
})
