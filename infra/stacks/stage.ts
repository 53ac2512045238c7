import type { App } from 'aws-cdk-lib/core'
import type { BuiltCode } from '../constructs/application.ts'
import { type StageName, settings } from '../settings.ts'
import { dataStack } from './data.ts'
import { localStack } from './local.ts'
import { networkStack } from './network.ts'
import { shopStack } from './shop.ts'
import { webStack } from './web.ts'

export interface Built {
  readonly code: BuiltCode
  /** The folder of the built web page; the local stage has it served from there. */
  readonly web: string
}

/** All stacks of a stage. */
export const addStacks = (app: App, stage: StageName, { code, web }: Built): void => {
  if (stage === 'local') {
    localStack(app, code)
    return
  }
  const chosen = settings[stage]
  const network = networkStack(app, chosen)
  const data = dataStack(app, chosen, network)
  const edge = shopStack(app, chosen, network, data, code)
  webStack(app, chosen, edge, web)
}
