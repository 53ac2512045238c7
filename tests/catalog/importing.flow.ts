import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
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

const products = async () =>
  (
    await db.admin.query<Record<string, unknown>>(
      `select sku, name_ru, name_en, description_ru, description_en, price_minor::int as price, old_price_minor::int as old, category_path as category,
              other_categories as others, brand_slug as brand, on_hand as stock, attributes, published, deleted_at is not null as deleted,
              revision::int
         from catalog.product join catalog.stock on product_id = id order by sku`,
    )
  ).rows

const waiting = async () =>
  (await db.admin.query<{ n: number }>(`select count(*)::int as n from catalog.outbox where carrier = 'sqs'`)).rows[0]
    ?.n

// The faults of real files in one: a BOM, semicolons, decimal commas, padding, an item listed under two categories,
// currency marks, prices for packs, empty sizes, quotes, line breaks within a value.
const faulty = [
  '\uFEFFitem_id;name;category;price;old_price;short_description;brand;width;stock',
  '90420332;FREKVENS;Bar furniture;265,0;No old price;Bar table,          51x51 cm;FREKVENS AB;51;4',
  '90420332;FREKVENS;Café furniture;265,0;No old price;Bar table,          51x51 cm;FREKVENS AB;51;4',
  '368814;NORDVIKEN / NORDVIKEN;Bar furniture;1 995,50;SR 2,375;"Stool; ""black""";;;0',
  '20163;BJÖRKSTA;Bar furniture;30;SR 50/4 pack;"Leg,\n10 cm";;about 10;',
  '',
  'LAMP 1;Lamp;Lighting > Table lamps;12;;;;;1',
  'LAMP-2;;Lighting > Table lamps;12;;;;;1',
  'LAMP-3;Lamp;Lighting > Table lamps;free;;;;;1',
  'LAMP-4;Lamp;Lighting > Table lamps;12;10;;;;many',
  'LAMP-5;Lamp;Lighting',
  '368814;NORDVIKEN / NORDVIKEN;Bar furniture;999;SR 2,375;"Stool; ""black""";;;0',
].join('\r\n')

// A riyal is a rouble here, so that amounts are seen as they stand in the file.
const riyals = ['--currency', 'SAR', '--rate', '1']

