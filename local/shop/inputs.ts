import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir, projectRoot } from '../engines/paths.ts'

/** A product of files: what it is made from (globs below the root), and where it goes. */
export type Product = {
  readonly name: string
  readonly inputs: readonly string[]
  /** Must be there for the product to be; below the root. */
  readonly output: string
  readonly make: () => Promise<void>
}

/** Makes a product unless it was made from these very inputs before; answers whether there was anything to do. */
export async function makeUnlessUnchanged(product: Product): Promise<'made' | 'unchanged'> {
  const stamp = join(cacheDir, 'made', product.name)
  const digest = digestOf(product.inputs)
  const unchanged = existsSync(join(projectRoot, product.output)) && readStamp(stamp) === digest
  if (unchanged) return 'unchanged'
  // An interrupted build must not count as one.
  rmSync(stamp, { force: true })
  await product.make()
  mkdirSync(join(cacheDir, 'made'), { recursive: true })
  writeFileSync(stamp, digest)
  return 'made'
}

function readStamp(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function digestOf(inputs: readonly string[]): string {
  const hash = createHash('sha256')
  const files = globSync([...inputs], {
    cwd: projectRoot,
    exclude: (name) => /(\.test\.tsx?|node_modules)$/.test(name),
  })
  for (const name of files.sort()) {
    const file = join(projectRoot, name)
    if (statSync(file).isFile()) hash.update(`${name}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}
