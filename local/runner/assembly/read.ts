import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Template } from './template.ts'

/** Where an asset lies on this disk; `zip` and `directory` are both code, `file` is a file as it is. */
export type AssetSource = { path: string; packaging: 'zip' | 'file' }

export type StackSource = {
  name: string
  templateFile: string
  template: Template
  dependencies: string[]
  assets: Map<string, AssetSource>
}

type Manifest = {
  artifacts?: Record<
    string,
    {
      type: string
      dependencies?: string[]
      displayName?: string
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
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

/** Reads a synthesized CDK assembly: its stacks (those of nested stages too), dependencies first. */
export function readAssembly(directory: string): StackSource[] {
  const manifestFile = join(directory, 'manifest.json')
  if (!existsSync(manifestFile)) {
    throw new Error(`No CDK assembly in ${directory}: manifest.json is missing. Synthesize first (npx cdk synth).`)
  }
  return inDependencyOrder(readStacks(directory))
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
    stacks.set(id, {
      name: artifact.properties.stackName ?? artifact.displayName ?? id,
      templateFile,
      template: readJson<Template>(templateFile),
      dependencies: artifact.dependencies ?? [],
      assets: readAssets(directory, artifacts, artifact.dependencies ?? []),
    })
  }
  return stacks
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
