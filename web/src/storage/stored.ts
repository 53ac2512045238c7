import { useSyncExternalStore } from 'react'

/** A value kept in the browser under one key. Reading twice gives the same object until it is written. */
export interface Stored<T> {
  read(): T
  write(value: T): void
  update(change: (value: T) => T): void
  subscribe(listener: () => void): () => void
}

type Area = Pick<Storage, 'getItem' | 'setItem'>

const parsed = (text: string | null): unknown => {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Not ours, or cut off: the same as nothing.
    return undefined
  }
}

/**
 * `accept` makes a value out of whatever is found: an older version of the page, or a person, may have written it.
 * Where the browser refuses storage (private windows, a full disk), the value lives as long as the page.
 */
export const stored = <T>(area: () => Area | undefined, key: string, accept: (found: unknown) => T): Stored<T> => {
  const listeners = new Set<() => void>()
  let current: { text: string | null; value: T } | undefined
  let refused = false

  const readText = (): string | null => {
    if (refused && current) return current.text
    try {
      return area()?.getItem(key) ?? null
    } catch {
      refused = true
      return null
    }
  }

  const read = (): T => {
    const text = readText()
    if (current === undefined || current.text !== text) current = { text, value: accept(parsed(text)) }
    return current.value
  }

  const write = (value: T): void => {
    const text = JSON.stringify(value)
    current = { text, value }
    try {
      const place = area()
      refused = place === undefined
      place?.setItem(key, text)
    } catch {
      refused = true
    }
    for (const listener of listeners) listener()
  }

  const onStorage = (event: StorageEvent) => {
    if (event.key === key || event.key === null) for (const listener of listeners) listener()
  }

  return {
    read,
    write,
    update: (change) => write(change(read())),
    subscribe(listener) {
      if (listeners.size === 0) globalThis.addEventListener?.('storage', onStorage)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) globalThis.removeEventListener?.('storage', onStorage)
      }
    },
  }
}

const areaOf = (name: 'localStorage' | 'sessionStorage') => (): Area | undefined => {
  try {
    return typeof window === 'undefined' ? undefined : window[name]
  } catch {
    return undefined
  }
}

/** Shared by all tabs, kept until cleared. */
export const lasting = areaOf('localStorage')
/** Of this tab only, gone with it. */
export const ofTab = areaOf('sessionStorage')

/** The value, following every change, those of other tabs too. */
export const useStored = <T>(store: Stored<T>): T => useSyncExternalStore(store.subscribe, store.read)
