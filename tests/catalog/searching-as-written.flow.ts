import { database, transaction } from '@korob/platform/database'
import { sql } from '@korob/platform/sql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveCategory } from '../../functions/catalog/store/category-edits.ts'
import { addFollowUp, followUp, remakeForSearch } from '../../functions/catalog/store/follow-ups.ts'
import type { Suggestions } from '../../functions/catalog/views.ts'
import { type ServiceDatabase, serviceDatabase } from '../support/service-database.ts'
import { engines, withEngine } from './support/index.ts'
import { aProduct, stockShelf } from './support/shelf.ts'
import { get, search } from './support/shop.ts'

let db: ServiceDatabase

const uuid = '0198F3C2-7D1E-7AAA-9B2C-1234567890AB'

const named = (sku: string, ru: string, en: string) => aProduct({ sku, name: { ru, en } })

const shelf = [
  named('CABLE-1', 'Кабель USB 3.0 чёрный', 'USB 3.0 cable, black'),
  named('CABLE-2', 'Кабель USB 2.0 чёрный', 'USB 2.0 cable, black'),
  named('SPEAKER', 'Колонка Bluetooth 5.3', 'Bluetooth 5.3 speaker'),
  named('KETTLE', 'Чайник электрический 1,7 л', 'Electric kettle, 1.7 l'),
  named('POT', 'Кастрюля 5-литровая', 'Pot, 5 litres'),
  named('CREAM', 'Крем для рук L’Oréal', "L'Oréal hand cream"),
  named('BOOTS', 'Ботинки Dr.Martens', 'Dr.Martens boots'),
  named('SHIRT', "Рубашка O'Neill", "O'Neill shirt"),
  named('SINK', 'Мойка нерж.сталь', 'Sink, stainless.steel'),
  named('KIDS', 'Набор детской мебели', "Children's table,chair"),
  named('RUG', 'Ковёр на пол 160x230', 'Rug 160x230'),
  named('DRILL', 'Дрель аккумуляторная 18 В', 'Cordless drill, 18 V'),
  named('SAW', 'Пила 18В', '18V saw'),
  named('DINNER', 'Сервиз на 6 персон', 'Dinner set for 6 persons'),
  named('TENT', 'Палатка 3-местная', '3-person tent'),
  named('PRAM', 'Коляска 2 в 1', '2-in-1 pram'),
  named('MONITOR', 'Монитор 27″', '27″ monitor'),
  named('FLASK', 'Фляга ½ л', 'Flask, ½ l'),
  named('PIPE', 'Кран шаровой 3/4"', 'Ball valve, 3/4"'),
  named('SKILLET', 'Сковорода чугунная', 'Cast-iron skillet'),
  named('PHONES', 'Наушники накладные', 'Over-ear headphones'),
  named('CHANDELIER', 'Люстра потолочная', 'Ceiling chandelier'),
  named('KEY', 'Ключ гаечный', 'Spanner'),
  named('FLOWERS', 'Цветы искусственные', 'Artificial flowers'),
  named('MUG', 'Кружка фарфоровая', 'China mug'),
  named('BLINDS', 'Жалюзи горизонтальные', 'Venetian blinds'),
  named('BRUSH', 'Щётка для обуви', 'Shoe brush'),
  named('TV', 'ТВ тумба', 'TV bench'),
  named(uuid, 'Табурет дубовый', 'Oak stool'),
  named('КОМОД-БЕЛ', 'Комод', 'Chest'),
  named('KALLAX-WHT', 'Стеллаж', 'Shelving unit'),
  named('VT-0451', 'Зеркало', 'Mirror'),
  named('VT-0452', 'Зеркало', 'Mirror'),
  named('LID-26CM', 'Крышка', 'Lid'),
]

beforeAll(async () => {
  db = await serviceDatabase('catalog')
  await stockShelf(db.admin, shelf)
})
afterAll(() => db.drop())

