import { App } from 'aws-cdk-lib/core'
import { buildFunctions } from './build/build.ts'
import { buildWeb } from './build/web.ts'
import { isStage, settings } from './settings.ts'
import { addStacks } from './stacks/stage.ts'

const app = new App()
const stage: unknown = app.node.tryGetContext('stage')
if (!isStage(stage)) throw new Error(`choose a stage: -c stage=${Object.keys(settings).join('|')}`)
const platform: unknown = app.node.tryGetContext('platform') ?? 'layer'
if (platform !== 'layer' && platform !== 'inline') throw new Error(`-c platform=layer|inline, not '${platform}'`)

const authorizer: unknown = app.node.tryGetContext('authorizer') ?? 'lambda'
if (authorizer !== 'lambda' && !(authorizer === 'none' && stage === 'local'))
  throw new Error(`-c authorizer=lambda, or none where stage=local, not '${authorizer}'`)

const [code, web] = await Promise.all([buildFunctions(platform), stage === 'local' ? '' : buildWeb()])
addStacks(app, stage, { code, web })
app.synth()
