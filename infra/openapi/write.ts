import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../build/paths.ts'
import { clientTypes } from './client-types/generate.ts'
import { openApiDocument } from './document.ts'

const version = (): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version

const document = () => openApiDocument(version())

export const documentPath = join(root, 'docs/openapi.json')

/** The document's text, as it is kept in the repository. */
export const documentText = (): string => `${JSON.stringify(document(), null, 2)}\n`

export const clientTypesPath = join(root, 'web/src/api/openapi.d.ts')

/** The web client's types, as they are kept in the repository. */
export const clientTypesText = (): Promise<string> => clientTypes(document())

if (import.meta.main) {
  writeFileSync(documentPath, documentText())
  writeFileSync(clientTypesPath, await clientTypesText())
}
