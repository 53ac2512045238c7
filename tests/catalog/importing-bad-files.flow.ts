import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { emptyCatalogue } from './support/empty.ts'
import { importFolder } from './support/import.ts'

let db: ServiceDatabase
let folder: Awaited<ReturnType<typeof importFolder>>

beforeAll(async () => {
  folder = await importFolder()
  db = await serviceDatabase('catalog')
})
afterAll(async () => {
  await db.drop()
  await folder.remove()
})
beforeEach(async () => {
  await emptyCatalogue(db.admin)
})

const importFile = async (content: string | Buffer, args: string[] = [], name?: string) =>
  folder.run(await folder.write(content, name), db.url, args)

const skus = async () =>
  (await db.admin.query<{ sku: string }>('select sku from catalog.product order by sku')).rows.map(({ sku }) => sku)

const header = 'sku,name,category,price\n'

describe('of a bad file catalog:import', () => {
  it('loses one row where a quote is left open, and says so in its exit code', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => `S-${index},Spoon ${index},kitchen,${index + 1}`)
    rows[15] = 'S-15,"Spoon 15,kitchen,16'
    const { code, complaints, summary } = await importFile(header + rows.join('\n'))
    expect(summary).toBe('1000 rows, 999 products: 999 created, 0 updated, 0 unchanged, 1 rows rejected')
    expect([code, complaints]).toEqual([3, ['line 17, line: opens a quote that is never closed']])
  })

  it('names all lines that are lost where none of them begins a row', async () => {
    const { complaints } = await importFile(`${header}A,"Ant\nsmall\nred\nB,Bee,zoo,1\n`)
    expect(complaints).toEqual(['lines 2-4, line: opens a quote that is never closed'])
    expect(await skus()).toEqual(['B'])
  })

  it('blames the column that has what no text can hold', async () => {
    const csv = await importFile(`${header}A,An\0t,zoo,1\nB,Bee,z\0oo,2\nC\0,Cat,zoo,3\nD,Dog,zoo,4\n`)
    expect(csv.complaints).toEqual([
      'line 2, name: has a NUL character',
      'line 3, category: has a NUL character',
      'line 4, sku: has a NUL character',
    ])
    const lines = [
      String.raw`{"sku":"E","name":"\ud800","category":"zoo","price":1}`,
      String.raw`{"sku":"F","name":{"ru":"Ф","en":"F"},"category":"zoo","priceMinor":1,"description":{"ru":"\u0000","en":""}}`,
    ]
    expect((await importFile(lines.join('\n'), [], 'products.jsonl')).complaints).toEqual([
      'line 1, name: has half of a surrogate pair, which is no character',
      'line 2, description.ru: has a NUL character',
    ])
    expect(await skus()).toEqual(['D'])
  })

  it('rejects rows whose letters are in another encoding than the rest', async () => {
    const ascii = Array.from({ length: 30_000 }, (_, index) => `A,Ant ${index},zoo,1\n`).join('')
    const late = Buffer.concat([Buffer.from(header + ascii), Buffer.from([0x42, 0x2c, 0xe6, 0x2c, 0x7a, 0x2c, 0x31])])
    const { complaints, summary } = await importFile(late, ['--report', join(folder.path, 'late.csv')])
    expect(complaints[0]).toBe(
      'line 30002, name: has letters that were lost (\ufffd); is it in another encoding? --encoding says which',
    )
    expect(summary).toContain('30001 rows, 1 products')
  })

  it('names what is wrong with a price, and takes none at zero or in another currency', async () => {
    const wrong = [
      '0',
      '-5',
      '1e9',
      '$12',
      '12 USD',
      '12 34',
      '5 млн',
      '100k',
      'от 100',
      '99 коп',
      '5 zł',
      '3 шт',
      'SR 5',
    ]
    const prices = [...wrong, '1000000000', '1 299,90 ₽', '1\u00a0299.90 руб.']
    const rows = prices.map((price, index) => `P-${index};Pot;kitchen;${price}`)
    const { complaints } = await importFile(`sku;name;category;price\n${rows.join('\n')}`)
    expect(complaints).toEqual([
      ...wrong.map((price, at) => `line ${at + 2}, price: '${price}' is not an amount above 0 in RUB`),
      `line ${wrong.length + 2}, price: is more than a price can be, 999,999,999.99 roubles`,
    ])
    expect(await skus()).toEqual(['P-14', 'P-15'])
    const other = await importFile('sku,name,category,price,currency\nA,Ant,zoo,1,usd\nB,Bee,zoo,1,rub\n')
    expect(other.complaints).toEqual(["line 2, currency: 'usd' is not RUB"])
  })

  it('rejects JSON lines that say too little, too much or the wrong kind', async () => {
    const plain = (changes: string) => `{"sku":"A","category":"zoo",${changes}}`
    const own = (changes: string) => `{"sku":"A","category":"zoo","name":{"ru":"А","en":"A"},${changes}}`
    const lines: [string, string | RegExp][] = [
      [plain('"name":" \u200b","price":1'), 'name: is empty'],
      [plain('"name":"A","price":0'), "price: '0' is not an amount above 0 in RUB"],
      [plain('"name":"A","price":1,"currency":"USD"'), "currency: 'USD' is not RUB"],
      [plain('"name":5,"price":1'), 'name: must not be a JSON number'],
      [plain('"name":["A"],"price":1'), 'name: must not be a JSON list'],
      [plain('"name":"A","price":true'), 'price: must not be a JSON truth value'],
      [plain('"name":"A","price":1,"price":2'), 'price: is given twice'],
      [
        '{"sku":12345678901234567890,"name":"A","category":"zoo","price":1}',
        /^sku: is a number that JSON does not hold/,
      ],
      [own('"priceMinor":0'), 'priceMinor: must be above 0'],
      [own('"priceMinor":"100"'), 'priceMinor: Invalid input: expected number, received string'],
      [own('"priceMinor":1,"currency":"USD"'), 'currency: Invalid input: expected "RUB"'],
      ['{"sku":"A","category":"zoo","name":{"ru":"\u00a0","en":"A"},"priceMinor":1}', 'name.ru: is empty'],
      [own('"brand":{"x":{},"x":1},"priceMinor":1'), 'brand.x: is given twice'],
      [`{"sku":${'['.repeat(50_000)}${']'.repeat(50_000)},"name":"A","price":1}`, 'sku: must not be a JSON object'],
      ['{"sku":"A"', /^line: is not valid JSON: .*position \d+/],
      ['[1]', 'line: is not a JSON object'],
      [plain(`"name":"${'x'.repeat(10_000_000)}","price":1`), 'line: is longer than 1000000 characters'],
    ]
    const good = plain('"name":"A","price":12.345')
    const file = [...lines.map(([line]) => line), good].join('\n')
    const { code, complaints } = await importFile(file, [], 'products.jsonl')
    expect(complaints.map((complaint) => complaint?.replace(/^line \d+, /, ''))).toEqual(
      lines.map(([, reason]) => (typeof reason === 'string' ? reason : expect.stringMatching(reason))),
    )
    expect(code).toBe(3)
    const { rows } = await db.admin.query('select sku, price_minor::int as price from catalog.product')
    expect(rows).toEqual([{ sku: 'A', price: 1235 }])
  })

  it('takes no price in minor units for one in another currency', async () => {
    const line = '{"sku":"A","category":"zoo","name":{"ru":"А","en":"A"},"priceMinor":100}'
    const { complaints } = await importFile(line, ['--currency', 'SAR', '--rate', '24.5'], 'products.jsonl')
    expect(complaints).toEqual(["line 1, priceMinor: is in kopecks always; --currency SAR can't be meant"])
  })

  it('tells lines of the file, also after one that names the delimiter', async () => {
    const { complaints } = await importFile('sep=;\nsku;name;category;price\nA;Ant;zoo;1\nB;Bee;___;2\n')
    expect(complaints).toEqual(["line 4, category: '___' is not a category: each of its names needs a letter or digit"])
  })

  it('takes no picture that a browser would not load as one', async () => {
    const { code, complaints } = await importFile(
      `${header.trim()},images\nA,Ant,zoo,1,javascript:alert(1)\nB,Bee,zoo,1,"https://a.example/w_1,h_2/b.jpg, skillet"\n`,
    )
    const wanted = 'an http(s) address, a path of the shop or the name of one of its drawings'
    expect([code, complaints]).toEqual([0, [`line 2, images: 'javascript:alert(1)' is not a picture: ${wanted}`]])
    const { rows } = await db.admin.query('select sku, images from catalog.product order by sku')
    expect(rows).toEqual([
      { sku: 'A', images: [] },
      { sku: 'B', images: ['https://a.example/w_1,h_2/b.jpg', 'skillet'] },
    ])
    const ours =
      '{"sku":"C","category":"zoo","name":{"ru":"С","en":"C"},"priceMinor":1,"images":["javascript:alert(1)"]}'
    expect((await importFile(ours, [], 'products.jsonl')).complaints).toEqual([`line 1, images.0: must be ${wanted}`])
  })

  it('takes skus that differ only in case for two products, and says so', async () => {
    const { code, complaints, summary } = await importFile(`${header}p1,Pot,zoo,1\nP1,Pan,zoo,2\n`)
    expect([code, complaints]).toEqual([
      0,
      ["line 3, sku: 'P1' and 'p1' of line 2 differ only in case: they are two products"],
    ])
    expect(summary).toContain('2 rows, 2 products: 2 created')
  })

  it('reads the header with care', async () => {
    const twice = await importFile('sku,name,category,price,price\nA,Ant,zoo,1,2\n')
    expect([twice.code, twice.output]).toEqual([
      2,
      "several columns have one name: 'price' (4, 5); rename them in the file, or say with --map that they are not used\n",
    ])
    const unused = await importFile('sku,x,name,category,price,x,\nA,1,Ant,zoo,1,2,3\n')
    expect(unused.code).toBe(0)
    expect(unused.output).toContain("several of one name: 'x' (2, 6)")
    const nameless = await importFile('sku,,category,price\nB,Bee,zoo,1\n', ['--map', 'name=#2'])
    expect(nameless.code).toBe(0)
    expect(await skus()).toEqual(['A', 'B'])
  })

  it.each<[string, string | Buffer]>([
    ['a byte order mark and CRLF', '\ufeffsku,name,category,price\r\nA,Ant,zoo,1\r\n'],
    ['doubled carriage returns', 'sku,name,category,price\r\r\nA,Ant,zoo,1\r\r\n'],
    ['carriage returns alone', 'sku,name,category,price\rA,Ant,zoo,1\r'],
    ['a first line that names the delimiter', 'sep=;\r\nsku;name;category;price\r\nA;Ant, Bee, Cat;zoo;1\r\n'],
    ['tabs', 'sku\tname\tcategory\tprice\nA\tAnt\tzoo\t1\n'],
    ['empty rows at the end', 'sku;name;category;price\nA;Ant;zoo;1\n;;;\n;;;\n'],
    ['UTF-16 with a mark', Buffer.from('\ufeffsku,name,category,price\nA,Ant,zoo,1\n', 'utf16le')],
    ['UTF-16 without', Buffer.from('sku,name,category,price\nA,Ant,zoo,1\n', 'utf16le')],
  ])('takes %s', async (_, content) => {
    const { code, summary } = await importFile(content)
    expect([code, summary]).toEqual([0, '1 rows, 1 products: 1 created, 0 updated, 0 unchanged, 0 rows rejected'])
  })

  it('says in a sentence why it can’t begin', async () => {
    const reasonFor = async (content: string | Buffer, args: string[] = []) => {
      const { code, output } = await importFile(content, args)
      return [code, output.split('\n')[0]]
    }
    expect(await reasonFor('')).toEqual([2, 'the file has no rows'])
    expect(await reasonFor('sku,name,category,price')).toEqual([2, 'the file has no rows'])
    expect(await reasonFor('a,b\n1,2')).toEqual([2, 'no column gives the sku; say which: --map sku=COLUMN'])
    expect(await reasonFor('sku,"name\n1,2')).toEqual([2, 'the header opens a quote that is never closed'])
    expect(await reasonFor('sku,na\0me\n1,2')).toEqual([2, "the header's column 2 has a NUL character"])
    expect(await reasonFor('A-1;Pot;kitchen;100')).toEqual([
      2,
      'the file has one row, and none of its values is the name of a column (A-1, Pot, kitchen, 100): the first row must be the header, such as sku,name,category,price',
    ])
    expect(await reasonFor('sep=;')).toEqual([2, 'the file has no rows'])
    const packed = [
      [gzipSync(header), 'is compressed by gzip; unpack it first: gunzip '],
      ['PK\u0003\u0004', 'is a zip archive; unpack it first'],
      ['PK\u0003\u0004 xl/workbook.xml', 'is a spreadsheet; save it as CSV first'],
    ] as const
    for (const [content, reason] of packed)
      expect(await reasonFor(content)).toEqual([2, expect.stringContaining(`products.csv ${reason}`)])
    expect(await reasonFor('[{"sku":1}]')).toMatchObject([2, expect.stringContaining("jq -c '.[]'")])
    expect(await reasonFor('sku,name,category,price\n1,2,3,4', ['--map', 'sku=nope'])).toEqual([
      2,
      "the file has no column 'nope'; it has sku, name, category, price",
    ])
    expect(await reasonFor('sku\n1', ['--currency', 'SAR'])).toEqual([
      2,
      'prices in SAR need --rate, the roubles for one SAR',
    ])
    expect(await reasonFor('sku\n1', ['--colour'])).toMatchObject([2, expect.stringContaining("'--colour'")])
    const itself = await importFile(`${header}A,Ant,zoo,1`, ['--report', join(folder.path, 'products.csv')])
    expect([itself.code, itself.output]).toEqual([2, expect.stringContaining('would overwrite the file that is read')])
  })

  it('says in a sentence why it can’t read or write', async () => {
    const reasonFor = async (path: string, url = db.url, args: string[] = []) => {
      const { code, output } = await folder.run(path, url, args)
      return [code, output.trim().split('\n').at(-1)]
    }
    const missing = join(folder.path, 'missing.csv')
    expect(await reasonFor(missing)).toEqual([2, `${missing} does not exist`])
    const inner = join(folder.path, 'inner')
    await mkdir(inner)
    expect(await reasonFor(inner)).toEqual([2, `${inner} is a folder`])
    expect(await reasonFor('/dev/null')).toEqual([2, '/dev/null is not an ordinary file'])
    const good = await folder.write(`${header}A,Ant,zoo,1`)
    expect(await reasonFor(good, 'mysql://x')).toMatchObject([2, expect.stringContaining('postgres://user')])
    expect(await reasonFor(good, 'postgres://catalog:b@127.0.0.1:9/c')).toMatchObject([
      2,
      expect.stringContaining('ECONNREFUSED'),
    ])
    expect(await reasonFor(good, db.url, ['--report', join(missing, 'x')])).toMatchObject([
      1,
      expect.stringContaining('ENOENT'),
    ])
    expect(await skus()).toEqual([])
  })
})
