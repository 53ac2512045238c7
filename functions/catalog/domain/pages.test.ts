import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPage, lastPosition, mostNamed, type Position, windowAt } from './pages.ts'

const start: Position = { offset: 0, shown: [] }
const listOf = (length: number, name = 'h') => Array.from({ length }, (_, at) => ({ id: `${name}${at}` }))

const pageOf = (list: readonly { id: string }[], position: Position, limit: number) => {
  const window = windowAt(position, limit)
  const end = window.from + window.limit
  return cutPage(list.slice(window.from, end), position, window, limit, list.length > end)
}

/** All pages, with what happens to the list before each of them. */
const walk = (
  list: { id: string }[],
  limit: number,
  edit: (list: { id: string }[], page: number) => void = () => {},
) => {
  const ids: string[] = []
  let page = 0
  for (let at: Position | undefined = start; at; page += 1) {
    edit(list, page)
    const { items, next } = pageOf(list, at, limit)
    ids.push(...items.map(({ id }) => id))
    at = next
  }
  return ids
}

describe('pages by position', () => {
  it('have every hit once, in order', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.integer({ min: 1, max: 50 }), (length, limit) => {
        expect(walk(listOf(length), limit)).toEqual(listOf(length).map(({ id }) => id))
      }),
    )
  })

  it('repeat nothing and leave out nothing while hits come in, go and change places above', () => {
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

  it('end after as many as are looked at, and show none beyond', () => {
    const far = { offset: lastPosition + 5_000, shown: [] }
    expect(pageOf(listOf(20_000), far, 50)).toEqual({ items: [], next: undefined })
    expect(windowAt(far, 50)).toEqual({ from: lastPosition - 1, limit: 0 })
    expect(walk(listOf(20_000), 50)).toHaveLength(lastPosition - 1)
  })

  it('name no more than fits', () => {
    let at: Position | undefined = start
    for (let page = 0; page < 20; page += 1) at = at && pageOf(listOf(2_000), at, 50).next
    expect(at?.shown).toHaveLength(mostNamed)
    expect(at?.offset).toBe(1_000)
  })
})