describe('catalog:import', () => {
  it('takes what is good of a faulty file and names the rest by line, column and reason', async () => {
    const report = join(folder.path, 'report.csv')
    const { code, output, summary } = await importFile(faulty, [...riyals, '--report', report])
    expect(output).toContain('sku              ← item_id')
    expect([code, summary]).toEqual([3, '10 rows, 4 products: 4 created, 0 updated, 0 unchanged, 5 rows rejected'])
    expect(await products()).toMatchObject([
      { sku: '20163', price: 3000, old: 5000, description_ru: 'Leg, 10 cm', attributes: [], stock: 0 },
      {
        sku: '368814',
        name_en: 'NORDVIKEN / NORDVIKEN',
        price: 199_550,
        old: 237_500,
        description_ru: 'Stool; "black"',
      },
      {
        sku: '90420332',
        description_ru: 'Bar table, 51x51 cm',
        price: 26_500,
        old: null,
        category: 'bar-furniture',
        others: ['cafe-furniture'],
        brand: 'frekvens-ab',
        stock: 4,
        attributes: [{ key: 'width', value: 51, unit: 'cm' }],
      },
      { sku: 'LAMP-4', category: 'lighting/table-lamps', old: null, stock: 0 },
    ])
    expect((await readFile(report, 'utf8')).trim().split('\n')).toEqual([
      'line,column,reason,effect',
      "5,width,'about 10' is not a number,value left out",
      '8,item_id,must be 1 to 64 characters without spaces and slashes,row rejected',
      '9,name,is empty,row rejected',
      "10,price,'free' is not an amount above 0 in SAR,row rejected",
      '11,old_price,is not above the price,value left out',
      "11,stock,'many' is not a whole number,value left out",
      '12,line,"has 3 values, the header 9",row rejected',
      '13,price,"differs from line 4, which has the same sku",row rejected',
    ])
    const names = await db.admin.query('select path, name_ru from catalog.category order by path')
    expect(names.rows).toContainEqual({ path: 'lighting/table-lamps', name_ru: 'Table lamps' })
  })

  it('puts new categories behind those that are there', async () => {
    await db.admin.query(
      `set search_path to catalog, extensions;
       insert into category (path, name_ru, name_en, position)
       values ('kitchen', 'Кухня', 'Kitchen', 0), ('zoo', 'Зоомагазин', 'Zoo', 1), ('zoo/food', 'Еда', 'Food', 0)`,
    )
    await importFile('sku,name,category,price\nA,Ant,zoo/ants,1\nB,Bee,bees/wild,2\nC,Arc,arcs,3\nD,Elk,zoo/food,4')
    const names = await db.admin.query<{ path: string }>(
      `select path from catalog.category order by cardinality(string_to_array(path, '/')), position, name_ru`,
    )
    const paths = ['kitchen', 'zoo', 'arcs', 'bees', 'bees/wild', 'zoo/food', 'zoo/ants']
    expect(names.rows.map(({ path }) => path)).toEqual(paths)
  })

  it('changes nothing the second time, and tells the index nothing', async () => {
    await importFile(faulty, riyals)
    const before = [await products(), await waiting()]
    const { summary } = await importFile(faulty, riyals)
    expect(summary).toContain('0 created, 0 updated, 4 unchanged')
    expect([await products(), await waiting()]).toEqual(before)
  })

  it('updates what changed, and only that', async () => {
    await importFile('sku,name,category,price,stock\nA,Ant,zoo,1.50,3\nB,Bee,zoo,2,3\nC,Cat,zoo,3,3')
    const { summary } = await importFile(
      'sku,name,category,price,stock\nA,Ant,zoo,1.50,3\nB,Bee,zoo,2.5,3\nC,Cat,zoo,3,9',
    )
    expect(summary).toContain('0 created, 2 updated, 1 unchanged')
    expect(await products()).toMatchObject([
      { sku: 'A', price: 150, stock: 3, revision: 1 },
      { sku: 'B', price: 250, stock: 3, revision: 2 },
      { sku: 'C', price: 300, stock: 9, revision: 1 },
    ])
    expect(await waiting()).toBe(5)
    const moved = await db.admin.query('select sum(delta)::int as sum from catalog.stock_movement')
    expect(moved.rows).toEqual([{ sum: 15 }])
  })

  it('leaves what the file says nothing of', async () => {
    await importFile('sku,name,category,price,stock,description\nA,Ant,zoo,1,3,Small')
    await importFile('sku,name,category,price\nA,Ant,zoo,2')
    expect(await products()).toMatchObject([{ sku: 'A', price: 200, stock: 3, description_ru: 'Small' }])
  })

  it('leaves discounts, brands and further categories as they are when it has prices only', async () => {
    const listed = ['zoo', 'ants', 'bees'].map((category) => `A,Ant,${category},1,5,Anthill`)
    await importFile(['sku,name,category,price,old_price,brand', ...listed].join('\n'))
    const before = { sku: 'A', old: 500, brand: 'anthill', category: 'zoo', others: ['ants', 'bees'] }
    expect(await products()).toMatchObject([{ ...before, price: 100 }])
    await importFile('sku,name,category,price\nA,Ant,zoo,2')
    expect(await products()).toMatchObject([{ ...before, price: 200 }])
    await importFile('{"sku":"A","name":"Ant","category":"zoo","price":3}', [], 'products.jsonl')
    expect(await products()).toMatchObject([{ ...before, price: 300 }])
    // Another main category is no longer one of the others; an empty cell says that there is no old price.
    await importFile('sku,name,category,price,old_price\nA,Ant,bees,3,')
    expect(await products()).toMatchObject([{ ...before, price: 300, old: null, category: 'bees', others: ['ants'] }])
  })

  it('leaves the other language as it is when a file gives one, and fills it in for products that are new', async () => {
    const file = (columns: string, row: string) => `sku,category,price,${columns}\n${row}`
    await importFile(file('name_ru,description_ru', 'A,zoo,1,Муравей,Мал'))
    const filled = { name_ru: 'Муравей', name_en: 'Муравей', description_ru: 'Мал', description_en: 'Мал' }
    expect(await products()).toMatchObject([filled])
    await importFile(file('name_en,description_en', 'A,zoo,1,Ant,Small'))
    expect(await products()).toMatchObject([{ ...filled, name_en: 'Ant', description_en: 'Small' }])
    await importFile(file('name_ru,description_ru', 'A,zoo,2,Муравьишка,Очень мал'))
    const both = { name_ru: 'Муравьишка', name_en: 'Ant', description_ru: 'Очень мал', description_en: 'Small' }
    expect(await products()).toMatchObject([{ ...both, price: 200 }])
    // A cell that is empty beside one that isn't says nothing of its language either; where all are, there are no texts.
    await importFile(file('name_ru,name_en,description_ru,description_en', 'A,zoo,3,,Ant,,Small'))
    expect(await products()).toMatchObject([{ ...both, price: 300 }])
    await importFile('{"sku":"A","category":"zoo","priceMinor":400,"name":{"ru":"Мураш"}}', [], 'products.jsonl')
    expect(await products()).toMatchObject([{ ...both, name_ru: 'Мураш', price: 400 }])
    await importFile(file('name_ru,description_ru,description_en', 'A,zoo,5,Мураш,,'))
    expect(await products()).toMatchObject([{ name_en: 'Ant', price: 500, description_ru: '', description_en: '' }])
  })

  it('ends no discount for an old price that can’t be read', async () => {
    const file = (oldPrice: string, price = 1) => `sku,name,category,price,old_price\nA,Ant,zoo,${price},${oldPrice}`
    await importFile(file('5'))
    const { complaints } = await importFile(file('от 200', 2))
    expect(complaints).toEqual(["line 2, old_price: 'от 200' is not an amount above 0 in RUB"])
    expect(await products()).toMatchObject([{ price: 200, old: 500 }])
    await importFile(file('2', 2))
    expect(await products()).toMatchObject([{ price: 200, old: null }])
  })

  it('takes back no deletion, and says of which rows, unless they say whether they are published', async () => {
    const file = (rows: string[], column = '') => [`sku,name,category,price,stock${column}`, ...rows].join('\n')
    await importFile(file(['A,Ant,zoo,1,3', 'B,Bee,hive,1,3']))
    await db.admin.query(
      `set search_path to catalog, extensions;
       update product set deleted_at = now(), published = false, category_path = null where sku = 'B';
       delete from category where path = 'hive'`,
    )
    const before = await products()
    const again = await importFile(file(['A,Ant,zoo,2,3', 'B,Bee,hive,2,7']))
    expect(again.code).toBe(3)
    expect(again.summary).toBe('2 rows, 2 products: 0 created, 1 updated, 0 unchanged, 1 rows rejected')
    expect(again.complaints).toEqual([
      'line 3, sku: was deleted; it returns when a column says whether it is published',
    ])
    expect(await products()).toEqual([{ ...before[0], price: 200, revision: 2 }, before[1]])
    // Nor does the category return that went with it.
    expect((await db.admin.query(`select from catalog.category where path = 'hive'`)).rowCount).toBe(0)
    await importFile(file(['B,Bee,hive,2,7,yes'], ',published'))
    expect((await products())[1]).toMatchObject({ deleted: false, published: true, category: 'hive', stock: 7 })
  })

  it('takes a brand whose name is longer than an address may be', async () => {
    const { code } = await importFile(`sku,name,category,price,brand\nA,Ant,zoo,1,${'Щ'.repeat(60)}`)
    expect(code).toBe(0)
    expect((await products())[0]?.brand).toBe('shch'.repeat(25))
  })

  it('only says what it would do on a dry run', async () => {
    const { output, summary } = await importFile(faulty, [...riyals, '--dry-run'])
    expect(summary).toContain('4 would be created')
    expect(output).toContain('dry run')
    expect(await products()).toEqual([])
    expect((await db.admin.query('select from catalog.category')).rowCount).toBe(0)
  })

  it('follows a mapping, a rate and the languages given', async () => {
    const { code } = await importFile('Код|Имя|Name|Раздел|Руб|Вес, г|Дуб?\nA|Стол|Table|Мебель|10|500|oak', [
      '--delimiter',
      '|',
      '--currency',
      'SAR',
      '--rate',
      '24,5',
      '--stock',
      '7',
      '--map',
      'sku=Код,name_ru=Имя,name_en=Name,price=Руб,attr.material=Дуб?,name=',
    ])
    expect(code).toBe(0)
    expect(await products()).toMatchObject([
      {
        sku: 'A',
        name_ru: 'Стол',
        name_en: 'Table',
        price: 24_500,
        stock: 7,
        category: 'mebel',
        attributes: [{ key: 'material', value: { ru: 'oak', en: 'oak' } }],
      },
    ])
  })

  it('reads what a Russian spreadsheet writes: windows-1251 and semicolons', async () => {
    const letters = 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя'
    const encode = (text: string) =>
      Buffer.from([...text].map((one) => (letters.includes(one) ? 0xc0 + letters.indexOf(one) : one.charCodeAt(0))))
    await importFile(encode('артикул;название;категория;цена\r\nA-1;Чайник;Кухня;1 299,90'))
    expect(await products()).toMatchObject([{ sku: 'A-1', name_ru: 'Чайник', category: 'kukhnya', price: 129_990 }])
  })

  it('takes JSON lines, in its own shape and in others', async () => {
    const ours = {
      sku: 'J-1',
      category: 'kitchen',
      name: { ru: 'Ложка', en: 'Spoon' },
      priceMinor: 9900,
      stock: 5,
      image: 'spoon',
    }
    const lines = [JSON.stringify(ours), '{"sku":"J-2","title":"Fork","category":"kitchen","price":50}', '{oops', '[1]']
    const { summary } = await importFile(lines.join('\n'), [], 'products.jsonl')
    expect(summary).toBe('4 rows, 2 products: 2 created, 0 updated, 0 unchanged, 2 rows rejected')
    expect(await products()).toMatchObject([
      { sku: 'J-1', name_ru: 'Ложка', price: 9900, stock: 5 },
      { sku: 'J-2', name_ru: 'Fork', price: 5000 },
    ])
  })

  it('reads what only one of many JSON lines says, and leaves what the others say nothing of', async () => {
    const bug = (index: number) => ({ id: `S-${index}`, title: 'Bug', category: 'zoo', price: 1 })
    const file = (chosen: number, more: object) =>
      Array.from({ length: 600 }, (_, index) => JSON.stringify({ ...bug(index), ...(index === chosen && more) })).join(
        '\n',
      )
    const more = { published: false, stock: 7, old_price: 20, sku: 'no other', width: 5, description: 'Small' }
    const { output, summary } = await importFile(file(550, more), [], 'products.jsonl')
    expect(summary).toContain('600 created')
    expect(output).toContain('not used: sku')
    const seen = async () => (await products()).find(({ sku }) => sku === 'S-550')
    const width = { key: 'width', value: 5, unit: 'cm' }
    const whole = { published: false, stock: 7, old: 2_000, attributes: [width], description_ru: 'Small' }
    expect(await seen()).toMatchObject(whole)
    const again = await importFile(
      file(551, { ...more, stock: 1, description: 'Big' }),
      ['--stock', '9'],
      'products.jsonl',
    )
    expect(again.summary).toContain('0 created')
    expect(await seen()).toMatchObject({ published: false, stock: 7, attributes: [width], description_ru: 'Small' })
  })

  it('changes the attributes that a price list has columns for, and no others', async () => {
    const attribute = (key: string, text: string) => ({ key, value: { ru: text, en: text } })
    const width = (value: number) => ({ key: 'width', value, unit: 'cm' })
    const file = (columns: string, ...rows: string[]) => [`sku,name,category,price,${columns}`, ...rows].join('\n')
    const map = (attributes: string) => ['--map', attributes]
    await importFile(
      file('wood,shade,w', 'A,Ant,zoo,1,oak,red,5', 'B,Bee,zoo,1,ash,,6', 'C,Cat,zoo,1,elm,,7'),
      map('attr.wood=wood,attr.shade=shade,attr.width.cm=w'),
    )
    const seen = async () => (await products()).map(({ attributes }) => attributes)
    expect(await seen()).toEqual([
      [attribute('wood', 'oak'), attribute('shade', 'red'), width(5)],
      [attribute('wood', 'ash'), width(6)],
      [attribute('wood', 'elm'), width(7)],
    ])
    const later = file('shade,w', 'A,Ant,zoo,1,,50', 'B,Bee,zoo,1,blue,wide', 'C,Cat,zoo,1,,7')
    const again = map('attr.shade=shade,attr.width.cm=w')
    const { summary, output } = await importFile(later, again)
    expect(summary).toContain('0 created, 2 updated, 1 unchanged')
    expect(output).toContain("'wide' is not a number")
    const expected = [
      [attribute('wood', 'oak'), width(50)],
      [attribute('wood', 'ash'), width(6), attribute('shade', 'blue')],
      [attribute('wood', 'elm'), width(7)],
    ]
    expect(await seen()).toEqual(expected)
    expect((await importFile(later, again)).summary).toContain('0 created, 0 updated, 3 unchanged')
    expect(await seen()).toEqual(expected)
  })

  it('gives the stock of the command only to products that are new, whatever the records are made of', async () => {
    const ours = (sku: string, stock?: number) =>
      JSON.stringify({ sku, category: 'zoo', name: { ru: 'Жук', en: 'Bug' }, priceMinor: 100, stock })
    const other = (sku: string, stock?: number) =>
      JSON.stringify({ sku, title: 'Bug', category: 'zoo', price: 1, stock })
    const first = [ours('A'), ours('B', 5), other('C'), other('D', 5)]
    await importFile(first.join('\n'), ['--stock', '100'], 'products.jsonl')
    const stocks = async () => (await products()).map(({ stock }) => stock)
    expect(await stocks()).toEqual([100, 5, 100, 5])
    await db.admin.query(`set search_path to catalog, extensions; update stock set on_hand = 60 where on_hand = 100`)
    const second = [ours('A'), ours('B', 6), other('C'), other('D', 7), ours('E'), other('F')]
    const { summary } = await importFile(second.join('\n'), ['--stock', '100'], 'products.jsonl')
    expect(summary).toContain('2 created, 2 updated, 2 unchanged')
    expect(await stocks()).toEqual([60, 6, 60, 7, 100, 100])
  })

  it('writes the others of a batch in which one row can’t be written', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, index) => `S-${index},Spoon ${index},kitchen,1,${index === 17 ? 'spoon-3' : `spoon-${index}`}`,
    )
    const { summary, output } = await importFile(['sku,name,category,price,slug', ...rows].join('\n'))
    expect(summary).toContain('29 created')
    expect(output).toMatch(/line (5|19), slug: .*spoon-3/)
    expect(await products()).toHaveLength(29)
  })

  it('runs as its npm script, as an administrator who becomes the role of the service', async () => {
    const path = await folder.write('sku,name,category,price\nA,Ant,zoo,1', 'script.csv')
    const args = ['functions/catalog/import/cli.ts', path, '--database-url', db.adminUrl]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    expect(stdout).toContain('1 created')
    expect(await products()).toMatchObject([{ sku: 'A' }])
  })
})
