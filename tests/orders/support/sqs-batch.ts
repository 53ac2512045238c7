import type { Envelope } from '@korob/platform/events'
import type { SQSEvent } from 'aws-lambda'

/** Events as Lambda's SQS mapping hands them over, with raw delivery from SNS. */
export const sqsBatch = (events: readonly Envelope[]): SQSEvent => ({
  Records: events.map((event, index) => ({
    messageId: `message-${index}`,
    receiptHandle: `receipt-${index}`,
    body: JSON.stringify(event),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1',
      SenderId: 'test',
      ApproximateFirstReceiveTimestamp: '1',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:orders-on-stock',
    awsRegion: 'us-east-1',
  })),
})
