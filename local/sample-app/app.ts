import { App } from 'aws-cdk-lib/core'
import { DataStack } from './data-stack.ts'
import { ServiceStack } from './service-stack.ts'

// A small app that has nothing to do with the shop: the runner's tests run it as a stranger's assembly.
// The CLI would turn path metadata on; the runner shows and finds functions by their paths.
const app = new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } })
const data = new DataStack(app, 'sample-data')
new ServiceStack(app, 'sample', { data })
app.synth()
