import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { errorText } from '../log.ts'
import type { Template } from './template.ts'

/** Where an asset lies on this disk; `zip` and `directory` are both code, `file` is a file as it is. */
export type AssetSource = { path: string; packaging: 'zip' | 'file' }

export type StackSource = {
  name: string
  templateFile: string
  template: Template
  dependencies: string[]
  assets: Map<string, AssetSource>
  /** Where the app says that the stack is to be deployed; nothing where it leaves that open. */
  environment?: { accountId?: string; region?: string }
}

type Manifest = {
  artifacts?: Record<
    string,
    {
      type: string
      dependencies?: string[]
      displayName?: string
      environment?: string
      properties?: { templateFile?: string; stackName?: string; file?: string; directoryName?: string }
    }
  >
}

type AssetManifest = {
  files?: Record<
    string,
    { source: { path?: string; packaging?: string }; destinations: Record<string, { objectKey: string }> }
  >
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch (error) {
    throw new Error(`${file} can't be read (${errorText(error)}). Synthesize again (npx cdk synth).`, { cause: error })
  }
}

/** Reads a synthesized CDK assembly: its stacks (those of nested stages too), dependencies first. */
export function readAssembly(directory: string): StackSource[] {
  const reason = whyNoAssembly(directory)
  if (reason) throw new Error(`No CDK assembly in ${directory}: ${reason}. Synthesize first (npx cdk synth).`)
  const stacks = inDependencyOrder(readStacks(directory))
  if (stacks.length === 0) throw new Error(`The CDK assembly in ${directory} has no stacks.`)
  return stacks
}

function whyNoAssembly(directory: string): string | undefined {
  const found = statSync(directory, { throwIfNoEntry: false })
  if (!found) return 'there is no such folder'
  if (!found.isDirectory()) return 'it is a file; name the folder it is in'
  return existsSync(join(directory, 'manifest.json')) ? undefined : 'manifest.json is missing'
}

function readStacks(directory: string): Map<string, StackSource> {
  const stacks = new Map<string, StackSource>()
  const artifacts = readJson<Manifest>(join(directory, 'manifest.json')).artifacts ?? {}
  for (const [id, artifact] of Object.entries(artifacts)) {
    if (artifact.type === 'cdk:cloud-assembly' && artifact.properties?.directoryName) {
      const nested = readStacks(join(directory, artifact.properties.directoryName))
      for (const [nestedId, stack] of nested) stacks.set(nestedId, stack)
    }
    if (artifact.type !== 'aws:cloudformation:stack' || !artifact.properties?.templateFile) continue
    const templateFile = join(directory, artifact.properties.templateFile)
    const template = readJson<Template>(templateFile)
    if (!template.Resources) throw new Error(`${templateFile} has no Resources`)
    stacks.set(id, {
      name: artifact.properties.stackName ?? artifact.displayName ?? id,
      templateFile,
      template,
      dependencies: artifact.dependencies ?? [],
      assets: readAssets(directory, artifacts, artifact.dependencies ?? []),
      environment: readEnvironment(artifact.environment),
    })
  }
  return stacks
}

/** Of `aws://123456789012/eu-west-1`, where either part may be unknown. */
function readEnvironment(text = ''): StackSource['environment'] {
  const [, accountId, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(text) ?? []
  return {
    ...(accountId && accountId !== 'unknown-account' && { accountId }),
    ...(region && region !== 'unknown-region' && { region }),
  }
}

function readAssets(
  directory: string,
  artifacts: NonNullable<Manifest['artifacts']>,
  dependencies: string[],
): Map<string, AssetSource> {
  const assets = new Map<string, AssetSource>()
  for (const id of dependencies) {
    const artifact = artifacts[id]
    if (artifact?.type !== 'cdk:asset-manifest' || !artifact.properties?.file) continue
    const manifest = readJson<AssetManifest>(join(directory, artifact.properties.file))
    for (const file of Object.values(manifest.files ?? {})) {
      if (!file.source.path) continue
      const path = resolve(directory, file.source.path)
      const packaging = file.source.packaging === 'zip' ? 'zip' : 'file'
      for (const destination of Object.values(file.destinations)) assets.set(destination.objectKey, { path, packaging })
    }
  }
  return assets
}

function inDependencyOrder(stacks: Map<string, StackSource>): StackSource[] {
  const ordered = new Set<StackSource>()
  const visiting = new Set<string>()
  const visit = (id: string): void => {
    const stack = stacks.get(id)
    if (!stack || ordered.has(stack) || visiting.has(id)) return
    visiting.add(id)
    for (const dependency of stack.dependencies) visit(dependency)
    ordered.add(stack)
  }
  for (const id of stacks.keys()) visit(id)
  return [...ordered]
}
