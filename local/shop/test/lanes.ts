import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// A lane is a worker of Vitest with engines of its own. The first one's addresses are in the environment from the start;
// the engines of the others may still be starting, so theirs are in files, which their workers wait for.

type Told = { readonly env: NodeJS.ProcessEnv } | { readonly error: string }

const fileOf = (folder: string, lane: number): string => join(folder, `lane-${lane}.json`)

/** Lets a lane's worker go on: with its engines' addresses, or with what kept them from starting. */
export function tellLane(folder: string, lane: number, told: Told): void {
  mkdirSync(folder, { recursive: true })
  const file = fileOf(folder, lane)
  // Whole or not at all, for it is looked for.
  writeFileSync(`${file}.part`, JSON.stringify(told))
  renameSync(`${file}.part`, file)
}

/** The addresses of a lane's engines, once they run. @throws what kept them from starting */
export async function addressesOfLane(folder: string, lane: number): Promise<NodeJS.ProcessEnv> {
  const file = fileOf(folder, lane)
  while (!existsSync(file)) await new Promise((resolve) => setTimeout(resolve, 100))
  const told = JSON.parse(readFileSync(file, 'utf8')) as Told
  if ('error' in told) throw new Error(told.error)
  return told.env
}
