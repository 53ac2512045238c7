import { useEffect, useState } from 'react'

/** The value as it was once it had stood still for `delayMs`. Values are compared by their JSON. */
export const useDebounced = <T>(value: T, delayMs: number): T => {
  const [settled, setSettled] = useState(value)
  const text = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text === undefined ? (undefined as T) : JSON.parse(text)), delayMs)
    return () => clearTimeout(timer)
  }, [text, delayMs])
  return settled
}
