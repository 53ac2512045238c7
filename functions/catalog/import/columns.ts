import { type ColumnMapping, type Field, readTarget, type Target, targetName } from './fields.ts'

/** Column names that usually mean a field, likeliest first, as `plain()` writes them. */
const usual: Record<Field, string[]> = {
  sku: ['sku', 'itemid', 'itemno', 'articleno', 'article', 'productid', 'артикул', 'код', 'code', 'id'],
  slug: ['slug', 'handle'],
  name: ['name', 'title', 'productname', 'название', 'наименование', 'имя'],
  name_ru: ['nameru', 'titleru'],
  name_en: ['nameen', 'titleen'],
  description: ['description', 'shortdescription', 'body', 'text', 'описание'],
  description_ru: ['descriptionru'],
  description_en: ['descriptionen'],
  category: ['category', 'categorypath', 'producttype', 'категория', 'раздел'],
  brand: ['brand', 'vendor', 'manufacturer', 'бренд', 'производитель', 'марка'],
  price: ['price', 'currentprice', 'цена'],
  old_price: ['oldprice', 'compareatprice', 'regularprice', 'стараяцена', 'ценадоскидки'],
  currency: ['currency', 'currencycode', 'валюта'],
  stock: ['stock', 'quantity', 'qty', 'onhand', 'остаток', 'количество', 'наличие'],
  weight_grams: ['weightgrams', 'weightg', 'grams', 'весг', 'весграмм'],
  images: ['images', 'image', 'imageurl', 'picture', 'изображение', 'картинка', 'фото'],
  published: ['published', 'sellableonline', 'available', 'опубликован', 'показывать'],
}

const usualAttributes: Record<string, string> = {
  width: 'attr.width.cm',
  height: 'attr.height.cm',
  depth: 'attr.depth.cm',
  length: 'attr.length.cm',
  diameter: 'attr.diameter.cm',
  ширина: 'attr.width.cm',
  высота: 'attr.height.cm',
  глубина: 'attr.depth.cm',
  длина: 'attr.length.cm',
  диаметр: 'attr.diameter.cm',
  color: 'attr.color',
  colour: 'attr.color',
  цвет: 'attr.color',
  material: 'attr.material',
  материал: 'attr.material',
  designer: 'attr.designer',
  дизайнер: 'attr.designer',
}

const plain = (column: string): string => column.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')

const shareOfDistinct = (values: readonly string[]): number =>
  values.length === 0 ? 1 : new Set(values).size / values.length

/** Names that many products share name a series: with the short description they name a product. */
const namesRepeat = (sample: readonly Record<string, string>[], column: string): boolean =>
  sample.length >= 20 && shareOfDistinct(sample.map((row) => row[column] ?? '')) < 0.7

/** What the columns of a file probably mean, by their names and the first rows. */
export const guessMapping = (
  columns: readonly string[],
  sample: readonly Record<string, string>[],
): ColumnMapping[] => {
  const byPlain = new Map(columns.map((column) => [plain(column), column]))
  const mapping: ColumnMapping[] = []
  for (const [field, names] of Object.entries(usual) as [Field, string[]][]) {
    const column = names.map((name) => byPlain.get(name)).find((found) => found !== undefined)
    if (column !== undefined) mapping.push({ target: { field }, columns: [column] })
  }
  for (const column of columns) {
    const target = readTarget(usualAttributes[plain(column)] ?? column)
    const isNew = target && mapping.every((one) => targetName(one.target) !== targetName(target))
    if (isNew && 'attribute' in target) mapping.push({ target, columns: [column] })
  }
  const name = mapping.find(({ target }) => 'field' in target && target.field === 'name')
  const short = byPlain.get('shortdescription')
  if (name?.columns[0] !== undefined && short !== undefined && namesRepeat(sample, name.columns[0]))
    name.columns.push(short)
  return mapping
}

/** What later members add to a guess: to a field that was found it takes more than a name to be read from another. */
export const guessMore = (guess: readonly ColumnMapping[], later: readonly string[]): ColumnMapping[] => {
  const found = new Set(guess.map(({ target }) => targetName(target)))
  return [...guess, ...guessMapping(later, []).filter(({ target }) => !found.has(targetName(target)))]
}

/** A mapping that can't be. */
export class MappingError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MappingError'
  }
}

/** `sku=item_id,name=name+short_description,brand=`: changes to what was guessed; an empty one takes a field out. */
export const readMapping = (text: string, columns: readonly string[]): { target: Target; columns: string[] }[] =>
  text
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split('=', 2).map((part) => part.trim())
      const target = readTarget(name)
      if (!target) throw new MappingError(`there is no field '${name}'`)
      const wanted = value === '' ? [] : value.split('+').map((column) => column.trim())
      const missing = wanted.find((column) => !columns.includes(column))
      if (missing !== undefined)
        throw new MappingError(`the file has no column '${missing}'; it has ${columns.join(', ')}`)
      return { target, columns: wanted }
    })

/** The guess with the wishes laid over it. @throws MappingError when a product couldn't be made of it */
export const applyMapping = (guess: readonly ColumnMapping[], wishes: readonly ColumnMapping[]): ColumnMapping[] => {
  const wished = new Map(wishes.map((one) => [targetName(one.target), one]))
  const kept = guess.filter(({ target }) => !wished.has(targetName(target)))
  const mapping = [...kept, ...wished.values()].filter(({ columns }) => columns.length > 0)
  const has = (...names: Field[]) => mapping.some(({ target }) => 'field' in target && names.includes(target.field))
  if (!has('sku')) throw new MappingError('no column gives the sku; say which: --map sku=COLUMN')
  if (!has('name', 'name_ru', 'name_en'))
    throw new MappingError('no column gives the name; say which: --map name=COLUMN')
  if (!has('price')) throw new MappingError('no column gives the price; say which: --map price=COLUMN')
  if (!has('category')) throw new MappingError('no column gives the category; say which: --map category=COLUMN')
  return mapping
}
