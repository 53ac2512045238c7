import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment'
import { type App, Duration, Stack } from 'aws-cdk-lib/core'
import { pageConfig } from '../constructs/content-security.ts'
import type { Edge } from '../constructs/edge.ts'
import type { CloudSettings } from '../settings.ts'

/** Files whose names carry a hash of their content. */
const hashed = 'assets/*'

/** The page's files, put where the distribution looks; apart from the functions, so that either is released alone. */
export const webStack = (app: App, settings: CloudSettings, { bucket, distribution }: Edge, folder: string): void => {
  const stack = new Stack(app, `korob-${settings.stage}-web`, { env: { region: settings.region } })
  const assets = new BucketDeployment(stack, 'assets', {
    destinationBucket: bucket,
    sources: [Source.asset(folder)],
    exclude: ['*'],
    include: [hashed],
    // Pages opened before a release still load the parts they were built with.
    prune: false,
    cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
  })
  const rest = new BucketDeployment(stack, 'pages', {
    destinationBucket: bucket,
    sources: [Source.asset(folder), Source.jsonData('config.json', pageConfig(settings))],
    exclude: [hashed],
    prune: false,
    cacheControl: [CacheControl.maxAge(Duration.minutes(1)), CacheControl.setPublic()],
    distribution,
    distributionPaths: ['/*'],
  })
  // A page must not name parts that aren't there yet.
  rest.node.addDependency(assets)
}
