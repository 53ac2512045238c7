import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineError } from '../engines/error.ts'
import { lastLines } from '../engines/system/run.ts'
import { runTool } from '../shop/tool.ts'
import { emulatorAccount, emulatorRegion, emulatorVariables } from './place.ts'

export type CdkDeployOptions = {
  readonly endpoint: string
  readonly assembly: string
  readonly stack: string
  readonly parameters: Readonly<Record<string, string>>
  readonly onOutput?: (text: string) => void
}

/** Prepares an emulator's account for the CDK, which does nothing where that has been done. */
export async function bootstrap({ endpoint, assembly, onOutput }: CdkDeployOptions): Promise<void> {
  await cdklocal(endpoint, ['bootstrap', `aws://${emulatorAccount}/${emulatorRegion}`, '--app', assembly], onOutput)
}

/** Deploys all stacks of an assembly with the CDK's own command line, and answers the outputs of the one named. */
export async function cdkDeploy(options: CdkDeployOptions): Promise<Record<string, string>> {
  const { endpoint, assembly, stack, parameters, onOutput } = options
  const folder = mkdtempSync(join(tmpdir(), 'korob-outputs-'))
  try {
    const outputs = join(folder, 'outputs.json')
    const given = Object.entries(parameters).flatMap(([name, value]) => ['--parameters', `${stack}:${name}=${value}`])
    const quietly = ['--require-approval', 'never', '--outputs-file', outputs]
    await cdklocal(endpoint, ['deploy', '--all', '--app', assembly, ...quietly, ...given], onOutput)
    return (JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Record<string, string>>)[stack] ?? {}
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function cdklocal(endpoint: string, args: readonly string[], onOutput?: (text: string) => void): Promise<void> {
  const env = {
    ...emulatorVariables(endpoint),
    CI: 'true', // plain lines
    NO_COLOR: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  }
  const { code, output } = await runTool('cdklocal', [...args, '--no-notices'], { env, onOutput })
  if (code === 0) return
  throw new EngineError(
    `\`cdklocal ${args[0]}\` at ${endpoint} failed (exit code ${code}):\n${lastLines(output, 40)}`,
    "The emulator's own log says more.",
  )
}
