import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

it('writes metrics under exactly their service and stage, each time anew', async () => {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'orders')
  vi.stubEnv('STAGE', 'prod')
  // Read once, as the module is loaded: others may have loaded it.
  vi.resetModules()
  const { count, metrics } = await import('./observability.ts')
  for (const eventsPublished of [3, 4]) {
    count('eventsPublished', eventsPublished)
    const written = metrics.serializeMetrics()
    metrics.clearMetrics()
    expect(written).toMatchObject({ service: 'orders', stage: 'prod', eventsPublished })
    // An alarm finds a metric by all of its dimensions or not at all: infra/constructs/application-alarms.ts.
    expect(written._aws.CloudWatchMetrics).toMatchObject([{ Namespace: 'Korob', Dimensions: [['service', 'stage']] }])
  }
})