describe.each(engines)('a search by %s', (engine) => {
  const { isMissing } = withEngine(engine)

  const find = async (q: string) => {
    const page = await search({ q, limit: 50 })
    expect(page.engine).toBe(engine)
    return page
  }

  it.skipIf(isMissing).each([
    ['a decimal', 'usb 3.0', ['CABLE-1']],
    ['a decimal with a comma', 'кабель usb 3,0', ['CABLE-1']],
    ['a decimal', 'bluetooth 5.3', ['SPEAKER']],
    ['a size without its unit', 'чайник 1.7', ['KETTLE']],
    ['a size without its unit', 'чайник 1,7', ['KETTLE']],
    ['a size in full', 'чайник 1,7 литра', ['KETTLE']],
    ['a size in full', 'kettle 1.7 liters', ['KETTLE']],
    ['a size with a hyphen', 'чайник 1,7-л', ['KETTLE']],
    ['a size that is an adjective', 'кастрюля 5 л', ['POT']],
    ['a size that is an adjective', '5-liter pot', ['POT']],
    ['inches', 'монитор 27 дюймов', ['MONITOR']],
    ['inches', '27-inch monitor', ['MONITOR']],
    ['inches', "монитор 27''", ['MONITOR']],
    ['a fraction', 'фляга 0,5 л', ['FLASK']],
    ['a fraction', 'фляга ½ литра', ['FLASK']],
    ['a fraction', 'кран 3/4 дюйма', ['PIPE']],
    ['both numbers of a size that has no unit there', 'ковёр 160x230 см', ['RUG']],
    ['an apostrophe', "l'oreal", ['CREAM']],
    ['an apostrophe', 'loreal', ['CREAM']],
    ['an apostrophe', 'крем L’Oréal', ['CREAM']],
    ['an apostrophe', "o'neill", ['SHIRT']],
    ['a possessive', "children's table", ['KIDS']],
    ['a possessive', 'childrens table', ['KIDS']],
    ['a dot between letters', 'Dr.Martens', ['BOOTS']],
    ['a dot between letters', 'martens', ['BOOTS']],
    ['a dot between letters', 'сталь', ['SINK']],
    ['a comma between letters', 'table,chair', ['KIDS']],
    ['a comma between letters', 'chair,table', ['KIDS']],
    ['a number and its unit together', 'дрель 18в', ['DRILL']],
    ['a number and its unit together', 'drill 18v', ['DRILL']],
    ['a number and its unit apart', 'пила 18 в', ['SAW']],
    ['a number and its unit in full', 'пила 18 вольт', ['SAW']],
    ['a number and a word together', 'сервиз 6персон', ['DINNER']],
    ['a declined number', 'палатка 3-х местная', ['TENT']],
    ['a declined number', 'палатка 3х местная', ['TENT']],
    ['several in one, together', 'коляска 2в1', ['PRAM']],
    ['several in one, apart', 'коляска 2 в 1', ['PRAM']],
    ['an article number of more than thirty signs', uuid, [uuid]],
    ['an article number of words', 'KALLAX-WHT', ['KALLAX-WHT']],
    ['an article number of words, one of them', 'wht', ['KALLAX-WHT']],
    ['an article number of Russian words', 'комод-бел', ['КОМОД-БЕЛ']],
    ['an article number in two', 'VT 0451', ['VT-0451']],
    ['an article number without its letters', '0451', ['VT-0451']],
    ['an article number together', 'vt0451', ['VT-0451']],
    ['an article number with a size in it', 'LID-26CM', ['LID-26CM']],
    ['all of a query in the other layout', 'rjdth yf gjk', ['RUG']],
    ['two letters in the other layout', 'nd', ['TV']],
    ['shifted keys', '<jnbyrb', ['BOOTS']],
    ['a transliteration', 'lustra', ['CHANDELIER']],
    ['a transliteration', 'kluch', ['KEY']],
    ['a transliteration', 'cvety', ['FLOWERS']],
    ['a transliteration', 'kruzka', ['MUG']],
    ['a transliteration', 'jaluzi', ['BLINDS']],
    ['a transliteration', 'shchyotka', ['BRUSH']],
  ])('finds by %s: %s', async (_, q, expected) => {
    const { items } = await find(q)
    expect(items.map(({ sku }) => sku).sort()).toEqual([...expected].sort())
  })

  it.skipIf(isMissing)('asks for the number of a thing too, and without it where nothing has it', async () => {
    const none = await find('дрель 24 В')
    expect([none.match, none.items.map(({ sku }) => sku)]).toEqual(['some', ['DRILL']])
    const one = await find('VT-0451 абракадабра')
    expect([one.match, one.items.map(({ sku }) => sku)]).toEqual(['some', ['VT-0451']])
    expect((await find('VT-0459')).total).toBe(0)
  })

  it.skipIf(isMissing)('says what was meant, and marks what was found', async () => {
    const rug = await find('rjdth yf gjk')
    expect(rug.didYouMean).toBe('ковер на пол')
    expect(rug.items[0]?.highlights.ru).toEqual([
      [0, 5],
      [9, 12],
    ])
    const kettle = await find('чайник 1700мл')
    expect(kettle.items[0]?.highlights.ru).toEqual([
      [0, 6],
      [21, 26],
    ])
  })

  it.skipIf(isMissing).each([
    ['skovor', 'SKILLET'],
    ['naush', 'PHONES'],
    ['скавор', 'SKILLET'],
    ['скаво', 'SKILLET'],
  ])('suggests what begins so but for its spelling: %s', async (q, expected) => {
    const { body } = await get<Suggestions>('/api/suggest', { q })
    expect(body.products.map(({ sku }) => sku)).toContain(expected)
    expect(body.queries.length).toBeGreaterThan(0)
  })
})

