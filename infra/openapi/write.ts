import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../build/paths.ts'
import { openApiDocument } from './document.ts'

export const documentPath = join(root, 'docs/openapi.json')

/** The document's text, as it is kept in the repository. */
export const documentText = (): string => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return `${JSON.stringify(openApiDocument(version), null, 2)}\n`
}

if (import.meta.main) writeFileSync(documentPath, documentText())
