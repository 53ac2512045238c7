import { readdirSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { type BuildOptions, type OutputFile, transform } from 'esbuild'
import { common, englishZod, whenBuilt } from './bundling.ts'
import { type Files, writeFolder } from './folder.ts'
import { layerFolder, root } from './paths.ts'

const sources = join(root, 'layers/platform')
const out = 'nodejs/node_modules/@korob/platform'

const modules = (): string[] =>
  readdirSync(sources)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => basename(name, '.ts'))

const manifest = {
  name: '@korob/platform',
  type: 'commonjs',
  exports: Object.fromEntries(modules().map((name) => [`./${name}`, `./${name}.js`])),
}

// Lambda's layers reach only `require`, and esbuild splits code only for ESM: so it splits first, and each part is turned
// into CommonJS after. What two platform files share, ours or a library's, is there and evaluated once.
const toCommonJs = async (file: OutputFile): Promise<[name: string, content: Buffer]> => {
  const { code } = await transform(file.text, {
    format: 'cjs',
    platform: 'node',
    target: common.target,
    minifyWhitespace: true,
    minifySyntax: true,
    charset: 'utf8',
  })
  return [relative(layerFolder, file.path), Buffer.from(code)]
}

const write = async (parts: readonly OutputFile[]): Promise<void> => {
  const files: Files = new Map(await Promise.all(parts.map(toCommonJs)))
  files.set(`${out}/package.json`, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
  writeFolder(layerFolder, files)
}

/** One file per platform module and what they share: a function loads just those it imports. */
export const layerBuild = (): BuildOptions => ({
  ...common,
  entryPoints: modules().map((name) => join(sources, `${name}.ts`)),
  outdir: join(layerFolder, out),
  format: 'esm',
  splitting: true,
  chunkNames: 'shared/[hash]',
  plugins: [englishZod, whenBuilt(write)],
})
