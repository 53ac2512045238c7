import { createContext, useContext } from 'react'

const ReaderContext = createContext<string | undefined>(undefined)
export const ReaderProvider = ReaderContext.Provider

/**
 * Who reads a page of operators, for the keys of its queries: the same while their token is renewed, so that nothing
 * that is open there begins anew; another once somebody else signs in, who must not be shown what the one before read.
 */
export const useReader = (): string => {
  const reader = useContext(ReaderContext)
  if (reader === undefined) throw new Error('there is no ReaderProvider around this')
  return reader
}
