import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { EngineError } from '../engines/error.ts'
import { projectRoot } from '../engines/paths.ts'
import { lastLines } from '../engines/system/run.ts'
import { makeUnlessUnchanged } from './inputs.ts'
import { runTool } from './tool.ts'

export type Platform = 'layer' | 'inline'
/** `none` for emulators that have no authorizers: functions look at tokens in any case. */
export type Authorizer = 'lambda' | 'none'

const sources = [
  'infra/**',
  'functions/**',
  'layers/**',
  'package.json',
  'package-lock.json',
  'cdk.json',
  'docs/openapi.json',
]

/**
 * The local stage's assembly, bundled and synthesized when a source has changed, as a copy in `folder`: what runs from it
 * is not disturbed when somebody else synthesizes the checkout anew.
 */
export async function localAssembly(
  folder: string,
  platform: Platform = 'layer',
  authorizer: Authorizer = 'lambda',
): Promise<string> {
  const variant = [...(platform === 'inline' ? ['-inline'] : []), ...(authorizer === 'none' ? ['-no-authorizer'] : [])]
  const output = `cdk.out/local${variant.join('')}`
  await makeUnlessUnchanged({
    name: `assembly-${platform}${authorizer === 'none' ? '-no-authorizer' : ''}`,
    inputs: sources,
    output: join(output, 'manifest.json'),
    async make() {
      rmSync(join(projectRoot, output), { recursive: true, force: true })
      const context = ['-c', 'stage=local', '-c', `platform=${platform}`, '-c', `authorizer=${authorizer}`]
      // Its template is checked by CloudFormation's rules in the unit tests; here that would take half of the time.
      await tool('cdk', ['synth', '--quiet', '--no-notices', '--no-validation', ...context, '--output', output])
    },
  })
  const copy = join(folder, basename(output))
  rmSync(copy, { recursive: true, force: true })
  cpSync(join(projectRoot, output), copy, { recursive: true })
  return copy
}

/** The folder of the built web page, built when a source has changed. */
export async function builtWeb(): Promise<string> {
  const output = 'dist/web'
  await makeUnlessUnchanged({
    name: 'web',
    inputs: [
      'web/**',
      'functions/*/contract.ts',
      'functions/*/routes.ts',
      'functions/catalog/demo/**',
      'package-lock.json',
    ],
    output: join(output, 'index.html'),
    make: () => tool('vite', ['build', 'web', '--logLevel', 'warn']),
  })
  return join(projectRoot, output)
}

async function tool(name: string, args: readonly string[]): Promise<void> {
  const { code, output } = await runTool(name, args, { env: { CI: 'true', NO_COLOR: '1' } })
  if (code === 0) return
  throw new EngineError(
    `\`${name} ${args.join(' ')}\` failed (exit code ${code}):\n${lastLines(output, 40)}`,
    'Mend that and start again.',
  )
}
