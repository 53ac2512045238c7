import { expect, it } from 'vitest'
import { versionOf } from './existing.ts'

// What servers say at `/`.
const openSearch = { cluster_name: 'dev', version: { distribution: 'opensearch', number: '2.19.6' } }
const elasticsearch = { cluster_name: 'dev', version: { number: '8.15.0', build_flavor: 'default' } }

it('takes an OpenSearch that is new enough', () => {
  expect(versionOf(openSearch, 'there:9200')).toBe('2.19.6')
})

it.each([
  ['an older one', { version: { distribution: 'opensearch', number: '1.3.20' } }, 'is 1.3.20; 2 or newer is needed'],
  ['Elasticsearch', elasticsearch, 'is no OpenSearch but something like Elasticsearch 8.15.0'],
  ['another service', { message: 'hello' }, 'is no OpenSearch but something else'],
  ['nothing', null, 'is no OpenSearch but something else'],
])('refuses %s', (_case, greeting, message) => {
  expect(() => versionOf(greeting, 'there:9200')).toThrow(message)
})
