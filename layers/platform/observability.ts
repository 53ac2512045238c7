import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'

const serviceName = process.env.POWERTOOLS_SERVICE_NAME ?? 'korob'

export const logger = new Logger({ serviceName })
export const metrics = new Metrics({ namespace: 'Korob', serviceName })

/** Counts something that happened; written as one EMF line at the end of the invocation. */
export const count = (name: string, value = 1): void => {
  metrics.addMetric(name, MetricUnit.Count, value)
}

/** Records a duration in milliseconds. */
export const duration = (name: string, ms: number): void => {
  metrics.addMetric(name, MetricUnit.Milliseconds, ms)
}
