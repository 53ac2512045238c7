import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { BuildOptions, OutputFile } from 'esbuild'
import { common, englishZod, flatStatements, noExamples, unusedSchemas, whenBuilt } from './bundling.ts'
import { type Files, filesOf, keepOnly, writeFolder } from './folder.ts'
import { functionsFolder, type Platform, root, type Source, sources } from './paths.ts'

/** @throws naming each handler that is not there */
export const refuseMissing = (wanted: readonly Source[]): void => {
  const missing = wanted.filter(({ entry }) => !existsSync(join(root, entry)))
  if (missing.length === 0) return
  const list = missing.map(({ id, entry }) => `  ${entry}  (function ${id})`).join('\n')
  throw new Error(`infra/functions.ts lists functions whose handler does not exist:\n${list}`)
}

const dataOf = ({ data, files = {} }: Source): [string, Buffer][] => [
  ...data.flatMap(({ to, from, extensions }) => [...filesOf(join(root, from), to, extensions)]),
  ...Object.entries(files).map(([to, from]): [string, Buffer] => [to, readFileSync(join(root, from))]),
]

// Said beside the code, because a folder above may be a package of ES modules: this repository is one.
const format = Buffer.from('{"type":"commonjs"}\n')

const write = (platform: Platform) => (outputs: readonly OutputFile[]) => {
  const folder = functionsFolder(platform)
  const code = new Map(outputs.map((file) => [relative(folder, file.path), Buffer.from(file.contents)]))
  for (const source of sources) {
    const index = code.get(`${source.id}/index.js`)
    if (!index) throw new Error(`esbuild made no bundle of ${source.entry}`)
    const files: Files = new Map([['index.js', index], ['package.json', format], ...dataOf(source)])
    writeFolder(join(folder, source.id), files)
  }
  keepOnly(
    folder,
    sources.map(({ id }) => id),
  )
}

/** One CommonJS bundle per function, with the data files it loads. */
export const functionBuild = (platform: Platform): BuildOptions => {
  refuseMissing(sources)
  return {
    ...common,
    entryPoints: Object.fromEntries(sources.map(({ id, entry }) => [`${id}/index`, join(root, entry)])),
    outdir: functionsFolder(platform),
    format: 'cjs',
    ...(platform === 'layer' ? { external: ['@korob/platform/*'] } : {}),
    plugins: [englishZod, noExamples, unusedSchemas, flatStatements, whenBuilt(write(platform))],
  }
}
