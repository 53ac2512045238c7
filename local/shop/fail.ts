import { EngineError } from '../engines/error.ts'

/** One message for what a person can mend; the whole stack for what they can't. */
export function fail(error: unknown): void {
  if (error instanceof EngineError) console.error(`\n✗ ${error.message}\n  → ${error.whatToDo}`)
  else console.error('\n✗', error)
}
