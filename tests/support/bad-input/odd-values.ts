import type { Json } from './mutations.ts'

/** Texts that no field takes, whatever it is for. */
export const hopelessTexts: readonly string[] = ['ы'.repeat(10_000), 'кот\u0000', 'кот\ud83d', 'кот\ufffd']

/** Numbers that no field of ours takes. */
export const hopelessNumbers: readonly number[] = [-1, 1.5, 2 ** 53, 1e21, -1e308]

/** Texts that are no JSON object with fields of ours. */
export const noObjects: Record<string, string> = {
  nothing: '',
  'white space': ' \n ',
  'half an object': '{"cartId":',
  'a list': '[]',
  'a text': '"cart"',
  'a number': '1e999',
  null: 'null',
  'another language': '<cart/>',
  'a comma too many': '{"items":[],}',
  'words for numbers': '{"items":NaN}',
  'brackets without end': '['.repeat(100_000),
  'brackets within brackets': `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  'a byte order mark and nothing': '\ufeff',
}

/** What is wrong with a cart, the field it is about, and its value. */
export const oddFields: [what: string, field: string, value: Json][] = [
  ['no items', 'items', []],
  [
    'more items than a cart holds',
    'items',
    Array.from({ length: 51 }, () => ({ productId: crypto.randomUUID(), quantity: 1 })),
  ],
  ['an id that is none', 'items.0.productId', 'не-uuid'],
  ['an emoji for an id', 'cartId', '📦'],
  ['statements for an id', 'cartId', "'; drop table orders; --"],
  ['a street of spaces', 'address.street', ' \t '],
  ['a house with a line break', 'address.house', '7\n8'],
  ['lists within lists', 'address', Array.from({ length: 2_000 }).reduce<Json>((inner) => [inner], [])],
  ['a prototype for an address', 'address', JSON.parse('{"__proto__":{"city":"a","street":"b","house":"c"}}')],
  ['objects for a line', 'items.0', { __defineGetter__: 1, constructor: { prototype: {} } } as unknown as Json],
]

/** Words a body says of itself with which its bytes would be another text. */
export const unreadableAs: Record<string, string>[] = [
  { 'content-type': 'application/json; charset=windows-1251' },
  { 'content-type': 'application/json; charset="UTF-16"' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br' },
]

/** A name in windows-1251, where no two letters make a character of UTF-8. */
export const foreignBytes = Uint8Array.from([0xcc, 0xe0, 0xf0, 0xe8])