it('makes anew what PostgreSQL knows of products, without a new revision and with nothing for the index', async () => {
  await db.admin.query('set session_replication_role = replica')
  await db.admin.query(`update catalog.product set search = '' where sku like 'VT-%'`)
  await db.admin.query('set session_replication_role = origin')
  await database.run(sql`delete from outbox`)
  await database.run(sql`insert into follow_up (kind, key) values ('search', '')`)
  const revisions = () =>
    database.many<{ sku: string; revision: string }>(sql`select sku, revision from product order by sku`)
  const before = await revisions()
  expect((await search({ q: 'VT-0451' })).total).toBe(0)
  expect(await remakeForSearch(Date.now() + 60_000)).toBe(true)
  expect((await search({ q: 'VT-0451' })).items.map(({ sku }) => sku)).toEqual(['VT-0451'])
  expect(await revisions()).toEqual(before)
  expect(await database.many(sql`select from outbox`)).toEqual([])
  expect(await database.many(sql`select from follow_up`)).toEqual([])
})

it('makes anew what was deleted before its attribute, and is not held up by a product that can’t be written', async () => {
  const [gone] = await stockShelf(db.admin, [
    aProduct({ sku: 'GONE', attributes: [{ key: 'material', value: { ru: 'медь', en: 'copper' } }] }),
  ])
  await database.run(sql`update product set deleted_at = now() where id = ${gone ?? ''}::uuid`)
  await database.run(sql`delete from attribute where key = 'material'`)
  await database.run(sql`insert into follow_up (kind, key) values ('search', '')`)
  expect(await remakeForSearch(Date.now() + 60_000)).toBe(true)
  expect(await database.many(sql`select from follow_up`)).toEqual([])

  await db.admin.query(`
    create function catalog.refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
    create trigger refuse before update on catalog.product for each row when (old.sku = 'GONE') execute function catalog.refuse()`)
  await transaction((tx) => addFollowUp(tx, 'renamed', 'kitchen/cookware'))
  await database.run(sql`insert into follow_up (kind, key) values ('brand', 'varnika')`)
  expect(await followUp(Date.now() + 60_000)).toBe(false)
  expect(await database.many(sql`select kind from follow_up`)).toEqual([{ kind: 'renamed' }])
  await db.admin.query('drop function catalog.refuse cascade')
  expect(await followUp(Date.now() + 60_000)).toBe(true)
})

it('tells the index of products whose category moved while they were made anew', async () => {
  const [lamp] = await stockShelf(db.admin, [aProduct({ sku: 'LAMP' })])
  await database.run(sql`delete from outbox`)
  const version = async () =>
    (
      await database.one<{ v: string }>(
        sql`select index_version as v from stock where product_id = ${lamp ?? ''}::uuid`,
      )
    ).v
  const before = await version()
  await transaction(async (tx) => {
    await moveCategory(tx, 'kitchen/cookware', 'garden/cookware')
    await addFollowUp(tx, 'moved', 'kitchen/cookware')
  })
  await database.run(sql`insert into follow_up (kind, key) values ('search', '')`)
  expect(await remakeForSearch(Date.now() + 60_000)).toBe(true)
  expect(await database.one(sql`select category_path as path from product where sku = 'LAMP'`)).toEqual({
    path: 'garden/cookware',
  })
  expect(Number(await version())).toBeGreaterThan(Number(before))
  expect((await database.many(sql`select from outbox`)).length).toBeGreaterThan(0)
  expect(await followUp(Date.now() + 60_000)).toBe(true)
})
