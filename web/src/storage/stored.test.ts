import { describe, expect, it } from 'vitest'
import { stored } from './stored.ts'

const memory = (start: Record<string, string> = {}) => {
  const kept = new Map(Object.entries(start))
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}
const numbers = (found: unknown): number[] =>
  Array.isArray(found) ? found.filter((one): one is number => typeof one === 'number') : []

describe('a stored value', () => {
  it('is the same object until it is written, so that React may compare it', () => {
    const store = stored(() => memory({ a: '[1,2]' }), 'a', numbers)
    expect(store.read()).toEqual([1, 2])
    expect(store.read()).toBe(store.read())
  })

  it('starts empty when what is kept is broken', () => {
    expect(stored(() => memory({ a: '[1,' }), 'a', numbers).read()).toEqual([])
    expect(stored(() => memory({ a: '{"x":1}' }), 'a', numbers).read()).toEqual([])
  })

  it('sees what another tab wrote, also before it changes it', () => {
    const area = memory()
    const store = stored(() => area, 'a', numbers)
    store.write([1])
    area.setItem('a', '[1,2]')
    store.update((value) => [...value, 3])
    expect(area.kept.get('a')).toBe('[1,2,3]')
  })

  it('tells its listeners of a write until they leave', () => {
    const store = stored(() => memory(), 'a', numbers)
    let heard = 0
    const leave = store.subscribe(() => {
      heard += 1
    })
    store.write([1])
    leave()
    store.write([2])
    expect(heard).toBe(1)
  })

  it('lives in the page where the browser refuses to keep it', () => {
    const refusing = {
      getItem: (): string | null => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    const store = stored(() => refusing, 'a', numbers)
    store.write([7])
    expect(store.read()).toEqual([7])
    const nowhere = stored(() => undefined, 'a', numbers)
    nowhere.write([8])
    expect(nowhere.read()).toEqual([8])
  })
})
