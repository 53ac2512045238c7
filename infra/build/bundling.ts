import { readFileSync } from 'node:fs'
import type { BuildOptions, OutputFile, Plugin } from 'esbuild'
import { root } from './paths.ts'

/**
 * Names survive, only white space and syntax are shortened: stack traces in logs stay readable without source maps, which
 * Node would load with every cold start. Measured: names kept make the layer 25 % larger and its import no slower.
 */
export const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node24',
  write: false,
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  charset: 'utf8',
  // The SDK's CommonJS builds can't be tree-shaken.
  mainFields: ['module', 'main'],
  conditions: ['module'],
  logLevel: 'warning',
  logOverride: { 'empty-import-meta': 'error' },
} as const satisfies BuildOptions

/**
 * zod's messages in fifty languages, of which the shop uses English, are as large as zod. Its namespace names them all, so
 * none falls away by itself, and each cold start would evaluate them.
 */
export const englishZod: Plugin = {
  name: 'english-zod',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js'",
    }))
  },
}

/** Examples of routes are for the API document, which functions don't write: there, whatever is asked of one is nothing. */
export const noExamples: Plugin = {
  name: 'no-examples',
  setup(build) {
    build.onLoad({ filter: /[\\/](\w+-)?examples\.ts$/ }, ({ path }) => {
      const names = [...readFileSync(path, 'utf8').matchAll(/^export const (\w+)/gm)].map(([, name]) => name)
      const exported = names.map((name) => `export const ${name} = none`)
      return { contents: ['const none = new Proxy({}, { get: () => none })', ...exported].join('\n') }
    })
  },
}

// Up to the next line that begins with something else than white space or a closing bracket: biome sees to that.
const topLevelConst = /^((?:export )?const \w+ = )(\w.*(?:\n[ )}\]].*)*)/gm

/**
 * Schemas are made by calls, which esbuild can't know to be without effects, so each function had all events, operations and
 * answers of its service and of those it listens to: up to a fifth of it. Here they are said to be, and fall away where unused.
 */
export const unusedSchemas: Plugin = {
  name: 'unused-schemas',
  setup(build) {
    build.onLoad({ filter: /[\\/]functions[\\/]\w+[\\/](contract|([\w-]+-)?views)\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(topLevelConst, '$1/* @__PURE__ */ (() => ($2))()'),
      loader: 'ts',
    }))
  },
}

/** Statements keep their lines but not their indentation, which is a fiftieth of a function with many of them. */
export const flatStatements: Plugin = {
  name: 'flat-statements',
  setup(build) {
    build.onLoad({ filter: /[\\/]functions[\\/]\w+[\\/]store[\\/][\w-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(/\n +/g, '\n'),
      loader: 'ts',
    }))
  },
}

/** Hands the output files of each successful (re)build on. */
export const whenBuilt = (use: (files: readonly OutputFile[]) => void | Promise<void>): Plugin => ({
  name: 'when-built',
  setup(build) {
    build.onEnd(async ({ errors, outputFiles }) => {
      if (errors.length === 0) await use(outputFiles ?? [])
    })
  },
})
