import type { App } from 'aws-cdk-lib'
import type { BuiltCode } from '../constructs/application.ts'
import type { StageName } from '../settings.ts'
import { localStack } from './local.ts'

/** All stacks of a stage. */
export const addStacks = (app: App, stage: StageName, code: BuiltCode): void => {
  if (stage === 'local') localStack(app, code)
  else throw new Error(`stage ${stage} is not written yet`)
}
