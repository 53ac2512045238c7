import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anchorOf, cutPage, lastPosition, mostNamed, windowAt } from './pages.ts'

const listOf = (length: number, name = 'h') => Array.from({ length }, (_, at) => ({ id: `${name}${at}` }))

const pageOf = (list: readonly { id: string }[], shown: readonly string[], limit: number) => {
  const named = new Set(shown)
  const standing = list.filter(({ id }) => named.has(id))
  const anchor = shown.length < mostNamed ? undefined : anchorOf(standing, shown)
  const from = anchor ? list.indexOf(anchor) + 1 : 0
  const end = from + shown.length + limit
  return cutPage(list.slice(from, end), shown, limit, list.length > end)
}

/** All pages, with what happens to the list before each of them. */
const walk = (
  list: { id: string }[],
  limit: number,
  edit: (list: { id: string }[], page: number) => void = () => {},
) => {
  const ids: string[] = []
  let page = 0
  for (let at: readonly string[] | undefined = []; at; page += 1) {
    edit(list, page)
    const { items, shown } = pageOf(list, at, limit)
    ids.push(...items.map(({ id }) => id))
    at = shown
  }
  return ids
}

describe('pages by relevance', () => {
  it('have every hit once, in order, however many there are', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 10, max: 50 }), (length, limit) => {
        expect(walk(listOf(length), limit)).toEqual(listOf(length).map(({ id }) => id))
      }),
      { numRuns: 40 },
    )
  })

  it('repeat nothing and leave out nothing while hits come in, go and change places', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.record({ kind: fc.constantFrom('in', 'out', 'swap'), at: fc.nat(400) }), { maxLength: 30 }),
        (length, limit, edits) => {
          const gone = new Set<string>()
          const edit = (list: { id: string }[], page: number) => {
            const one = edits[page - 1]
            if (!one) return
            const at = one.at % (list.length + 1)
            if (one.kind === 'in') list.splice(at, 0, { id: `new${page}` })
            else if (one.kind === 'out') for (const { id } of list.splice(at, 1)) gone.add(id)
            else list.splice(at, 2, ...list.slice(at, at + 2).reverse())
          }
          const ids = walk(listOf(length), limit, edit)
          expect(new Set(ids).size).toBe(ids.length)
          const missed = listOf(length).filter(({ id }) => !ids.includes(id) && !gone.has(id))
          expect(missed).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('go on where they were though thousands come in or go above', () => {
    const list = listOf(2_000)
    const ids = walk(list, 50, (now, page) => {
      if (page === 5) now.unshift(...listOf(3_000, 'above'))
      if (page === 9) now.splice(0, 3_000)
    })
    expect(ids).toEqual(listOf(2_000).map(({ id }) => id))
  })

  it('name no more than fits', () => {
    let at: readonly string[] | undefined = []
    for (let page = 0; page < 20; page += 1) at = at && pageOf(listOf(2_000), at, 50).shown
    expect(at).toHaveLength(mostNamed)
  })
})

it('a position is looked for no further than they go', () => {
  const shown = listOf(50).map(({ id }) => id)
  expect(windowAt({ offset: lastPosition + 5_000, shown: [] }, 50)).toEqual({ from: lastPosition - 1, limit: 0 })
  expect(windowAt({ offset: 300, shown }, 24)).toEqual({ from: 250, limit: 74 })
})
