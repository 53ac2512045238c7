import { Unreachable } from '@korob/platform/errors'
import { MappingError } from './columns.ts'
import { NoDatabase } from './connect.ts'
import { FileError } from './file-error.ts'
import { RemoteError } from './operator-api.ts'
import { UsageError } from './options.ts'
import type { Output } from './progress.ts'

// What a person can mend before anything is done.
const isRefusal = (error: unknown): error is Error =>
  [UsageError, MappingError, FileError, NoDatabase].some((kind) => error instanceof kind) ||
  (error instanceof RemoteError && error.isRefusal)

// Files, signing in, and databases without our tables.
const plainCodes = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENOSPC', '28P01', '3D000', '42P01', '42883']

// What a person can mend is told in a sentence; anything else with its stack.
const explain = (error: unknown, usage: string): string => {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`
  if (isRefusal(error) || error instanceof Unreachable || error instanceof RemoteError) return error.message
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (plainCodes.includes(code)) return (error as Error).message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** Tells what went wrong with a command; answers its exit code: 2 when nothing was done, else 1. */
export const exitCodeOf = (error: unknown, usage: string, output: Output): 1 | 2 => {
  output.write(`${explain(error, usage)}\n`)
  return isRefusal(error) ? 2 : 1
}
