import { Alarm, ComparisonOperator, type IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Duration } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'

export interface WorkQueueProps {
  /** Time limit of the function that works the queue. */
  readonly workTimeout: Duration
  readonly alarmActions: readonly IAlarmAction[]
}

export interface Work {
  readonly batchSize: number
  readonly window: Duration
  readonly maxConcurrency: number
}

/** Receives before a message is set aside. With the consumers' backoff (1, 2, 4 … 120 s) that is about 45 minutes of outage, as with RabbitMQ. */
const maxReceives = 28

/** A queue, the queue its failures end in, and the alarm that says so. There is no one without the others. */
export class WorkQueue extends Construct {
  readonly queue: Queue
  readonly deadLetters: Queue

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id)
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(14) }
    this.deadLetters = new Queue(this, 'dead-letters', common)
    this.queue = new Queue(this, 'queue', {
      ...common,
      // Six times the function's limit, so that a throttled batch isn't handed out twice:
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      visibilityTimeout: Duration.seconds(props.workTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxReceives },
    })
    const alarm = new Alarm(this, 'alarm', {
      alarmDescription: `${this.node.path}: messages were given up; docs/runbook.md says how to read and re-drive them`,
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(...props.alarmActions)
  }

  /** Has the function invoked with the queue's messages; it answers which of them failed. */
  workedBy(handler: LambdaFunction, { batchSize, window, maxConcurrency }: Work): void {
    handler.addEnvironment('QUEUE_URL', this.queue.queueUrl)
    handler.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        maxBatchingWindow: window,
        maxConcurrency,
        reportBatchItemFailures: true,
      }),
    )
  }
}
