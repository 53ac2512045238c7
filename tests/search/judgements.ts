import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { fold } from '../../functions/catalog/domain/query/fold.ts'

/** A product as it is judged. */
export interface Judged {
  id: string
  sku: string
  /** Both, in one text. */
  names: readonly string[]
  brand: string | null
  categories: readonly string[]
  categoryNames: readonly string[]
  attributes: readonly string[]
}

const pattern = z.string().refine((text) => RegExp(text, 'iu'), 'must be a regular expression')

// A rule says what products are worth, all its conditions met. Names are matched folded: lower case, without marks.
const rule = z.object({
  grade: z.int().min(1).max(3),
  name: pattern.optional(),
  not: pattern.optional().describe('What no name may have'),
  category: z.string().optional().describe('A path, with what is below it, or a name'),
  brand: z.string().optional().describe('Its slug'),
  attribute: pattern.optional().describe('Of `key=value`'),
  sku: z.array(z.string()).optional(),
})

const judgement = z.object({
  q: z.string(),
  kind: z.string().default('other'),
  relevant: z.union([z.array(rule), z.record(z.string(), z.number()).describe('Grades by sku')]),
})
export type Judgement = z.infer<typeof judgement>

/** One JSON object a line. @throws with the line's number */
export const readJudgements = (file: string): Judgement[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line.trim() === '') return []
      try {
        return [judgement.parse(JSON.parse(line))]
      } catch (error) {
        throw new Error(`${file}:${at + 1}: ${String(error)}`, { cause: error })
      }
    })

const fits = (one: z.infer<typeof rule>, product: Judged): boolean => {
  const names = product.names.map((name) => fold(name).replaceAll(/\s+/g, ' '))
  const has = (text: string) => names.some((name) => RegExp(fold(text), 'iu').test(name))
  return (
    (one.name === undefined || names.some((name) => RegExp(one.name ?? '', 'iu').test(name))) &&
    (one.not === undefined || !has(one.not)) &&
    (one.category === undefined ||
      product.categories.includes(one.category) ||
      product.categoryNames.includes(one.category)) &&
    (one.brand === undefined || product.brand === one.brand) &&
    (one.attribute === undefined ||
      product.attributes.some((value) => RegExp(`^${one.attribute}$`, 'iu').test(value))) &&
    (one.sku === undefined || one.sku.includes(product.sku))
  )
}

/** What each product is worth to a query: the best of the rules that fit it. */
export const gradesOf = ({ relevant }: Judgement, products: readonly Judged[]): Map<string, number> =>
  new Map(
    products.map((product) => [
      product.id,
      Array.isArray(relevant)
        ? Math.max(0, ...relevant.filter((one) => fits(one, product)).map(({ grade }) => grade))
        : (relevant[product.sku] ?? 0),
    ]),
  )
