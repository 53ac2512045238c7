import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'

const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? 'korob'

export const logger = new Logger({ serviceName })
// Stages may share an account: an alarm of one must not hear the other.
export const metrics = new Metrics({
  namespace: 'Korob',
  serviceName,
  defaultDimensions: { stage: process.env.STAGE ?? 'local' },
})

/** Counts something that happened; written as one EMF line at the end of the invocation. */
export const count = (name: string, value = 1): void => {
  metrics.addMetric(name, MetricUnit.Count, value)
}

/** Records how much there is of something, apart for each value of the dimensions: a metric of its own. */
export const gauge = (name: string, value: number, dimensions: Readonly<Record<string, string>>): void => {
  const one = metrics.singleMetric()
  one.addDimensions({ ...dimensions })
  one.addMetric(name, MetricUnit.Count, value)
}

/** Records a duration in milliseconds. */
export const duration = (name: string, ms: number): void => {
  metrics.addMetric(name, MetricUnit.Milliseconds, ms)
}
