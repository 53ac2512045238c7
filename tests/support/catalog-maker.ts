import { randomBytes, randomUUID } from 'node:crypto'
import { signersOf } from './bad-input/tokens.ts'
import type { TestShop } from './test-shop.ts'

const names = (word: string) => ({ ru: `${word} ${unique()}`, en: `${word} ${unique()}` })

/** A word that nothing else in the catalogue has. */
export const unique = (): string => `t${randomBytes(6).toString('hex')}`

/** What was made, as it was answered. */
export interface Made {
  id: string
  revision: number
}

export interface MadeImport extends Made {
  upload: { url: string }
}

/** Makes things of the catalogue as operators do, each for whoever asks alone. */
export const catalogMaker = (shop: TestShop) => {
  const { access } = signersOf(shop)

  /** @throws unless it is answered with success */
  const operate = async <Body = Made>(method: string, path: string, body?: unknown, headers = {}): Promise<Body> => {
    const answer = await fetch(`${shop.apiUrl}/api/operator${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await access({ role: 'operator', id: randomUUID() })}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as Body
  }

  const category = () =>
    operate<Made & { path: string; slug: string }>('POST', '/categories', { slug: unique(), name: names('Полка') })
  const brand = () => operate<Made & { slug: string }>('POST', '/brands', { name: `Марка ${unique()}`, slug: unique() })
  const attribute = () =>
    operate<Made & { key: string }>('POST', '/attributes', {
      key: unique(),
      name: names('Длина'),
      type: 'number',
      unit: 'cm',
    })
  const product = (changes: Record<string, unknown> = {}) =>
    operate<Made & { sku: string; slug: string }>('POST', '/products', {
      sku: unique(),
      category: 'kitchen/cookware',
      name: names('Ковш'),
      priceMinor: 250_000,
      stock: 5,
      ...changes,
    })

  return {
    product,
    category,
    brand,
    attribute,
    /** A product that is a tombstone, with the revision it has as such. */
    deletedProduct: async (): Promise<Made> => {
      const { id, revision } = await product()
      await operate('DELETE', `/products/${id}`, undefined, { 'if-match': `"${revision}"` })
      return operate('GET', `/products/${id}`)
    },
    /** A category, a brand and an attribute that a product has. */
    inUse: async () => {
      const made = { category: await category(), brand: await brand(), attribute: await attribute() }
      await product({
        category: made.category.path,
        brand: made.brand.slug,
        attributes: [{ key: made.attribute.key, value: 7 }],
      })
      return made
    },
    synonym: () => operate('PUT', `/synonyms/${randomUUID()}`, { names: [unique(), unique()] }),
    export: () => operate('POST', '/exports'),
    /** An import that waits for its file. */
    announcedImport: (sizeBytes: number) =>
      operate<MadeImport>('POST', '/imports', { fileName: 'goods.csv', sizeBytes }),
    /** One whose file was sent. */
    sentImport: async (): Promise<Made> => {
      const file = `sku;name;price;category\n${unique()};Ковш;990;kitchen/cookware\n`
      const job = await operate<MadeImport>('POST', '/imports', {
        fileName: 'goods.csv',
        sizeBytes: Buffer.byteLength(file),
      })
      const sent = await fetch(job.upload.url, { method: 'PUT', body: file })
      if (!sent.ok) throw new Error(`the file was not taken: ${sent.status} ${await sent.text()}`)
      return job
    },
  }
}

export type CatalogMaker = ReturnType<typeof catalogMaker>
