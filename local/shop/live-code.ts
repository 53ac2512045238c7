import { cpSync, existsSync, globSync, readdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../engines/paths.ts'
import { lastLines } from '../engines/system/run.ts'
import type { Platform } from './products.ts'
import { runTool } from './tool.ts'

type Built = { readonly built: string; readonly asset: string }

const settleMs = 200 // an editor that saves writes more than once

/**
 * While the shop runs, bundles functions again when a source changes, and puts what differs into the assembly, where
 * the runner sees it.
 */
export function keepCodeLive(assembly: string, platform: Platform, say: (line: string) => void): { stop: () => void } {
  const pairs = pairUp(assembly)
  let timer: NodeJS.Timeout | undefined
  let building = Promise.resolve()
  const rebuild = async () => {
    const startedAt = performance.now()
    try {
      // In a process of its own, whose memory is given back; esbuild's would stay.
      const { code, output } = await runTool('node', ['infra/build/build.ts', '--platform', platform])
      if (code !== 0) throw new Error(lastLines(output, 30))
      const changed = pairs.filter(copyIfChanged)
      if (changed.length > 0)
        say(`↻ ${changed.length} bundles renewed in ${Math.round(performance.now() - startedAt)} ms`)
    } catch (error) {
      say(`✗ not renewed: ${(error as Error).message}`)
    }
  }
  const watchers = ['functions', 'layers'].map((folder) =>
    watch(join(projectRoot, folder), { recursive: true }, (_event, name) => {
      if (!name || /\.test\.tsx?$|\.md$|node_modules/.test(name)) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        building = building.then(rebuild)
      }, settleMs)
    }),
  )
  return {
    stop() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** Which asset of the assembly is the copy of which built folder, told by their code while it is still the same. */
function pairUp(assembly: string): Built[] {
  const builts = globSync('dist/{layer,functions/*,functions-inline/*}', { cwd: projectRoot }).map((name) =>
    join(projectRoot, name),
  )
  const assets = readdirSync(assembly).filter((name) => name.startsWith('asset.'))
  return assets.flatMap((name) => {
    const asset = join(assembly, name)
    const built = builts.find((folder) => sameFiles(folder, asset))
    return built ? [{ built, asset }] : []
  })
}

function copyIfChanged({ built, asset }: Built): boolean {
  if (sameFiles(built, asset)) return false
  cpSync(built, asset, { recursive: true })
  return true
}

function sameFiles(one: string, other: string): boolean {
  const names = filesOf(one)
  return (
    names.join('\0') === filesOf(other).join('\0') &&
    names.every((name) => readFileSync(join(one, name)).equals(readFileSync(join(other, name))))
  )
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .sort()
}
