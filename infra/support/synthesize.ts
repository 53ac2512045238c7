import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Template } from 'aws-cdk-lib/assertions'
import { App, Stack } from 'aws-cdk-lib/core'
import { type Platform, root, sources } from '../build/paths.ts'
import type { StageName } from '../settings.ts'
import { addStacks } from '../stacks/stage.ts'

const stub = (folder: string, file: string): string => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), '')
  return folder
}

/** Folders as the build makes them, with nothing in their files: what is deployed doesn't depend on it. */
const emptyBuild = (platform: Platform) => {
  const folder = mkdtempSync(join(tmpdir(), 'korob-synth-'))
  for (const { id } of sources) stub(join(folder, 'functions', id), 'index.js')
  return {
    code: {
      functions: join(folder, 'functions'),
      layer: platform === 'layer' ? stub(join(folder, 'layer'), 'index.js') : undefined,
    },
    web: stub(join(folder, 'web'), 'index.html'),
    out: join(folder, 'out'),
  }
}

const made = new Map<string, ReadonlyMap<string, Template>>()

/**
 * The templates of a stage by stack name, synthesized with the project's own feature flags; once, however many tests read
 * them. As it is deployed by default it is checked by CloudFormation's rules as well, which takes longer than all the rest.
 * @throws when a template breaks one of those rules
 */
export const synthesize = (
  stage: StageName,
  platform: Platform = 'layer',
  choices: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, Template> => {
  const asked = JSON.stringify([stage, platform, choices])
  const templates = made.get(asked) ?? synthesizeAnew(stage, platform, choices)
  made.set(asked, templates)
  return templates
}

const synthesizeAnew = (
  stage: StageName,
  platform: Platform,
  choices: Readonly<Record<string, string>>,
): ReadonlyMap<string, Template> => {
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> }
  const { out, ...built } = emptyBuild(platform)
  const app = new App({
    outdir: out,
    context: { ...context, ...choices, 'aws:cdk:enable-path-metadata': true },
    builtinCloudFormationValidation: platform === 'layer' && Object.keys(choices).length === 0,
  })
  addStacks(app, stage, built)
  const stacks = app.node.children.filter((child) => child instanceof Stack)
  return new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]))
}

export interface Resource {
  readonly Type: string
  // biome-ignore lint/suspicious/noExplicitAny: templates are read as the JSON they are
  readonly Properties: any
  readonly DependsOn?: string[]
  readonly Metadata?: Record<string, unknown>
}

export const resourcesOf = (template: Template, type: string): [logicalId: string, resource: Resource][] =>
  Object.entries(template.findResources(type)) as [string, Resource][]
